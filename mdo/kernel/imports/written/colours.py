"""Colours of cells: what they are called, which are the look of a table, what a file says that they mean."""

import colorsys
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.workbook.reader import Sheet
from models.text import fold

_GREY, _BEIGE, _ORANGE = N_("grey"), N_("beige"), N_("orange")
# Up to which hue, in degrees, a colour goes by a name.
_HUES = (
    (15, N_("red")), (43, _ORANGE), (70, N_("yellow")), (165, N_("green")), (255, N_("blue")), (290, N_("purple")),
    (345, N_("pink")), (361, N_("red")),
)  # fmt: skip
_SIGN_LEGEND = re.compile(r"(?P<sign>[*†✝‡°#]+)\s*[:=]?\s*[^\W\d].*")
_COLOUR_LEGEND = re.compile(r"(?:lignes? |cases? |noms? )?(?:en |fond )?(?P<colour>\w+) ?[:=–-]", re.IGNORECASE)
_FRENCH = {
    "rouge": "red", "orange": "orange", "jaune": "yellow", "vert": "green", "bleu": "blue", "violet": "purple",
    "rose": "pink", "gris": "grey", "beige": "beige",
}  # fmt: skip
_STRIPES = 3  # lines of a colour, each second one, that are the stripes of a table


def colour_name(fill: str) -> str:
    """The message id of the name of a colour such as « FFFF00 »."""
    red, green, blue = (int(fill[start : start + 2], 16) / 255 for start in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < 0.08:
        return _GREY
    if hue * 360 < 60 and saturation < 0.2 and value > 0.8:
        return _BEIGE
    if 43 <= hue * 360 < 47 and saturation > 0.9:  # « Orange » of Excel, FFC000; its paler ones are yellow
        return _ORANGE
    return next(name for most, name in _HUES if hue * 360 < most)


def designs_of(lines: Iterable[Line]) -> frozenset[tuple[str, str, str]]:
    """The colours that say nothing: those of more than half of a column, and stripes; sheet, name of field, colour."""
    places: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    counts = Counter[str]()
    for line in lines:
        for name, marks in line.marks.items():
            if marks.fill:
                places[line.sheet, name, marks.fill].append(counts[line.sheet])
        counts[line.sheet] += 1

    def is_design(sheet: str, found: Sequence[int]) -> bool:
        if len(found) >= _STRIPES and len(found) * 2 > counts[sheet]:
            return True
        steps = {later - earlier for earlier, later in itertools.pairwise(found)}
        return len(found) >= _STRIPES and steps == {2} and len(found) * 2 >= counts[sheet] - 1

    return frozenset(key for key, found in places.items() if is_design(key[0], found))


def legends_of(sheets: Iterable[Sheet], lines: Iterable[Line]) -> dict[str, str]:
    """What a file says of its signs and colours, by sign and by colour: in a cell that stands alone on its row."""
    sheets = list(sheets)
    marked = {sheet.name for sheet in sheets if sheet.marks}
    read = {(line.sheet, line.number) for line in lines if line.sheet in marked}
    found: dict[str, str] = {}
    by_name: dict[str, str] = {}
    fills: set[str] = set()
    for sheet in sheets:
        fills |= {marks.fill for marks in sheet.marks.values() if marks.fill}
        for number, row in enumerate(sheet.rows):
            filled = [(column, text) for column, cell in enumerate(row) if (text := shown(cell))]
            if len(filled) != 1:
                continue
            ((column, text),) = filled
            marks = sheet.marks.get((number, column))
            if match := _SIGN_LEGEND.fullmatch(text):
                found.setdefault(match["sign"], text)
                continue
            if marks and marks.fill and (sheet.name, number + 1) not in read:
                found.setdefault(marks.fill, text)  # in the colour itself, whatever it is called
            if (match := _COLOUR_LEGEND.match(text)) and fold(match["colour"]).rstrip("es") in _BARE:
                by_name.setdefault(_BARE[fold(match["colour"]).rstrip("es")], text)
    for fill in fills:
        if colour_name(fill) in by_name:
            found.setdefault(fill, by_name[colour_name(fill)])
    return found


_BARE = {name.rstrip("es"): colour for name, colour in _FRENCH.items()}
