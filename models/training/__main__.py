"""The training's command line: ``python -m models.training press|train|export|evaluate|context``."""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Sequence
from pathlib import Path

from .base import BaseModel, load_base
from .context import write_context
from .errors import TrainingError
from .faces import Style, find_faces
from .scan import Quality
from .shards import Press, read_shard, write_shard
from .signs import gb2312_hanzi
from .state import checksum_line, read_state, write_state
from .text import TESTING_RARE_SHARE, TRAINING_RARE_SHARE, Lexicon, Newsroom
from .typeset import EM

_SHARD_LINES = 2000
_VERSION = "banmian newsprint 5, from tessdata 4.0.0 chi_sim"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one step; the exit status."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except TrainingError as error:
        print(f"models.training: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models.training", description=__doc__)
    commands = parser.add_subparsers(required=True)
    press = commands.add_parser("press", help="set, print and scan lines to train or test on")
    _base_options(press)
    press.add_argument("--jieba", type=Path, required=True, help="jieba's package folder, for words and grammar")
    press.add_argument("--fonts", type=Path, nargs="+", default=[Path("/usr/share/fonts")], help="font folders")
    press.add_argument("--lines", type=int, default=60000)
    press.add_argument("--seed", type=int, default=1)
    press.add_argument("--test", action="store_true", help="lines to test with: words never trained on among them")
    press.add_argument("--held-faces", action="store_true", help="the faces never trained on, instead of the others")
    press.add_argument("--style", choices=[style.value for style in Style], help="one style only")
    press.add_argument("--quality", choices=[quality.value for quality in Quality], default=Quality.ANY.value)
    press.add_argument("--out", type=Path, required=True, help="folder of the finished shards")
    press.set_defaults(run=_press)
    train = commands.add_parser("train", help="train on the pressed lines; resumes from its checkpoint")
    _base_options(train)
    train.add_argument("--lines", type=Path, required=True, help="folder of shards")
    train.add_argument("--checkpoint", type=Path, required=True)
    train.add_argument("--start", type=Path, help="float weights to begin with, instead of the base's")
    train.add_argument("--minutes", type=float, required=True, help="training time in all, earlier runs included")
    train.add_argument("--rate", type=float, default=1e-3)
    train.add_argument("--threads", type=int, default=1)
    train.set_defaults(run=_train)
    export = commands.add_parser("export", help="make an integer model of a checkpoint's averaged weights")
    _base_options(export)
    export.add_argument("--checkpoint", type=Path, required=True)
    export.add_argument("--out", type=Path, required=True, help="the .traineddata to write")
    export.add_argument("--state", type=Path, help="the float weights to go on from, as .npz")
    export.add_argument("--sums", type=Path, help="the list of checksums to write")
    export.set_defaults(run=_export)
    evaluate = commands.add_parser("evaluate", help="error rates of models inside Tesseract")
    evaluate.add_argument("--model", type=_named, action="append", required=True, metavar="NAME=FILE")
    evaluate.add_argument("--lines", type=Path, nargs="*", default=[], help="folders of pressed lines, a cell each")
    evaluate.add_argument("--pages", type=Path, nargs="*", default=[], help="born-digital PDFs with a text layer")
    evaluate.add_argument("--quality", choices=[quality.value for quality in Quality], default=Quality.GOOD.value)
    evaluate.add_argument(
        "--squeeze", type=float, default=1.0, help="share of their width to which lines are made narrower"
    )
    evaluate.add_argument("--most", type=int, default=2000, help="lines a cell")
    evaluate.set_defaults(run=_evaluate)
    context = commands.add_parser("context", help="make the table of characters that follow one another in words")
    context.add_argument("--jieba", type=Path, required=True, help="jieba's package folder, for its dictionary")
    context.add_argument("--out", type=Path, required=True, help="the .npz to write")
    context.set_defaults(run=_context)
    return parser


def _base_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--base", type=Path, required=True, help="the larger chi_sim, .traineddata or .traineddata.gz")
    parser.add_argument("--radicals", type=Path, default=Path("/usr/share/unicode/Unihan_IRGSources.txt.bz2"))


def _base(options: argparse.Namespace) -> BaseModel:
    return load_base(options.base, options.radicals)


def _press(options: argparse.Namespace) -> None:
    base = _base(options)
    charset = frozenset(base.spelling)
    lexicon = Lexicon.load(options.jieba, charset, held=options.test)
    rare = sorted(charset - base.known)
    options.out.mkdir(parents=True, exist_ok=True)
    faces = find_faces(options.fonts, EM, held=options.held_faces, cache=options.out.parent / "webfonts")
    style = Style(options.style) if options.style else None
    for start in range(0, options.lines, _SHARD_LINES):
        path = options.out / f"lines-{options.seed:03d}-{start // _SHARD_LINES:03d}.npz"
        if path.exists():
            continue
        seed = options.seed * 10_000 + start // _SHARD_LINES
        newsroom = Newsroom(lexicon, seed, rare, TESTING_RARE_SHARE if options.test else TRAINING_RARE_SHARE)
        press = Press(newsroom, faces, charset, seed)
        count = min(_SHARD_LINES, options.lines - start)
        write_shard(path, list(itertools.islice(press.lines(Quality(options.quality), style), count)))


def _train(options: argparse.Namespace) -> None:
    from .train import Trainer, TrainSettings  # PyTorch is not needed by the other steps

    settings = TrainSettings(options.minutes * 60, rate=options.rate, threads=options.threads)
    base = _base(options)
    start = read_state(options.start, base.weights) if options.start else None
    trainer = Trainer(base, options.lines, settings, options.checkpoint, start)
    trainer.run(lambda line: print(line, flush=True))


def _export(options: argparse.Namespace) -> None:
    from .train import averaged_weights

    base = _base(options)
    weights = averaged_weights(options.checkpoint)
    options.out.write_bytes(base.integer_model(weights, _VERSION))
    if options.state:
        write_state(options.state, weights)
    if options.sums:
        files = [options.out, options.state] if options.state else [options.out]
        options.sums.write_text("".join(map(checksum_line, files)), encoding="ascii")


def _context(options: argparse.Namespace) -> None:
    print(write_context(options.jieba, frozenset(gb2312_hanzi()), options.out))


def _named(argument: str) -> tuple[str, Path]:
    name, _, path = argument.rpartition("=")
    return name or Path(path).stem, Path(path)


def _evaluate(options: argparse.Namespace) -> None:
    from .evaluate import PpocrModel, Score, TesseractModel, score, table  # engines are not needed by the other steps
    from .pages import page_lines

    cells = {
        folder.name: list(itertools.chain.from_iterable(map(read_shard, sorted(folder.glob("lines-*.npz")))))
        for folder in options.lines
    }
    quality = Quality(options.quality)
    for number, path in enumerate(options.pages):
        cells[f"{path.stem}, {quality.value}"] = list(page_lines(path, quality, number))
    scores: dict[tuple[str, str], Score] = {}
    for name, path in options.model:
        with PpocrModel(path) if path.suffix == ".onnx" else TesseractModel(path, options.squeeze) as read:
            for cell, lines in cells.items():
                scores[cell, name] = score(read, lines[: options.most])
    print(table(scores))


if __name__ == "__main__":
    sys.exit(main())
