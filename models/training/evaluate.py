"""Measures models where they will work: inside Tesseract, line by line, on lines they were not trained on."""

from __future__ import annotations

import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from rapidfuzz.distance import Levenshtein

from .shards import Line, narrowed

Read = Callable[[npt.NDArray[np.uint8]], str]
_RESOLUTION = 300
"""Told to Tesseract so that it does not guess one from every line."""
_FOLDED = str.maketrans({
    "“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "－": "-", "―": "-", "·": ".", "•": ".", "〈": "<", "〉": ">",
    "○": "〇",
})  # fmt: skip
_CLASSES = {
    "brackets": "（）()", "book marks": "《》〈〉", "quotes": "“”‘’", "comma": "，", "stop": "。", "pause": "、",
    "colon": "：", "semicolon": "；", "question": "？", "exclamation": "！", "dash": "—", "ellipsis": "…",
    "middle dot": "·", "percent": "％%", "digits": "0123456789", "bullets": "□■◆◇●▲△▼▶★☆",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """Errors of one model on one cell.

    Attributes:
        lines, characters: how much was read; spaces are left out of account.
        errors: edits with widths and quotes folded, as every model can be asked.
        strict: edits against the text as printed, full-width signs and directed quotes included.
        seconds: processor time of reading; other work on the machine does not count.
        missed: of each class of signs, how many were there and how many of them were not read as printed.
    """

    lines: int
    characters: int
    errors: int
    strict: int
    seconds: float
    missed: Mapping[str, tuple[int, int]]

    @property
    def rate(self) -> float:
        """Character error rate, folded; 0 when there was nothing to read."""
        return self.errors / self.characters if self.characters else 0.0

    @property
    def strict_rate(self) -> float:
        """Character error rate as printed."""
        return self.strict / self.characters if self.characters else 0.0


def fold(text: str) -> str:
    """Text with spaces dropped, compatibility forms composed and quotes, dashes and dots made one."""
    return "".join(unicodedata.normalize("NFKC", text.replace("…", "...")).split()).translate(_FOLDED)


def score(read: Read, lines: Sequence[Line]) -> Score:
    """What a reader makes of the lines."""
    errors = strict = characters = 0
    there: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    start = time.process_time()
    texts = [read(line.pixels) for line in lines]
    seconds = time.process_time() - start
    for line, text in zip(lines, texts, strict=True):
        truth, got = "".join(line.text.split()), "".join(text.split())
        characters += len(truth)
        errors += Levenshtein.distance(fold(truth), fold(got))
        strict += Levenshtein.distance(truth, got)
        wrong = {edit.src_pos for edit in Levenshtein.editops(truth, got) if edit.tag != "insert"}
        for place, character in enumerate(truth):
            for name, members in _CLASSES.items():
                if character in members:
                    there[name] += 1
                    missed[name] += place in wrong
    return Score(len(lines), characters, errors, strict, seconds, {name: (there[name], missed[name]) for name in there})


class TesseractModel:
    """A traineddata file as a reader of raw lines; to be used in a ``with`` block.

    Args:
        squeeze: the share of its width to which a line is made narrower before it is read.
    """

    def __init__(self, path: Path, squeeze: float = 1.0) -> None:
        self._path = path.resolve()
        self._squeeze = squeeze

    def __enter__(self) -> Read:
        from tesserocr import OEM, PSM, PyTessBaseAPI  # type: ignore[import-untyped]  # ships no types

        self._folder = tempfile.TemporaryDirectory()
        (Path(self._folder.name) / "model.traineddata").symlink_to(self._path)
        self._engine = PyTessBaseAPI(path=self._folder.name, lang="model", psm=PSM.RAW_LINE, oem=OEM.LSTM_ONLY)
        return self._read

    def __exit__(self, *_: object) -> None:
        self._engine.End()
        self._folder.cleanup()

    def _read(self, pixels: npt.NDArray[np.uint8]) -> str:
        self._engine.SetImage(Image.fromarray(narrowed(pixels, max(1, round(pixels.shape[1] * self._squeeze)))))
        self._engine.SetSourceResolution(_RESOLUTION)
        return str(self._engine.GetUTF8Text())


class PpocrModel:
    """PP-OCR's recognition network as a reader of lines, for comparison."""

    _HEIGHT = 48

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Read:
        import onnxruntime  # type: ignore[import-untyped]  # ships no types

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(self._path), options, providers=["CPUExecutionProvider"])
        names = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        self._names = ["", *names, " "]
        return self._read

    def __exit__(self, *_: object) -> None:
        del self._session

    def _read(self, pixels: npt.NDArray[np.uint8]) -> str:
        width = max(self._HEIGHT, round(pixels.shape[1] * self._HEIGHT / pixels.shape[0]))
        image = Image.fromarray(pixels).resize((width, self._HEIGHT), Image.Resampling.BICUBIC)
        values = np.asarray(image, np.float32) / 127.5 - 1
        batch = np.broadcast_to(values, (1, 3, *values.shape)).astype(np.float32)
        (output,) = self._session.run(None, {self._session.get_inputs()[0].name: batch})
        best = np.asarray(output)[0].argmax(axis=1)
        kept = [code for place, code in enumerate(best) if code and (place == 0 or code != best[place - 1])]
        return "".join(self._names[code] for code in kept)


def table(scores: Mapping[tuple[str, str], Score]) -> str:
    """Markdown: a row a cell, a column a model; folded rate, strict rate in brackets."""
    cells = list(dict.fromkeys(cell for cell, _ in scores))
    models = list(dict.fromkeys(model for _, model in scores))
    rows = [f"| lines | n | characters | {' | '.join(models)} |", "|---|---|---|" + "---|" * len(models)]
    for cell in cells:
        found = [scores[cell, model] for model in models if (cell, model) in scores]
        rates = " | ".join(f"{score.rate:.4f} ({score.strict_rate:.4f})" for score in found)
        rows.append(f"| {cell} | {found[0].lines} | {found[0].characters} | {rates} |")
    speed = " | ".join(
        f"{1000 * sum(s.seconds for (_, m), s in scores.items() if m == model) / max(1, sum(s.lines for (_, m), s in scores.items() if m == model)):.1f}"  # noqa: E501
        for model in models
    )
    rows.append(f"| processor ms a line | | | {speed} |")
    names = list(dict.fromkeys(name for score in scores.values() for name in score.missed))
    rows += ["", f"| signs not read as printed | n | {' | '.join(models)} |", "|---|---|" + "---|" * len(models)]
    for name in names:
        sums = []
        for model in models:
            pairs = [score.missed.get(name, (0, 0)) for (_, m), score in scores.items() if m == model]
            sums.append((sum(there for there, _ in pairs), sum(missed for _, missed in pairs)))
        rates = " | ".join(f"{missed / max(1, there):.3f}" for there, missed in sums)
        rows.append(f"| {name} | {sums[0][0]} | {rates} |")
    return "\n".join(rows)
