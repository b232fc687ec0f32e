"""Marks by which a cell repeats the one above: « " », « idem », « // »."""

from collections.abc import Mapping

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.cells.values import is_blank, shown
from mdo.kernel.imports.written.drafts import DraftLine, key_of
from mdo.kernel.workbook.reader import Cell
from mdo.kernel.workbook.vocabulary import repeats_above

DITTO = N_("« %(sign)s » in « %(column)s » repeats the line above: « %(value)s ».")
_NOTHING_ABOVE = N_("« %(sign)s » in « %(column)s » repeats a cell above that is empty: what is meant?")
_BLANK_CELL = N_("Nothing: the cell is empty")


def is_ditto(cell: Cell) -> bool:
    """Whether a cell says nothing but that it repeats the one above; one that our own exports wrote never does."""
    return isinstance(cell, str) and repeats_above(cell)


def repeat(draft: DraftLine, above: Mapping[str, Cell]) -> None:
    """Puts in each cell of dittos what the line above says there, once it was read so itself."""
    for name, cell in list(draft.cells.items()):
        if not is_ditto(cell):
            continue
        sign, column = shown(cell), draft.header(name)
        if name in above and not is_blank(above[name]):
            draft.put(name, above[name])
            draft.note(DITTO, sign=sign, column=column, value=shown(above[name]))
            continue
        draft.wait(name)
        options = (Option("blank", _BLANK_CELL),)
        key = key_of("ditto", column)
        answer = draft.ask(Question(key, _NOTHING_ABOVE, {"sign": sign, "column": column}, options, True, column))
        if answer is not None:
            draft.waiting.discard(name)
        if answer and answer != "blank" and not answer.startswith("!"):
            draft.put(name, answer)
