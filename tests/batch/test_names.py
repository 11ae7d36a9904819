"""Names of outputs, and the part of a job that a file belongs to."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.batch.discovery import Shard, parse_shard
from ocr.batch.names import page_stem, safe_name
from ocr.errors import ArgumentError

_NAMES = st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=300).filter(
    lambda name: name not in (".", "..")
)


def test_a_page_is_named_after_its_scan() -> None:
    """The folder keeps the whole name, the file is numbered from 1."""
    assert str(page_stem("2022/05/rb_20220524.pdf", 0)) == "2022/05/rb_20220524.pdf/rb_20220524_0001"
    assert str(page_stem("人民日报.tif", 11)) == "人民日报.tif/人民日报_0012"


def test_names_of_the_job_itself_are_taken() -> None:
    """A folder of the input cannot stand in the way of the manifest."""
    assert str(page_stem("manifest.jsonl/a.pdf", 0)) == "%6Danifest.jsonl/a.pdf/a_0001"


@given(_NAMES)
def test_a_safe_name_is_one_name(name: str) -> None:
    """Never a path, never too long, never of letters that cannot be printed or written."""
    safe = safe_name(name)
    assert 0 < len(safe.encode("utf-8")) <= 255
    assert PurePosixPath(safe).name == safe
    assert not set(safe) & set("\n\r\\:*?<>|\"'\x00") - {"'"}
    assert not safe.startswith((".", "-"))


def test_half_a_surrogate_pair_is_written_by_its_number() -> None:
    """A name that no file system gives, but a program may, is still a name."""
    assert safe_name("a\ud800b") == "a%uD800b"


@given(_NAMES, _NAMES)
def test_two_names_never_become_one(a: str, b: str) -> None:
    """However they are escaped and shortened."""
    assert (safe_name(a) == safe_name(b)) == (a == b)


@given(st.text(min_size=1), st.integers(1, 9))
def test_a_file_is_in_exactly_one_shard(name: str, count: int) -> None:
    """No page is lost between two machines, and none read twice."""
    assert sum(Shard(index, count).holds(name) for index in range(count)) == 1


def test_shards_are_counted_from_zero() -> None:
    """As array jobs do; anything else is refused with an example."""
    assert parse_shard("3/4") == Shard(3, 4)
    for text in ("4/4", "1", "a/b", "-1/4", "0/0", "1/2/3"):
        with pytest.raises(ArgumentError, match="--shard"):
            parse_shard(text)
