"""What the command makes of scans that are none, and of scans that hold nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from ocr.cli.main import main

DONE, BAD_INPUT, NO_ACCESS, ENCRYPTED, BAD_SETTINGS, PARTLY, BAD_ARGUMENTS = 0, 2, 5, 8, 9, 11, 1
SIDE = 120
BLANK = "no text found on this page"


def read(tmp_path: Path, *words: str) -> int:
    """The command with one quick reader."""
    return main(["read", *words, "-o", str(tmp_path / "out"), "--reader", "tesseract", "--threads", "1"])


def written(tmp_path: Path) -> list[str]:
    """Everything in the output folder, hidden and temporary files too."""
    return sorted(path.name for path in (tmp_path / "out").rglob("*"))


def image_bytes(form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    noise = np.random.default_rng(3).integers(0, 256, (SIDE, SIDE), np.uint8)
    Image.fromarray(noise).save(buffer, form, **options)
    return buffer.getvalue()


def pdf(path: Path, *, pages: int, password: str = "") -> None:
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(SIDE, SIDE))
        if password:
            document.save(path, encryption=pikepdf.Encryption(owner=password, user=password))
        else:
            document.save(path)


BROKEN: dict[str, tuple[Callable[[Path], object], int]] = {
    "empty.png": (lambda path: path.write_bytes(b""), BAD_INPUT),
    "empty.pdf": (lambda path: path.write_bytes(b""), BAD_INPUT),
    "cut.jpg": (lambda path: path.write_bytes(image_bytes("JPEG")[:-2000]), BAD_INPUT),
    "cut.pdf": (lambda path: path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Cat"), BAD_INPUT),
    "locked.pdf": (lambda path: pdf(path, pages=1, password="geheim"), ENCRYPTED),
    "no_pages.pdf": (lambda path: pdf(path, pages=0), BAD_INPUT),
    "letter.png": (lambda path: path.write_text("This is no picture.\n" * 20), BAD_INPUT),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_scan_is_named_with_its_cure(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the file and what to do, the exit code says what kind of trouble, nothing is written."""
    make, code = BROKEN[name]
    make(tmp_path / name)
    assert read(tmp_path, str(tmp_path / name)) == code
    told = capsys.readouterr()
    (message,) = [text for text in told.err.splitlines() if text.startswith("banmian: ")]
    assert name in message
    assert " — " in message, "a cure follows the problem"
    assert "Traceback" not in told.err
    assert told.out == ""
    assert written(tmp_path) == []


def test_a_pdf_without_pages_is_not_taken_for_the_locked_one_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each file gets its own message: PDFium keeps the error code of the file before."""
    pdf(tmp_path / "a.pdf", pages=1, password="geheim")
    pdf(tmp_path / "b.pdf", pages=0)
    assert read(tmp_path, str(tmp_path / "a.pdf"), str(tmp_path / "b.pdf")) == ENCRYPTED
    first, second = (text for text in capsys.readouterr().err.splitlines() if text.startswith("banmian: "))
    assert "a.pdf: the PDF asks for a password" in first
    assert "b.pdf: a PDF without pages" in second


def test_the_limit_of_pixels_is_told_and_can_be_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page over the limit is refused before it is decoded; with a higher limit it is read."""
    scan = tmp_path / "large.png"
    Image.new("L", (1200, 1000), 255).save(scan)
    assert read(tmp_path, str(scan), "--max-megapixels", "1") == BAD_INPUT
    assert "large.png" in (message := capsys.readouterr().err)
    assert "megapixels" in message
    assert written(tmp_path) == []
    assert read(tmp_path, str(scan), "--max-megapixels", "2") == DONE


def picture(mode: str, colour: object) -> Image.Image:
    return Image.new(mode, (SIDE, SIDE), colour)  # type: ignore[arg-type]


EMPTY: dict[str, Callable[[Path], object]] = {
    "dot.png": lambda path: Image.new("L", (1, 1), 0).save(path),
    "white.png": lambda path: picture("L", 255).save(path),
    "black.png": lambda path: picture("L", 0).save(path),
    "deep.png": lambda path: Image.fromarray(np.full((SIDE, SIDE), 65535, np.uint16)).save(path),
    "print.jpg": lambda path: picture("CMYK", (0, 0, 0, 0)).save(path),
    "fax.tif": lambda path: picture("1", 1).save(path, compression="group4"),
    "clear.png": lambda path: picture("RGBA", (0, 0, 0, 0)).save(path),
}


def test_scans_without_text_become_empty_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One pixel, white, black, 16 bits, CMYK, 1 bit, transparent: each is a page without text, and that is told."""
    for name, make in EMPTY.items():
        make(tmp_path / name)
    assert read(tmp_path, *(str(tmp_path / name) for name in EMPTY)) == DONE
    told = capsys.readouterr().err
    for name in EMPTY:
        stem = Path(name).stem
        assert f"{name}: {BLANK}" in told
        assert (tmp_path / "out" / f"{stem}.md").read_bytes().strip() == b""
        assert (tmp_path / "out" / f"{stem}.json").stat().st_size > 0


def test_one_bad_scan_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The good page is written, the bad one told, and the exit code says that a part is missing."""
    (tmp_path / "a.png").write_bytes(b"")
    picture("L", 255).save(tmp_path / "b.png")
    assert read(tmp_path, str(tmp_path / "a.png"), str(tmp_path / "b.png")) == PARTLY
    assert written(tmp_path) == ["b.json", "b.md", "b.overlay.png"]
    assert "a.png" in capsys.readouterr().err


def test_two_scans_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    """Same stem in another form or another folder: each scan has outputs of its own."""
    (tmp_path / "more").mkdir()
    scans = [tmp_path / "page.png", tmp_path / "page.tif", tmp_path / "more" / "page.png"]
    for scan in scans:
        picture("L", 255).save(scan)
    assert read(tmp_path, *map(str, scans)) == DONE
    assert len([name for name in written(tmp_path) if name.endswith(".json")]) == len(scans)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("reader = ", "must be TOML"),
        ("fonts = 3", "there is no setting fonts"),
        ("reader = 3", "reader must be str, not int"),
        ("layout = 3", "layout is a group of settings"),
        ("[layout]\nworking_size = 'large'", "working_size must be float, not str"),
    ],
)
def test_a_wrong_setting_is_named(text: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the settings file, the setting and what would be right; nothing is written."""
    settings = tmp_path / "mine.toml"
    settings.write_text(text)
    picture("L", 255).save(tmp_path / "page.png")
    assert read(tmp_path, str(tmp_path / "page.png"), "--settings", str(settings)) == BAD_SETTINGS
    message = capsys.readouterr().err
    assert "mine.toml" in message
    assert named in message
    assert " — " in message
    assert written(tmp_path) == []


def test_a_missing_scan_or_settings_file_is_a_question_of_access(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is not there is told by its name."""
    assert read(tmp_path, str(tmp_path / "gone.png")) == NO_ACCESS
    assert "gone.png" in capsys.readouterr().err
    picture("L", 255).save(tmp_path / "page.png")
    assert read(tmp_path, str(tmp_path / "page.png"), "--settings", str(tmp_path / "gone.toml")) == NO_ACCESS
    assert "gone.toml" in capsys.readouterr().err
