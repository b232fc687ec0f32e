"""Days that a step and the file of its contract both say: written on both sides by one save, and told."""

import datetime as dt
from collections.abc import Mapping, Sequence

from flask import flash, g

from mdo.contracts.file_days import FILE_FIELDS, close_behind, follow_file, follow_steps
from mdo.contracts.legal import is_day_unknown
from mdo.kernel.base.context import context_of
from mdo.kernel.labels import field_label
from mdo.kernel.rules.row_rules import check_row
from models.contracts import Contract, ProcurementStep, StepState
from views.base.catalogues import gettext
from views.base.database import db
from views.base.words import date_in_words


def written_in_file(contract: Contract, changed: Mapping[ProcurementStep, dt.date | None]) -> Sequence[str]:
    """Brings to the file the days of these steps (given what each said before), and says so; nothing where none is.

    Raises RuleViolation when the file cannot say such a day.
    """
    today = context_of(db.session).today
    given = follow_steps(changed, today)
    if not given:
        return ()
    with db.session.no_autoflush:
        check_row(db.session, contract, today)
    return (gettext("Written in the file too: %(days)s.", days=days_in_words(given)),)


def days_in_words(steps: Sequence[ProcurementStep]) -> str:
    """« Notified on 20/08/2027, Starts on 01/09/2027 »: what the file says of these steps now."""
    parts = []
    for step in steps:
        name = FILE_FIELDS[step.step]
        day = getattr(step.contract, name)
        label = gettext(field_label(Contract, name))
        parts.append(gettext("%(label)s %(day)s", label=label, day=date_in_words(day) if day else "—"))
    return ", ".join(parts)


def bring_to_steps(contract: Contract) -> None:
    """Brings to the steps the days just changed in the file, before they are written; `tell_steps` says which."""
    note_steps(follow_file(contract, context_of(db.session).today))


def note_steps(moved: Sequence[ProcurementStep]) -> None:
    """Keeps in words the steps that follow their file, for `tell_steps`."""
    g.steps_moved = [steps_in_words([step]) for step in moved]


def steps_in_words(steps: Sequence[ProcurementStep]) -> str:
    """« Award 20/08/2027, Sourcing set aside »: what steps say now."""
    parts = []
    for step in steps:
        day = step.actual_on or step.planned_on
        if step.state is StepState.SET_ASIDE:
            parts.append(gettext("%(label)s set aside", label=step.label))
        elif is_day_unknown(step):
            parts.append(gettext("%(label)s done, day not known", label=step.label))
        else:
            parts.append(gettext("%(label)s %(day)s", label=step.label, day=date_in_words(day) if day else "—"))
    return ", ".join(parts)


def closed_behind(contract: Contract, done: Sequence[ProcurementStep]) -> Sequence[str]:
    """Closes the steps left behind by those just done, and says which; nothing where none is."""
    closed = close_behind(contract, context_of(db.session).today, done)
    if not closed:
        return ()
    steps = steps_in_words(closed)
    return (gettext("Steps before it, closed with it (write a day if you know it): %(steps)s.", steps=steps),)


def tell_steps() -> None:
    """Says which steps follow the file that was just saved."""
    moved = g.pop("steps_moved", None)
    if moved:
        flash(gettext("Steps that follow the file: %(steps)s.", steps=", ".join(moved)), "info")
