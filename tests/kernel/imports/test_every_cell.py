"""Whatever column of a kind is filled, its cell is written, refused, asked about or told of: none goes unseen."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mdo.kernel.imports.declaring import ImportField, Shape
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import PlannedLine
from mdo.kernel.imports.run import apply, plan
from tests.kernel.imports.one_line import ONE_LINE, an_empty_register
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support.prepared import prepared

_BY_SHAPE: dict[Shape, Any] = {
    Shape.DATE: dt.date(2026, 10, 2),
    Shape.MOMENT: "02/10/2026 19:00",
    Shape.HOUR: "19:45",
    Shape.NUMBER: 3,
    Shape.AMOUNT: 12.5,
    Shape.YEAR: 1984,
    Shape.EMAIL: "zz@example.org",
    Shape.PHONE: "06 12 34 56 78",
    Shape.LINK: "https://example.org/zz",
    Shape.POSTAL_CODE: "69003",
    Shape.PLACES: "3e",
}
# What tells which row is meant, and is written nowhere: by kind, with the reason.
TELLS_THE_ROW = {
    "instance_place": "tells bodies of one name apart",
    "instance_type": "the same",
}


def _values(field: ImportField) -> tuple[Any, ...]:
    """What a cell may hold: of a closed list two words, of which one is not what the row has anyway."""
    if field.words is not None:
        return tuple(words[0] for words in list(field.words.members.values())[-2:])
    return ("oui", "non") if field.shape is Shape.YES_NO else (_BY_SHAPE.get(field.shape, "Zzz"),)


def _seen(line: PlannedLine) -> tuple[Any, ...]:
    """All that a line would write or tell."""
    writes = [
        (type(write.target.row).__name__, name, str(value if not hasattr(value, "row") else type(value.row)))
        for write in line.writes
        for name, value in write.values.items()
    ]
    told = [str(each) for each in (*line.errors, *line.notes, *line.questions, *line.changes, line.left, line.ignored)]
    return line.label, sorted(writes), sorted(told), line.state


@prepared
def lines_before(session: Session) -> None:
    """What each kind leans on: the lines of all, written."""
    an_empty_register(session)
    for kind, (headers, row, _) in ONE_LINE.items():
        apply(session, plan(session, kind, workbook(headers, row), today=TODAY))
        session.commit()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("lines_before")
def test_a_filled_cell_changes_what_a_line_says(session: Session, kind: str) -> None:
    headers, row, _ = ONE_LINE[kind]
    without = plan(session, kind, workbook(headers, row), today=TODAY)
    unseen = []
    for field in KINDS[kind].fields:
        if field.name in TELLS_THE_ROW or field.synonyms[0] in headers:
            continue
        for value in _values(field):
            filled = plan(session, kind, workbook((*headers, field.synonyms[0]), (*row, value)), today=TODAY)
            said = [tuple(map(_seen, made.lines)) for made in (without, filled)]
            if said[0] != said[1] or filled.file_errors:
                break
        else:
            unseen.append(field.name)
    assert unseen == []
