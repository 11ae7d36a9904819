"""Which characters the newsprint model gains over its base, and how signs it cannot write are spelt instead."""

from __future__ import annotations

import bz2
from pathlib import Path

from .errors import MaterialError

NEW_SIGNS = {
    "（": "(", "）": ")", "：": ":", "；": ";", "？": "?", "！": "!", "％": "%", "—": "-", "·": ".",
    "“": "“", "”": "”", "‘": "'", "’": "'", ",": ",", "…": ".", "℃": "c",
    "□": "〇", "■": "〇", "◆": "〇", "◇": "〇", "●": "〇", "▲": "〇", "△": "〇", "▼": "〇", "▶": "〇",
    "★": "〇", "☆": "〇",
}  # fmt: skip
"""Sign to the known one it starts as. The base writes “, ” and " with one code, ，and the ASCII comma with one,
and an ellipsis as three full stops: these get codes of their own."""

NAME_HANZI = "喆堃淼镕旻昇犇鑫珺晗睿玥翀骉赟頔垚焱甯嬿珮琤琎祎煊炘烜旸皞玘玚瑒燊囧祐峯瑄琋芃彧晟昳暄暐朤槑淏溦滢漪潞澔灏烨焜煒熠燚珂珈珩琀琇琛琬瑀璟璠璐甦睿砼禕筱箐翊翎芊苒茜荃莜莳菡萁蓁蕤薇蘅袆诩谡贇轶邬郗郦酆钇钊钰铄锴锜镡闫阚隽雯霏霖颋颢飏飚骁骐鲲麒黛黟宓妤妍姝姵娅娴婧媛嫣嬅孜宸峥嵘嵩崟帼彤徕忻怡恺惟愷戬晔晞晖晁暻曈朕杪枞柏栩桢梓棣棠椿榕樾橦毓汶沅沁沣泓泾洺浠涵湉湲湫溱漩澍澜濂濯炜烊烨"  # noqa: E501
"""Characters of modern names; most are outside GB 2312."""

_REPLACED = {
    "―": "—",
    "－": "-",
    "○": "〇",
    "～": "~",
    "．": ".",
    "〃": '"',
    "／": "/",
    "＋": "+",
    "＝": "=",
    "＆": "&",
    "＃": "#",
    "＊": "*",
}
_FULL_WIDTH_SHIFT = 0xFEE0
_FULL_WIDTH_ALNUM = range(0xFF10, 0xFF5B)
_GB2312_HANZI_ROWS = range(16, 88)
_GB2312_CELLS = range(1, 95)
_GB2312_BASE = 0xA0


def gb2312_hanzi() -> tuple[str, ...]:
    """The 6763 Hanzi of GB 2312, level 1 before level 2."""
    characters = []
    for row in _GB2312_HANZI_ROWS:
        for cell in _GB2312_CELLS:
            try:
                characters.append(bytes((_GB2312_BASE + row, _GB2312_BASE + cell)).decode("gb2312"))
            except UnicodeDecodeError:  # the five empty places after level 1
                continue
    return tuple(characters)


def transcription(text: str, charset: frozenset[str]) -> str:
    """What the model should read where ``text`` is printed; empty when it cannot write it all.

    Full-width digits and letters are read as ASCII.
    """
    result = ""
    for character in text:
        character = _REPLACED.get(character, character)
        if ord(character) in _FULL_WIDTH_ALNUM and character not in NEW_SIGNS:
            character = chr(ord(character) - _FULL_WIDTH_SHIFT)
        if character not in charset:
            return ""
        result += character
    return result


def read_radicals(path: Path) -> dict[str, str]:
    """Radical and strokes by character, from Unihan's ``Unihan_IRGSources.txt`` (plain or ``.bz2``).

    Raises:
        MaterialError: when the file is missing.
    """
    if not path.exists():
        raise MaterialError(f"no Unihan table at {path}", cure="Install the package unicode-data, or name the file.")
    data = path.read_bytes()
    text = (bz2.decompress(data) if path.suffix == ".bz2" else data).decode("utf-8")
    table = {}
    for line in text.splitlines():
        if "\tkRSUnicode\t" in line:
            point, _, value = line.split("\t")
            table[chr(int(point[2:], 16))] = value.split(" ")[0]
    return table
