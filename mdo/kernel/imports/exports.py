"""Exports of the register, which an import of the same kind reads back without a change."""

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import partial
from typing import IO, Any

from sqlalchemy import Select

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.base.periods import PARIS, day_of
from mdo.kernel.fields.columns import Column
from mdo.kernel.fields.plain_rows import plain_rows
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.journal.access import Noting, note_export
from mdo.kernel.labels import MODEL_LABELS, enum_label
from mdo.kernel.search.matching import matching
from mdo.kernel.workbook.writer import write_table
from models.text import fold

SEARCH = "q"
_UNKNOWN_FILTER = N_("« %(name)s » is not a filter: use q for a search, or one of %(names)s.")


def export_rows(
    session: AnySession,
    kind: str,
    filters: Mapping[str, str] | None = None,
    *,
    translate: Translate = str,
    with_personal: bool = True,
) -> Iterator[Any]:
    """The rows of a kind, within the scope of the session, in the order of its first column, read in batches.

    `filters` maps `q` to words to search, or the name of a column to what its cell says (case and accents ignored).
    Raises RuleViolation for an unknown name.
    """
    spec = KINDS[kind]
    wanted = dict(filters or {})
    query = wanted.pop(SEARCH, "")
    columns = {column.name: column for column in columns_of(kind, with_personal=with_personal)}
    for name in wanted:
        if name not in columns:
            raise RuleViolation(_UNKNOWN_FILTER, name=name, names=", ".join(columns))
    first = spec.columns[0]
    model: Any = spec.model

    def complete(statement: Select[Any]) -> Select[Any]:
        for relation in first.joins:
            statement = statement.outerjoin(relation)
        if query:
            statement = statement.where(matching(session, model, query, with_private=with_personal))
        return statement.order_by(*first.sort, model.id)

    rows = plain_rows(session, model, spec.columns, complete)
    return _matching_rows(session, rows, [(columns[name], fold(text)) for name, text in wanted.items()], translate)


def _matching_rows(
    session: AnySession, rows: Iterator[Any], wanted: list[tuple[Column, str]], translate: Translate
) -> Iterator[Any]:
    today = context_of(session).today
    for row in rows:
        if all(text in _words(column.value(row, today), translate) for column, text in wanted):
            yield row


def _words(value: Any, translate: Translate) -> set[str]:
    """What a cell says, in each of the ways in which a filter may name it."""
    if isinstance(value, tuple):
        return {fold(str(item)) for item in value}
    if isinstance(value, StrEnum):
        return {fold(value.value), fold(translate(enum_label(value)))}
    if isinstance(value, bool):
        return {fold(translate(N_("Yes") if value else N_("No")))}
    if isinstance(value, dt.datetime):
        return _words(day_of(value), translate) | {fold(f"{value.astimezone(PARIS):%d/%m/%Y %H:%M}")}
    if isinstance(value, dt.date):
        return {fold(f"{value:%d/%m/%Y}"), fold(value.isoformat())}
    return {fold(str(value))} if value is not None else {""}


def columns_of(kind: str, *, with_personal: bool) -> tuple[Column, ...]:
    """The columns of an export, those of personal data by right alone."""
    return tuple(column for column in KINDS[kind].columns if with_personal or not column.is_personal)


def write_export(
    session: AnySession,
    kind: str,
    stream: IO[bytes],
    *,
    filters: Mapping[str, str] | None = None,
    translate: Translate,
    with_personal: bool = True,
    note: Noting | None = None,
) -> int:
    """Writes an export as a workbook, notes it in the access log, and returns the number of rows.

    Without `note`, which may write it apart, it is noted in this session, which is flushed.
    """
    context = context_of(session)
    title = translate(MODEL_LABELS[KINDS[kind].model][1])
    pair = translate(N_("%(label)s: %(value)s"))
    words = ", ".join(pair % {"label": name, "value": text} for name, text in (filters or {}).items())
    words = words or translate(N_("none"))
    count = write_table(
        stream,
        title=title,
        columns=columns_of(kind, with_personal=with_personal),
        rows=export_rows(session, kind, filters, translate=translate, with_personal=with_personal),
        today=context.today,
        translate=translate,
        filters=words,
        author=context.actor_name,
    )
    (note or partial(note_export, session))(kind, words, count)
    return count
