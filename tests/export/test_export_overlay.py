"""The picture that shows what was found."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
from lxml import etree
from PIL import Image

from ocr.export.overlay import ROLE_COLOURS, OverlaySettings, render
from ocr.export.overlay_svg import render_svg
from ocr.model import ArticleKind, Page, Role


def _open(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


def test_the_overlay_shows_the_page_at_its_own_size(page: Page) -> None:
    """A page smaller than the limit keeps its size, a larger one is scaled; the same page gives the same bytes."""
    grey = np.full((page.height, page.width), 255, np.uint8)
    assert _open(render(page, grey)).size == (800, 1000)
    assert _open(render(page, grey, OverlaySettings(longest=500))).size == (400, 500)
    assert render(page, grey) == render(page, grey)


def test_every_role_has_a_colour_and_it_is_seen(page: Page) -> None:
    """The body's tint lies on white paper; no role is without one."""
    assert set(ROLE_COLOURS) == set(Role)
    image = _open(render(page, np.full((1000, 800), 255, np.uint8))).convert("RGB")
    box = next(block.box for block in page.blocks if block.role is Role.BODY)
    red, _, blue = image.getpixel((box.right - 8, box.bottom - 10))  # type: ignore[misc]
    assert blue > red


def test_doubtful_characters_are_underlined_in_red(page: Page) -> None:
    """Only characters below the limit are marked."""
    white = np.full((1000, 800), 255, np.uint8)

    def red_pixels(sheet: Page) -> int:
        pixels = np.asarray(_open(render(sheet, white)).convert("RGB")).astype(int)
        return int(((pixels[..., 0] == 255) & (pixels[..., 1] == 0) & (pixels[..., 2] == 0)).sum())

    block = page.blocks[6]
    line = block.lines[0]
    doubtful = replace(line, glyphs=tuple(replace(g, confidence=0.2) for g in line.glyphs))
    changed = replace(block, lines=(doubtful, *block.lines[1:]))
    sheet = replace(page, blocks=(*page.blocks[:6], changed, *page.blocks[7:]))
    assert red_pixels(page) == 0
    assert red_pixels(sheet) > len(line.glyphs) * 20


def test_a_blank_page_is_drawn_too(blank: Page) -> None:
    """Nothing found, nothing drawn, no failure."""
    assert _open(render(blank, np.full((1000, 800), 255, np.uint8))).size == (800, 1000)


def test_the_svg_shows_every_block_with_its_text_and_lies_whole_in_one_file(page: Page) -> None:
    """Well-formed, nothing fetched from elsewhere, and the same page gives the same bytes."""
    grey = np.full((page.height, page.width), 255, np.uint8)
    svg = render_svg(page, grey)
    assert svg == render_svg(page, grey)
    root = etree.fromstring(svg)
    spot = {"s": "http://www.w3.org/2000/svg"}
    assert (root.get("width"), root.get("height")) == (str(page.width), str(page.height))
    assert root.find("s:image", spot).get("href").startswith("data:image/jpeg;base64,")
    for block in page.blocks:
        (title,) = root.xpath(f"//s:rect[@id='{block.id}']/s:title", namespaces=spot)
        assert block.lines[0].text in title.text


def test_reasons_stand_beside_the_numbers_when_they_are_asked_for(page: Page) -> None:
    """The word that the reason begins with, and the price of the step; blocks without such a reason keep a number."""
    first, second, *others = page.blocks
    told = replace(first, why="runs on: from the column before (-1.9)"), replace(second, why="moved by hand")
    page = replace(page, blocks=(*told, *others))
    grey = np.full((page.height, page.width), 255, np.uint8)
    labels = [
        text.text for text in etree.fromstring(render_svg(page, grey, OverlaySettings(reasons=True))).iter("{*}text")
    ]
    assert labels[:2] == ["1 runs on -1.9", "2"]
    plain = [text.text for text in etree.fromstring(render_svg(page, grey)).iter("{*}text")]
    assert plain[:2] == ["1", "2"]
    assert render(page, grey, OverlaySettings(reasons=True)) != render(page, grey)


def test_furniture_has_numbers_but_no_arrows(page: Page) -> None:
    """Folios and ornaments stand where they stand; an arrow from one to the next would only hide the page."""
    last = page.articles[-1]
    grey = np.full((page.height, page.width), 255, np.uint8)
    heads = [
        render_svg(replace(page, articles=(*page.articles[:-1], article)), grey).count(b"<path")
        for article in (replace(last, block_ids=page.articles[1].block_ids), last)
    ]
    assert last.kind is ArticleKind.FURNITURE
    assert heads[0] == heads[1]


def test_signs_of_markup_in_the_text_do_not_break_the_svg(page: Page) -> None:
    """Text that was read may hold anything."""
    block = page.blocks[6]
    line = replace(block.lines[0], text="1 < 2 & 3 > 2\x0b")
    sheet = replace(page, blocks=(*page.blocks[:6], replace(block, lines=(line, *block.lines[1:])), *page.blocks[7:]))
    svg = render_svg(sheet, np.full((page.height, page.width), 255, np.uint8))
    assert "1 < 2 & 3 > 2" in etree.fromstring(svg).xpath("string()")
