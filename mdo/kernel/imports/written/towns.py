"""Postcodes and towns as people put them in one cell: « 69005 LYON », « Lyon 5 », « 1000 Bourg-en-Bresse »."""

import re

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.together import town_and_address
from mdo.kernel.imports.cells.values import clean_lines
from mdo.kernel.imports.declaring import Shape
from mdo.kernel.imports.written.drafts import DraftLine, key_of
from models.text import fold

_CODE_AND_TOWN = re.compile(r"(?P<code>\d\d ?\d{3}|\d{4})[\s,–-]+(?P<town>[^\W\d].*)")
_TOWN_AND_CODE = re.compile(r"(?P<town>[^\W\d][^\d]*?)[\s,(–-]+(?P<code>\d\d ?\d{3})\)?")
_OF_LYON = re.compile(r"lyon (?:0?([1-9]))(?:er|e|eme|nd|nde)?(?: arr(?:t|dt|ondissement)?)?")
_END_OF_ADDRESS = re.compile(
    r"(?P<street>.*\S)[\s,–-]+(?P<code>\d\d ?\d{3})\s+(?P<town>[^\W\d][^\d,]*(?:cedex ?\d*)?)", re.IGNORECASE
)

_READ_AS = N_("« %(value)s » in « %(column)s » was read as %(code)s %(town)s.")
_ZERO = N_("« %(value)s » lost its zero: it is read as %(text)s, and so is the whole column.")


def towns(draft: DraftLine) -> None:
    """Puts the postcode and the town of a line each in its cell."""
    for code in draft.file.of_shape(Shape.POSTAL_CODE):
        town, address = (name if name in draft.file.fields else "" for name in town_and_address(code))
        text = draft.text(code)
        if text and not draft.file.reads(code, draft.cells[code]):
            _split(draft, code, code, town)
        lost = re.fullmatch(r"\d{4}", text) and isinstance(draft.cells.get(code), float)
        lost = lost and draft.file.fields[code].read(draft.cells[code], draft.file.today) != text  # of a French one
        if lost and draft.file.is_first(key_of("zero", code, draft.header(code))):
            draft.note(_ZERO, value=text, text=f"0{text}")
        if town and draft.text(town) and code not in draft.cells:
            _split(draft, town, code, town)
        if address and town and not draft.cells.keys() & {code, town}:
            _from_address(draft, address, code, town)


def _begins(part: str, text: str) -> bool:
    return fold(text).startswith(fold(part))


def _split(draft: DraftLine, name: str, code: str, town: str) -> None:
    """Reads a cell that holds a code and a town, or an arrondissement of Lyon by its number."""
    text = draft.text(name)
    number, place = "", ""
    if of_lyon := _OF_LYON.fullmatch(fold(text)):
        number, place = f"6900{of_lyon[1]}", "Lyon"
    elif match := _CODE_AND_TOWN.fullmatch(text) or _TOWN_AND_CODE.fullmatch(text):
        number, place = match["code"].replace(" ", "").zfill(5), match["town"].strip(" ()")
    told = draft.text(town) if town and name != town else ""
    if not number or (told and not _begins(place, told) and not _begins(told, place)):
        return  # the reader says what is wrong
    squeezed = [fold(one).replace(" ", "") for one in (text, f"{number}{place}", f"{place}{number}")]
    if (place and not town) or squeezed[0] not in squeezed[1:]:
        draft.note(_READ_AS, value=text, column=draft.header(name), code=number, town=place)
    draft.put(code, number, name)
    if town and not told:
        draft.put(town, place, name)


def _from_address(draft: DraftLine, address: str, code: str, town: str) -> None:
    cell = draft.cells.get(address)
    if isinstance(cell, str) and (match := _END_OF_ADDRESS.fullmatch(" ".join(clean_lines(cell).split("\n")))):
        draft.put(address, match["street"].rstrip(" ,–-"))
        draft.put(code, match["code"].replace(" ", ""), address)
        draft.put(town, match["town"].strip(), address)
