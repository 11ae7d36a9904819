"""How large a page may be: checked on the declared size, before a pixel is decoded."""

from __future__ import annotations

from ocr.errors import OversizeError

__all__ = ["DEFAULT_MAX_MEGAPIXELS", "check_size"]

DEFAULT_MAX_MEGAPIXELS = 200.0
"""A broadsheet at 600 dpi has 120 megapixels; what is much larger is a mistake or an attack."""


def check_size(width: int, height: int, limit: float, place: str) -> None:
    """Nothing, when a page of `width` × `height` pixels is within `limit` megapixels.

    Raises:
        OversizeError: naming `place`, when it is not.
    """
    megapixels = width * height / 1e6
    if megapixels > limit:
        raise OversizeError(
            f"{place}: {width} × {height} pixels are {megapixels:.0f} megapixels, the limit is {limit:g}",
            cure="scan at 300 dpi, or raise the limit with --max-megapixels",
        )
