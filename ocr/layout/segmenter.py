"""The layout of a page by geometry alone: rules, frames, pictures, lines, blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.geometry import Box
from ocr.layout.blocks import BlockSettings, group_lines
from ocr.layout.faint import FaintSettings, without_faint
from ocr.layout.frames import FrameSettings, find_frames, frames_of_grounds, parting_grounds
from ocr.layout.gutters import GutterSettings
from ocr.layout.lines import LineSettings, find_line_boxes
from ocr.layout.pictures import PictureSettings, find_pictures
from ocr.layout.reading import is_vertical_page
from ocr.layout.rings import RingSettings, without_rings
from ocr.layout.rules import RuleSettings, find_rules
from ocr.layout.seams import SeamSettings
from ocr.layout.sizes import measure_lines
from ocr.layout.specks import SpeckSettings, without_specks
from ocr.layout.stacks import StackSettings
from ocr.layout.stops import reach_stops
from ocr.layout.strokes import StrokeSettings, without_strokes
from ocr.model import BlockRegion, Direction, Frame, Layout, LineRegion, Picture, Rule
from ocr.raster import Sheet

__all__ = ["GeometricSegmenter", "LayoutSettings"]


@dataclass(frozen=True, slots=True)
class LayoutSettings:
    """The settings of every step.

    Attributes:
        working_size: the body size in pixels at which places are looked for; finer scans are reduced to it.
        ink_share: a reduced pixel is ink when this share of it was (of 255): a hair rule covers a third.
    """

    working_size: float = 20.0
    ink_share: int = 85
    rules: RuleSettings = field(default_factory=RuleSettings)
    specks: SpeckSettings = field(default_factory=SpeckSettings)
    rings: RingSettings = field(default_factory=RingSettings)
    frames: FrameSettings = field(default_factory=FrameSettings)
    pictures: PictureSettings = field(default_factory=PictureSettings)
    faint: FaintSettings = field(default_factory=FaintSettings)
    strokes: StrokeSettings = field(default_factory=StrokeSettings)
    gutters: GutterSettings = field(default_factory=GutterSettings)
    lines: LineSettings = field(default_factory=LineSettings)
    stacks: StackSettings = field(default_factory=StackSettings)
    seams: SeamSettings = field(default_factory=SeamSettings)
    blocks: BlockSettings = field(default_factory=BlockSettings)


class GeometricSegmenter:
    """A `Segmenter` that needs no model."""

    def __init__(self, settings: LayoutSettings | None = None) -> None:
        self._settings = settings or LayoutSettings()

    def segment(self, sheet: Sheet) -> Layout:
        """The layout of `sheet`; without blocks when the page is blank."""
        if sheet.body_size <= 0:
            return Layout(sheet.width, sheet.height, 0.0, (), (), (), ())
        settings = self._settings
        shrink = min(1.0, settings.working_size / sheet.body_size)
        ink, grey = _reduce(sheet, shrink, settings.ink_share)
        body = sheet.body_size * shrink
        rules, rest = find_rules(ink, body, settings.rules)
        panels, tints = (
            [box.scale(ink.shape[1] / sheet.width).clip(ink.shape[1], ink.shape[0]) for box in boxes]
            for boxes in (sheet.panels, sheet.grounds)
        )
        rest = without_rings(without_specks(rest, panels, body, settings.specks), body, settings.rings)
        pictures = find_pictures(grey, rest, panels, body, settings.pictures)
        grounds = parting_grounds(panels + tints, rest, pictures, body, settings.frames)
        barriers = _barriers(ink.shape, rules, pictures, grounds)
        for box in pictures:
            rest[box.slices] = 0
        rest = without_faint(rest, grey, body, settings.faint)
        turned = is_vertical_page(rest, body)
        if turned:
            rest, barriers = _turned(rest), _turned(barriers)
        rest = without_strokes(rest, body, settings.strokes)
        found = find_line_boxes(rest, barriers, body, settings.lines, settings.gutters, settings.stacks, settings.seams)
        if not turned:
            found = reach_stops(found, rest, grey)
        lines = measure_lines(rest, found, body, bent=turned)
        blocks = group_lines(lines, barriers, body, settings.blocks)
        back = _Back(sheet.width, sheet.height, ink.shape, turned)
        blocks = tuple(back.block(block) for block in blocks)
        ruled = tuple(Frame(back.plain(frame.box)) for frame in find_frames(rules, body, settings.frames))
        tinted = frames_of_grounds(
            [back.plain(box) for box in grounds],
            ruled,
            (line for block in blocks for line in block.lines),
            sheet.body_size,
            settings.frames,
        )
        return Layout(
            sheet.width,
            sheet.height,
            sheet.body_size,
            tuple(Rule(back.plain(rule.box), rule.style) for rule in rules),
            ruled + tinted,
            tuple(Picture(back.plain(box)) for box in pictures),
            blocks,
        )


def _reduce(sheet: Sheet, shrink: float, share: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    if shrink >= 1.0:
        return sheet.ink.copy(), sheet.grey
    size = (max(1, round(sheet.width * shrink)), max(1, round(sheet.height * shrink)))
    ink = cv2.resize(sheet.ink * np.uint8(255), size, interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.resize(sheet.grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    return (np.asarray(ink) > share).astype(np.uint8), grey


def _turned(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """`mask` a quarter turn counter-clockwise."""
    return np.asarray(cv2.rotate(mask, cv2.ROTATE_90_COUNTERCLOCKWISE), np.uint8)


def _barriers(
    shape: tuple[int, ...], rules: tuple[Rule, ...], pictures: tuple[Box, ...], grounds: list[Box]
) -> NDArray[np.uint8]:
    mask = np.zeros(shape, np.uint8)
    for box in [rule.box for rule in rules] + list(pictures):
        mask[box.slices] = 1
    for box in grounds:
        cv2.rectangle(mask, (box.left, box.top), (box.right - 1, box.bottom - 1), 1)
    return mask


@dataclass(frozen=True, slots=True)
class _Back:
    """The way from the working frame to the sheet's."""

    width: int
    height: int
    shape: tuple[int, ...]
    turned: bool

    def plain(self, box: Box) -> Box:
        fx, fy = self.width / self.shape[1], self.height / self.shape[0]
        left, top = int(box.left * fx), int(box.top * fy)
        right, bottom = -int(-box.right * fx // 1), -int(-box.bottom * fy // 1)
        return Box(left, top, max(left + 1, right), max(top + 1, bottom)).clip(self.width, self.height)

    def line(self, line: LineRegion) -> LineRegion:
        scale = self.width / self.shape[1]
        box, direction = line.box, line.direction
        if self.turned:
            columns = self.shape[1]
            box = Box(columns - box.bottom, box.left, columns - box.top, box.right)
            direction = Direction.VERTICAL if direction is Direction.HORIZONTAL else Direction.HORIZONTAL
        return LineRegion(self.plain(box), direction, line.size * scale, line.weight)

    def block(self, block: BlockRegion) -> BlockRegion:
        lines = tuple(self.line(line) for line in block.lines)
        box = lines[0].box
        for line in lines[1:]:
            box = box.union(line.box)
        return BlockRegion(lines, box)
