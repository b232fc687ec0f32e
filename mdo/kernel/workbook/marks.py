"""What the styles of a file say of its cells: the colour behind them and a strike-through.

Part of the child process (`parse`): nothing of the product is imported here but its neighbours.
"""

import colorsys
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

MAX_MARKS = 100_000  # cells of a file; what comes after them is not looked at
MAX_OF_A_STYLE = 30_000  # cells; a colour behind more of them is decoration
MAX_COMMENTS, MAX_COMMENT = 5_000, 1_000  # comments of a sheet, characters of one

# A colour as six hexadecimal digits (none: « »), whether the text is struck through.
Style = tuple[str, bool]
PLAIN: Style = ("", False)
_WHITE = "FFFFFF"
# Behind the cells that were corrected here, in the workbook that is taken back: a rare one, which says nothing there.
CORRECTED = "FFF1CD"
# The first 64 colours of Excel, which files name by their number; 0 to 7 are 8 to 15 again.
_INDEXED = re.findall(
    "......",
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF"
    * 2
    + "800000008000000080808000800080008080C0C0C08080809999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF"
    "000080FF00FFFFFF0000FFFF8000808000000080800000FF00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC99"
    "3366FF33CCCC99CC00FFCC00FF9900FF6600666699969696003366339966003300333300993300993366333399333333",
)
_THEME = re.findall("......", "FFFFFF000000EEECE11F497D4F81BDC0504D9BBB598064A24BACC6F796460000FF800080")
_THEME_NAMES = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")


@dataclass
class MarkedCells:
    """The marked cells of a file, by style, as (row, column) from 0; no more of them than the limits."""

    styles: dict[str, Style]
    cells: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)
    _room: int = MAX_MARKS

    def add(self, name: str, row: int, column: int) -> None:
        """Notes a filled cell of a style."""
        if name not in self.styles:
            return
        self.cells.setdefault(name, []).append((row, column))
        self._counts[name] += 1
        self._room -= 1
        if not self._room:
            self.styles = {}
        elif self._counts[name] > MAX_OF_A_STYLE and not self.styles[name][1]:
            self.styles = {key: style for key, style in self.styles.items() if key != name}
            self.cells.pop(name)

    def taken(self) -> list[list[object]]:
        """Those of a sheet: colour, strike-through, row, column, row, column…; none of them is kept for the next."""
        found: list[list[object]] = [
            [*self.all[name], *(number for cell in cells for number in cell)] for name, cells in self.cells.items()
        ]
        self.cells = {}
        return found

    def __post_init__(self) -> None:
        self.all = self.styles


class StyleScan:
    """The styles of the cells of an .xlsx file: first its theme, then `xl/styles.xml`."""

    def __init__(self) -> None:
        self._theme = list(_THEME)
        self._palette: list[str] = []
        self._part = self._slot = ""
        self._struck: list[bool] = []
        self._fills: list[str] = []
        self._cells: list[tuple[int, int]] = []

    @property
    def found(self) -> dict[str, Style]:
        """The styles that mark a cell, by number."""
        styles = {}
        for number, (fill, font) in enumerate(self._cells):
            style = (_at(self._fills, fill), font < len(self._struck) and self._struck[font])
            if style != PLAIN:
                styles[str(number)] = style
        return styles

    def theme(self, name: str, attributes: dict[str, str]) -> None:
        """An element of the theme."""
        if name in _THEME_NAMES:
            self._slot = name
        elif self._slot and name in ("srgbClr", "sysClr"):
            colour = attributes.get("lastClr" if name == "sysClr" else "val", "")
            self._theme[_THEME_NAMES.index(self._slot)] = _hex(colour)
            self._slot = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element of the styles."""
        if name in ("fonts", "fills", "cellXfs", "cellStyleXfs", "dxfs", "indexedColors"):
            self._part = name
        elif self._part == "fonts":
            if name == "font":
                self._struck.append(False)
            elif name == "strike" and self._struck:
                self._struck[-1] = attributes.get("val", "1") not in ("0", "false")
        elif self._part == "fills":
            self._fill(name, attributes)
        elif self._part == "cellXfs" and name == "xf":
            self._cells.append((int(attributes.get("fillId", 0)), int(attributes.get("fontId", 0))))
        elif self._part == "indexedColors" and name == "rgbColor":
            self._palette.append(_hex(attributes.get("rgb", "")))

    def _fill(self, name: str, attributes: dict[str, str]) -> None:
        if name == "fill":
            self._fills.append("")
            self._slot = "fgColor"
        elif name == "patternFill" and attributes.get("patternType", "none") in ("none", "gray125"):
            self._slot = ""
        elif name == "gradientFill":
            self._slot = "color"
        elif name == self._slot and self._fills and not self._fills[-1]:
            self._fills[-1] = self._colour(attributes)

    def _colour(self, attributes: dict[str, str]) -> str:
        if "rgb" in attributes:
            colour = _hex(attributes["rgb"])
        elif "theme" in attributes:
            colour = _at(self._theme, int(attributes["theme"]))
        elif "indexed" in attributes:
            colour = _at(self._palette or _INDEXED, int(attributes["indexed"]))
        else:
            colour = ""
        return "" if (tinted := _tinted(colour, float(attributes.get("tint", 0)))) in (_WHITE, CORRECTED) else tinted


class OpenStyleScan:
    """The styles of the cells of an .ods file, those of `styles.xml` and those of its content."""

    def __init__(self) -> None:
        self.found: dict[str, Style] = {}
        self._name = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element of either part."""
        if name == "style" and attributes.get("style:family") in ("table-cell", "text"):
            self._name = attributes.get("style:name", "")
            self._set(*self.found.get(attributes.get("style:parent-style-name", ""), PLAIN))
        elif name == "style":
            self._name = ""
        elif name == "table-cell-properties" and self._name and "fo:background-color" in attributes:
            colour = _hex(attributes["fo:background-color"].lstrip("#"))
            self._set("" if colour in (_WHITE, CORRECTED) else colour, self.found.get(self._name, PLAIN)[1])
        elif name == "text-properties" and self._name:
            line = attributes.get("style:text-line-through-style", attributes.get("style:text-line-through-type"))
            if line is not None:
                self._set(self.found.get(self._name, PLAIN)[0], line != "none")

    def _set(self, fill: str, is_struck: bool) -> None:
        self.found.pop(self._name, None)
        if (fill, is_struck) != PLAIN:
            self.found[self._name] = (fill, is_struck)


def pattern_of(numbers: Iterable[str]) -> str:
    """A pattern of these numbers that shares their beginnings: as fast for thousands as for one."""
    rests: dict[str, set[str]] = {}
    is_end = False
    for number in numbers:
        if number:
            rests.setdefault(number[0], set()).add(number[1:])
        else:
            is_end = True
    if not rests:
        return ""
    inner = "|".join(first + pattern_of(rest) for first, rest in sorted(rests.items()))
    return f"(?:{inner})?" if is_end else f"(?:{inner})"


def _at(colours: Sequence[str], place: int) -> str:
    return colours[place] if 0 <= place < len(colours) else ""


def _hex(text: str) -> str:
    """« FFFF0000 » and « ff0000 » are « FF0000 »; what is no colour is none."""
    colour = text[-6:].upper()
    return colour if len(colour) == 6 and set(colour) <= set("0123456789ABCDEF") else ""


def _tinted(colour: str, tint: float) -> str:
    """A colour made lighter (to 1) or darker (to -1), as Excel does."""
    if not colour or not tint:
        return colour
    hue, light, saturation = colorsys.rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    parts = colorsys.hls_to_rgb(hue, min(max(light, 0), 1), saturation)
    return "".join(f"{round(part * 255):02X}" for part in parts)
