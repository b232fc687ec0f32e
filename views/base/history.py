"""The journal of a record in plain words: names instead of ids, nothing that the reader may not see."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import url_for
from sqlalchemy import inspect

from mdo.kernel.base.context import context_of
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.fields.columns import Column
from mdo.kernel.journal.history import history_of, is_named, labels_of_ids, moment_of_change, target_of
from mdo.kernel.journal.values import SECRETS, restored, tracked_columns
from mdo.kernel.labels import FIELD_LABELS, enum_label
from mdo.kernel.rights.roles import ROLE_BY_CODE
from models.accounts import Role
from models.deadlines import DeadlineRule, PutOff
from models.freshness import Confirmation
from models.journal import ChangeAction, Door, JournalChange, JournalEntry
from models.preferences import SavedView
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import FieldChange, History, HistoryLine
from views.base.savedlists import list_in_words
from views.base.words import SHOWN_AS, moment_of, value_in_words

HISTORY_PAGE = 20
Labels = dict[tuple[type, int], str]


def history_page(
    row: Any,
    hidden: frozenset[str],
    page: int,
    url_of: Callable[[int], str],
    version_url: Callable[[int], str] | None,
    *,
    links: bool,
) -> History:
    """A page of the history of a record, from 1; `links` leads to the journal, for a reader who may open it.

    `version_url` is where the row goes back to what it was after a change; None for a reader who may not.
    """
    found = history_of(db.session, row, HISTORY_PAGE + 1, (page - 1) * HISTORY_PAGE)
    changes = found[:HISTORY_PAGE]
    labels = labels_of_ids(db.session, type(row), changes)
    last = next((change for change in changes if change.model != Confirmation.__name__), None)
    context = context_of(db.session)
    has_links = links and context.scope.is_unlimited
    return History(
        lines=tuple(
            replace(
                history_line(change, type(row), labels, hidden, context.today, has_link=has_links),
                version_url=_version_url(change, version_url, is_last=page == 1 and change is last),
            )
            for change in changes
        ),
        newer_url=url_of(page - 1) if page > 1 else None,
        older_url=url_of(page + 1) if len(found) > HISTORY_PAGE else None,
    )


def _version_url(change: JournalChange, url: Callable[[int], str] | None, *, is_last: bool) -> str | None:
    """Nowhere after the last change, which is the record as it is, after a deletion, which left none, nor after a
    confirmation, which changed nothing."""
    if url is None or is_last or change.action is ChangeAction.DELETE or change.model == Confirmation.__name__:
        return None
    return url(change.id)


def history_line(
    change: JournalChange,
    model: type,
    labels: Labels,
    hidden: frozenset[str],
    today: dt.date,
    *,
    has_link: bool = False,
) -> HistoryLine:
    """One change in words, its fields in the order of the screens. Reads the entry of the change."""
    return HistoryLine(
        when=moment_of(moment_of_change(change), today),
        who=who_did(change.entry),
        action=action_of(change),
        door="" if change.entry.door is Door.FORM else gettext(enum_label(change.entry.door)),
        changes=field_changes(change, model, labels, hidden),
        has_hidden=any(is_hidden(field, hidden) for field in change.fields),
        url=url_for("JournalView.show", pk=change.entry_id) if has_link else None,
    )


def field_changes(
    change: JournalChange, model: type, labels: Labels, hidden: frozenset[str]
) -> tuple[FieldChange, ...]:
    """The fields of a change in words, in the order of the screens, without the hidden ones."""
    words = FIELD_LABELS.get(model, {})
    return tuple(
        _field_change(change, model, field, words[field], labels)
        for field in words
        if field in change.fields and not is_hidden(field, hidden)
    )


def who_did(entry: JournalEntry) -> str:
    """Who an operation is by."""
    return entry.actor_name or gettext("the system")


def action_of(change: JournalChange) -> str:
    """create, update, delete, restore (a row that came back was not created) or confirm."""
    if change.model == Confirmation.__name__:
        return "confirm"
    if change.action is ChangeAction.CREATE and change.entry.door in {Door.RESTORE, Door.UNDO}:
        return "restore"
    return str(change.action.value)


def is_hidden(field: str, hidden: frozenset[str]) -> bool:
    """Whether a stored field is one of these attributes: a relation is stored under its column."""
    return field in hidden or field.removesuffix("_id") in hidden


def _field_change(change: JournalChange, model: type, field: str, label: str, labels: Labels) -> FieldChange:
    before, after = change.fields[field]
    shown_as = SHOWN_AS.get((model, field))
    if shown_as is not None:
        return _shown_as(shown_as, model, field, before, after)
    if SECRETS.get(model) == field:
        return FieldChange(gettext(label), before=gettext("the former one"), after=gettext("a new one"))
    if isinstance(before, list) and isinstance(after, list) and change.action is ChangeAction.UPDATE:
        return FieldChange(
            gettext(label),
            added=_names(model, field, [row_id for row_id in after if row_id not in before], labels),
            removed=_names(model, field, [row_id for row_id in before if row_id not in after], labels),
        )
    return FieldChange(
        gettext(label), before=_in_words(model, field, before, labels), after=_in_words(model, field, after, labels)
    )


def _shown_as(column: Column, model: type, field: str, before: Any, after: Any) -> FieldChange:
    """A field whose value stays in the form: both sides as a column shows them, as of today."""
    today = context_of(db.session).today
    first, then = (
        value_in_words(column.value(model(**{field: value}), today), column.kind) for value in (before, after)
    )
    if first == then:
        then = gettext("%(words)s (corrected within)", words=then)
    return FieldChange(gettext(column.label), before=first, after=then)


def _kind_in_words(code: str) -> str:
    return gettext(KINDS[code].label) if code in KINDS else code


# Texts that stand for something else, and what a reader is told instead: the screens of the domains add theirs.
CODED: dict[tuple[type, str], Callable[[str], str]] = {
    (DeadlineRule, "kind"): _kind_in_words,
    (PutOff, "kind"): _kind_in_words,
    (SavedView, "list_name"): list_in_words,
}


def _in_words(model: type, field: str, value: Any, labels: Labels) -> str:
    if value is None:
        return ""
    if target_of(model, field) is not None:
        return ", ".join(_names(model, field, value if isinstance(value, list) else [value], labels))
    coded = CODED.get((model, field))
    if coded is not None:
        return coded(value)
    if field in tracked_columns(model):
        return value_in_words(restored(inspect(model), field, value))
    return str(value)


def _names(model: type, field: str, ids: list[int], labels: Labels) -> tuple[str, ...]:
    """The related rows by name; those of a table without names (the rights of a role) by their number."""
    target = target_of(model, field)
    if target is None or not ids:
        return ()
    if not is_named(target):
        return (ngettext("%(num)d line", "%(num)d lines", len(ids)),)
    sees_all = context_of(db.session).scope.is_unlimited
    unseen = gettext("deleted row") if sees_all else gettext("outside your arrondissements")
    found = (labels.get((target, row_id), unseen) for row_id in ids)
    return tuple(_role_in_words(text) if target is Role else text for text in found)


def _role_in_words(name: str) -> str:
    """Roles are stored by a code."""
    return gettext(ROLE_BY_CODE[name].label) if name in ROLE_BY_CODE else name
