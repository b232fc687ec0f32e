"""Workbooks that leave to be changed, and what a person does to them before they come back."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.roundtrip.book import book_to_edit, columns_to_edit, writable_ids
from mdo.kernel.imports.roundtrip.columns import KEY, KEY_LABEL, sent_columns
from mdo.kernel.imports.roundtrip.decisions import Decisions
from mdo.kernel.imports.run import plan
from mdo.kernel.workbook.writer import write_workbook
from models.base import utc_now
from models.people import Person
from tests.support import TODAY
from tests.support import factories as make

SECRET = "a secret of the tests, long enough"


def sent(session: Session, kind: str, *, with_personal: bool = True, translate: Callable[[str], str] = str) -> bytes:
    """The workbook of all the rows of a kind."""
    stream = io.BytesIO()
    model: Any = KINDS[kind].model
    rows = session.scalars(select(model).order_by(model.id))
    columns = columns_to_edit(kind, with_personal=with_personal)
    book = book_to_edit(
        session, kind, rows, columns, secret=SECRET, title=kind, today=TODAY, now=utc_now(), translate=translate,
        writable=writable_ids(session, model, TODAY),
    )  # fmt: skip
    write_workbook(stream, book)
    return stream.getvalue()


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook once its first sheet was changed."""
    book = load_workbook(io.BytesIO(data))
    change(book.worksheets[0])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_cells(kind: str, data: bytes, *cells: tuple[int, str, Any]) -> bytes:
    """The workbook with these cells: line, name of the column, value."""
    labels = {column.name: column.column.label for column in sent_columns(kind)} | {KEY: KEY_LABEL}

    def change(sheet: Any) -> None:
        headers = [cell.value for cell in sheet[1]]
        for line, name, value in cells:
            sheet.cell(line, headers.index(labels[name]) + 1).value = value

    return edited(data, change)


def back(session: Session, kind: str, data: bytes, decisions: Decisions | None = None, **options: Any) -> ImportPlan:
    """What a workbook that comes back would do."""
    return plan(session, kind, data, today=TODAY, secret=SECRET, decisions=decisions, **options)


def changes(made: ImportPlan) -> Sequence[Any]:
    """What each line that does something does."""
    return [
        (line.number, str(line.state), [(change.label, change.before, change.after) for change in line.changes])
        for line in made.lines
        if line.writes or line.conflicts or line.errors or line.is_missing
    ]


def person(**values: Any) -> Person:
    """Zoé Dupont, or what these values make of her."""
    row: Person = make.PersonFactory(**{"last_name": "DUPONT", "first_name": "Zoé", **values})
    return row


def lines_in_error(session: Session, kind: str, data: bytes, **options: Any) -> list[tuple[int, str]]:
    """The lines in error of a workbook that comes back, with how their sentences begin."""
    return [(error.line, error.message[:24]) for error in back(session, kind, data, **options).errors]
