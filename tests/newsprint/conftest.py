"""One small front page and one old page for all tests; skipped where no Chinese fonts are installed."""

from __future__ import annotations

import pytest

from ocr.errors import DependencyError
from ocr.newsprint import PageSpec, Sample, TypeCase, find_type, typeset

SMALL = PageSpec(width=180, height=250, dpi=80, body=9.5)


@pytest.fixture(scope="session")
def case() -> TypeCase:
    try:
        return find_type()
    except DependencyError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def front(case: TypeCase) -> Sample:
    return typeset(5, SMALL, case=case)


@pytest.fixture(scope="session")
def old(case: TypeCase) -> Sample:
    return typeset(5, SMALL, old=True, case=case)
