"""« Excel » on every list: what is on screen, as a file that leaves while it is made; the access log says so."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import Response, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from mdo.kernel.base.context import context_of
from mdo.kernel.fields.columns import Column
from mdo.kernel.fields.plain_rows import Rows
from mdo.kernel.journal.access import BEGUN, CUT_SHORT, EXPORT, complete_export, note_export
from mdo.kernel.workbook.csv_table import CsvStream
from mdo.kernel.workbook.names import TableFormat
from mdo.kernel.workbook.writer import WorkbookStream, stream_table
from models.text import fold
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import Filter
from views.base.listing import ListState
from views.base.listpage import filters_in_words
from views.base.streaming import send_while_made
from views.base.words import language
from views.security.storage import recording

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A file of fewer rows is complete before its first byte leaves. Of more, some were read, in any order: a query that
# fails is a page that says so. Its head then leaves before the database has sorted the rows.
_AHEAD = 500
_READING = frozenset({"GET", "HEAD"})  # on SQLite another request may hold the lock that the log needs

Made = WorkbookStream | CsvStream
_MIMETYPES = {TableFormat.XLSX: XLSX, TableFormat.CSV: "text/csv"}


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
    *,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Any],
    what: str,
    filters: str | None = None,
) -> Response:
    """The rows as a workbook. `filters` are in words, None where there are none."""
    context = context_of(db.session)
    words = filters or gettext("none")
    return send_workbook(
        stream_table(
            title=title,
            columns=columns,
            rows=rows,
            today=context.today,
            translate=gettext,
            filters=filters or "",
            sheet_name=title,
            author=context.actor_name,
            language=language(),
        ),
        title=title,
        what=what,
        words=words,
        are_many=isinstance(rows, Rows) and rows.are_many,
    )


def send_workbook(
    table: Made,
    *,
    title: str,
    what: str,
    words: str,
    are_many: bool = False,
    kind: TableFormat = TableFormat.XLSX,
) -> Response:
    """A workbook, or a text, as a file to keep; `words` are its filters.

    A file of more than 500 rows leaves while it is made. Should it fail on the way, the connection is cut before the
    directory of the file, which then does not open, and the access log says so; a text says so in its last line. The
    log has its line before the first byte: a file that cannot be noted does not leave.
    """
    table.head_first = are_many
    chunks = iter(table)
    ahead, is_complete = _read_ahead(table, chunks, are_many=are_many)
    # Named first: what leaves while it is made takes the session of this request along.
    response = as_attachment(Response(mimetype=_MIMETYPES[kind]), title, kind)
    if is_complete:
        note(what, words, table.count)
        response.set_data(b"".join(ahead))
    else:
        send_while_made(response, _sent(table, ahead, chunks, _begin(what, words)))
        # Such a body belongs to one connection: a proxy that kept it back would also keep it in memory.
        response.headers["X-Accel-Buffering"] = "no"
    return response


def as_attachment(response: Response, title: str, end: str) -> Response:
    """The response as a file to keep, named by its title and the day."""
    name = f"{fold(title).replace(' ', '-')}-{context_of(db.session).today:%Y-%m-%d}.{end}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Language"] = language()
    return response


def _read_ahead(table: Made, chunks: Iterator[bytes], *, are_many: bool) -> tuple[list[bytes], bool]:
    """The first chunks, and whether they are the whole file; of what is known to be long, the head alone."""
    ahead = []
    for chunk in chunks:
        ahead.append(chunk)
        if request.method in _READING and (table.count > _AHEAD or (are_many and table.has_headers)):
            return ahead, False
    return ahead, True


def _sent(table: Made, ahead: Sequence[bytes], chunks: Iterator[bytes], line_id: int) -> Iterator[bytes]:
    action = CUT_SHORT
    try:
        yield from ahead
        yield from chunks
        action = EXPORT
    finally:
        # The reader may have gone away, or a row failed: part of the rows has left all the same.
        try:
            _complete(line_id, table.count, action)
        except SQLAlchemyError:
            current_app.logger.exception("The access log could not say how an export ended.")


def _begin(what: str, words: str) -> int:
    """Notes that a file is about to leave, beside the transaction that still reads its rows."""
    context = context_of(db.session)
    with recording(actor_id=context.actor_id, actor_name=context.actor_name) as log:
        return note_export(log, what, words, 0, action=BEGUN)


def _complete(line_id: int, count: int, action: str = EXPORT) -> None:
    db.session.rollback()
    with recording() as log:
        complete_export(log, line_id, count, action=action)


def note(what: str, words: str, count: int) -> None:
    """Notes what leaves at once, whole, in a transaction of its own, before it does."""
    context = context_of(db.session)
    # What was read ends first: SQLite lets no transaction write that read before somebody else saved (ADR 0006).
    db.session.rollback()
    with recording(actor_id=context.actor_id, actor_name=context.actor_name) as log:
        note_export(log, what, words, count)
