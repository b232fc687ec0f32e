"""« Export to change »: the rows of a list as a workbook that knows, when it comes back, what was changed in it."""

import datetime as dt
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.imports.declaring import Shape
from mdo.kernel.imports.model_workbook import SHAPE_HELP, names_of_register
from mdo.kernel.imports.roundtrip.columns import KEY, KEY_LABEL, Sent, key_of, sent_columns
from mdo.kernel.imports.roundtrip.fingerprint import FingerprintWriter
from mdo.kernel.labels import enum_label
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.workbook.layout import Book, WrittenSheet
from mdo.kernel.workbook.writer import fingerprint_sheet

MOST_ROWS = 50_000  # what an import reads
SPARE_ROWS = 500
TOO_MANY = N_("At most %(most)d rows are exported to be changed: narrow the list with a filter, then export again.")
# What the fingerprint says of a row beside its cells: asked with them when rows are read by the batch.
VERSION = Column("version", "", lambda row, today: row.version, Kind.INTEGER)
_KEY_HELP = N_("Says which record the line is. Leave it blank on a new line, below the table.")
_SHUT = N_("Shaded lines")
_SHUT_HELP = N_("You read these records and may not change them: their cells are locked. Leave them as they are.")
_LOCKED_HELP = N_("Not changed here: it says which record the line is, or is worked out.")


def columns_to_edit(kind: str, *, with_personal: bool) -> tuple[Sent, ...]:
    """The columns that the reader may have."""
    return tuple(sent for sent in sent_columns(kind) if with_personal or not sent.is_personal)


def book_to_edit(
    session: AnySession,
    kind: str,
    rows: Iterable[Any],
    columns: Sequence[Sent],
    *,
    secret: str,
    title: str,
    today: dt.date,
    now: dt.datetime,
    translate: Translate,
    author: str = "",
    language: str = "fr",
    filters: str = "",
    writable: Container[int] | None = None,
    changed: Mapping[int, Mapping[str, str]] | None = None,
) -> Book:
    """The workbook; `rows` are read once, as it is written. Raises RuleViolation, then, beyond 50,000 rows.

    `writable` are the ids of those that the reader may change (None: all): the others are locked and shaded.
    `changed` are cells that say another thing than their row, by its id and by column, as if someone had typed them in.
    """
    mark = FingerprintWriter(secret, kind, [sent.name for sent in columns])

    def told() -> Iterator[tuple[Any, ...]]:
        for number, row in enumerate(rows, start=1):
            if number > MOST_ROWS:
                raise RuleViolation(TOO_MANY, most=MOST_ROWS)
            values = tuple(sent.column.value(row, today) for sent in columns)
            mark.add(row.id, row.version, [_kept(*pair, translate) for pair in zip(columns, values, strict=True)])
            typed = (changed or {}).get(row.id, {})
            said = (typed.get(sent.name, value) for sent, value in zip(columns, values, strict=True))
            yield (key_of(row.id), *said, writable is not None and row.id not in writable)

    shown = [Column(KEY, KEY_LABEL, _item(0), width=14)]
    shown += [replace(sent.column, value=_item(at)) for at, sent in enumerate(columns, start=1)]
    sheet = WrittenSheet(
        title,
        shown,
        told(),
        choices=_choices(session, columns, translate),
        is_strict=False,
        helps=_helps(columns, translate),
        locked=frozenset((KEY, *(sent.name for sent in columns if sent.is_locked))),
        open_below=frozenset(sent.name for sent in columns if sent.is_open_below),
        spare_rows=SPARE_ROWS,
        frozen=2,
        shut=None if writable is None else _is_shut,
    )
    return Book(
        title,
        (sheet, fingerprint_sheet(mark.lines())),
        today,
        translate,
        now,
        about=() if writable is None else ((translate(_SHUT), translate(_SHUT_HELP)),),
        filters=filters,
        author=author,
        language=language,
    )


def _is_shut(row: tuple[Any, ...]) -> bool:
    return bool(row[-1])


def writable_ids(session: AnySession, model: Any, today: dt.date, *, may_edit: bool = True) -> frozenset[int] | None:
    """Ids of the rows that the reader of the session may change; None where these are all that she reads."""
    scope = context_of(session).scope
    if may_edit and scope.is_unlimited:
        return None
    if not may_edit:
        return frozenset()
    read = session.scalar(select(func.count()).select_from(model))
    found = frozenset(session.scalars(select(model.id).where(writable_clause(model, scope, today))))
    return None if len(found) == read else found


def _kept(sent: Sent, value: Any, translate: Translate) -> Any:
    """What is kept of a cell; of what is worked out, the words that it shows."""
    is_word = sent.field is None and isinstance(value, StrEnum)
    return translate(enum_label(value)) if is_word else value


def _item(at: int) -> Callable[[Any, dt.date], Any]:
    return lambda row, today: row[at]


def _choices(session: AnySession, columns: Sequence[Sent], translate: Translate) -> dict[str, Sequence[str]]:
    names = names_of_register(session)
    found: dict[str, Sequence[str]] = {}
    for sent in columns:
        if sent.field is None:
            continue
        words = _words(sent, names, translate)
        if words:
            found[sent.name] = words
    return found


def _words(sent: Sent, names: Mapping[str, tuple[str, ...]], translate: Translate) -> tuple[str, ...]:
    field = sent.field
    if field is None:
        return ()
    if field.words is not None:
        return tuple(translate(enum_label(member)) for member in field.words.members if member.value != "unknown")
    if field.shape is Shape.YES_NO:
        return translate(N_("Yes")), translate(N_("No"))
    if field.shape is Shape.PLACES:
        return names["place"]
    return names.get(field.name, ())


def _helps(columns: Sequence[Sent], translate: Translate) -> dict[str, str]:
    helps = {KEY: translate(_KEY_HELP)}
    for sent in columns:
        text = translate(SHAPE_HELP[sent.field.shape]) if sent.field is not None else ""
        helps[sent.name] = f"{translate(_LOCKED_HELP)} {text}".strip() if sent.is_locked else text
    return helps
