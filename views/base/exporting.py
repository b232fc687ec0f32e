"""« Excel » on every list: what is on screen, as a file; each export is in the access log."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, send_file
from flask_babel import gettext

from mdo.columns import Column
from mdo.context import context_of
from mdo.journal.access import note_export
from mdo.workbook.writer import write_table
from models.text import fold
from views.base.database import db
from views.base.filters import Filter
from views.base.listing import ListState
from views.base.listpage import filters_in_words
from views.base.words import language
from views.security.storage import recording

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_excel(
    *,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Any],
    state: ListState,
    filters: Sequence[Filter],
    what: str,
) -> Response:
    """The rows of a list as a workbook, with its filters in words."""
    words = filters_in_words(state, filters)
    return send_table(title=title, columns=columns, rows=rows, what=what, filters=words)


def send_table(
    *, title: str, columns: Sequence[Column], rows: Iterable[Any], what: str, filters: str | None = None
) -> Response:
    """The rows as a workbook, sent only once it is complete. `filters` are in words; None where there are none."""
    context = context_of(db.session)
    words = filters or gettext("none")
    stream = io.BytesIO()
    written = write_table(
        stream,
        title=title,
        columns=columns,
        rows=rows,
        today=context.today,
        translate=gettext,
        about=((gettext("Filters"), words),) if filters else (),
        sheet_name=title,
        author=context.actor_name,
        language=language(),
    )
    # What was read ends first: SQLite lets no transaction write that read before somebody else saved (ADR 0006).
    db.session.rollback()
    with recording(actor_id=context.actor_id, actor_name=context.actor_name) as log:
        note_export(log, what, words, written)
    stream.seek(0)
    name = f"{fold(title).replace(' ', '-')}-{context.today:%Y-%m-%d}.xlsx"
    response: Response = send_file(stream, mimetype=XLSX, as_attachment=True, download_name=name)
    response.headers["Content-Language"] = language()
    return response
