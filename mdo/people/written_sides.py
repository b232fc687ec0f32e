"""A holder and who replaces her, typed in one cell: « Titulaire : … Suppléant : … », « X (T) / Y (S) »."""

import re
from typing import NamedTuple

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.values import clean_lines
from mdo.kernel.imports.written.contacts import emails_in, pairs_of, phones_in
from mdo.kernel.imports.written.drafts import DraftLine
from mdo.kernel.imports.written.marks import LONGEST
from mdo.kernel.workbook.reader import CellFault, MergedCell
from mdo.people.import_vacant import is_vacant
from mdo.people.vocabulary import HOLDER, OTHER, SUBSTITUTE

_NAMES = ("full_name", "last_name")
_LINK = "substitute_of"
# What a row says of both; the rest of it is the holder's.
_OF_BOTH = (
    "instance", "instance_place", "instance_type", "college", "designation", "start_on", "planned_end_on",
    "organisation",
)  # fmt: skip
_ROLE = rf"(?:(?P<holder>{HOLDER})|(?P<other>{OTHER}))\.?"
_BEFORE = re.compile(rf"{_ROLE}(?:\s*:|\s+[–-])\s*(?P<name>.+)", re.IGNORECASE)
_AFTER = re.compile(rf"(?P<name>.+?)\s*\(\s*{_ROLE}\s*\)", re.IGNORECASE)
_OF_NOBODY = re.compile(rf"(?P<other>{OTHER})\s+(?P<name>.+)", re.IGNORECASE)
_BETWEEN = re.compile(rf"\s*[\n;/]\s*|,\s*(?=(?:{OTHER})\b)|\s+(?=(?:{OTHER})\s*:)", re.IGNORECASE)
_BOTH = N_("« %(value)s » was read as a holder and the one who replaces her or him.")
_ALONE = N_("« %(value)s » was read as the holder « %(name)s », whom nobody replaces.")


class _Side(NamedTuple):
    name: str
    is_other: bool
    is_said: bool


def sides(draft: DraftLine) -> list[DraftLine]:
    """Makes a line of each, the second linked to the first; addresses and numbers go in the order of the two."""
    name = next((name for name in _NAMES if name in draft.cells), "")
    cell = draft.cells.get(name)
    text = "" if cell is None or isinstance(cell, CellFault | MergedCell) else clean_lines(str(cell))
    if not text or len(text) > LONGEST or _LINK not in draft.file.fields or draft.text("first_name"):
        return [draft]
    found = [_side(part) for part in _BETWEEN.split(text) if part.strip(" ,")]
    holders, others = ([one.name for one in found if one.is_other is wanted] for wanted in (False, True))
    if not any(one.is_said for one in found) or len(holders) != 1 or len(others) > 1 or is_vacant(holders[0]):
        return [draft]
    draft.headers.setdefault("full_name", draft.header(name))
    del draft.cells[name]
    draft.cells["full_name"] = holders[0]
    if not others or is_vacant(others[0]):
        draft.note(_ALONE, value=text, name=holders[0])
        return [draft]
    draft.note(_BOTH, value=text)
    other = draft.twin()
    other.cells = {name: cell for name, cell in draft.cells.items() if name in _OF_BOTH}
    other.put("full_name", others[0])
    other.put(_LINK, holders[0], "full_name")
    other.part = " – ".join(filter(None, (draft.part, SUBSTITUTE)))
    other.whose = f"{draft.whose} – {SUBSTITUTE}"
    for pair in pairs_of(draft):
        for field, found_in in zip(pair, (emails_in, phones_in), strict=True):
            each = found_in(str(draft.cells.get(field) or "")) if field else []
            if len(each) == len((holders[0], others[0])):
                draft.cells[field], other.cells[field] = each
    return [draft, other]


def _side(part: str) -> _Side:
    part = part.strip(" ,")
    match = _BEFORE.fullmatch(part) or _AFTER.fullmatch(part)
    if match is None and (match := _OF_NOBODY.fullmatch(part)) and not is_vacant(match["name"]):
        match = None
    if match is None:
        return _Side(part, is_other=False, is_said=False)
    return _Side(match["name"].strip(" ,"), is_other=match["other"] is not None, is_said=True)
