"""The form of an application: its number, which may stay empty; what it is not yet time to write is folded."""

import datetime as dt
from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_, true
from wtforms import Field
from wtforms.validators import Optional

from mdo.calls.application_rules import DECIDED, PAID, is_limited
from mdo.kernel.base.context import context_of
from mdo.kernel.fields.help import field_help
from mdo.kernel.labels import FIELD_LABELS
from mdo.meetings.calendar_revisions import OFF
from mdo.series.dates import moment
from models.accounts import User
from models.applications import Application, ApplicationState
from models.calls import CallState, ProjectCall
from models.meetings import Meeting
from views.base.database import db
from views.base.fields import WholeNumberField
from views.base.forms import within_bounds
from views.base.relations import Relation


def _takes() -> ColumnElement[bool]:
    """The calls to which the reader may add an application, as `may_come` says of one."""
    return ProjectCall.state.not_in(sorted(DECIDED)) if is_limited(db.session) else true()


RELATIONS: Mapping[str, Relation] = {
    "call": Relation(where=lambda: ProjectCall.state != CallState.TEMPLATE, offered=_takes),
    # No council adopted at a meeting to come, nor at one that did not take place.
    "adoption_meeting": Relation(
        within="instance",
        where=lambda: and_(
            Meeting.start_at < moment(context_of(db.session).today + dt.timedelta(days=1), 0), Meeting.state.not_in(OFF)
        ),
    ),
    "axis": Relation(within="call"),
    "sitting": Relation(within="call"),
    "filed_by": Relation(where=lambda: User.active.is_(True)),
}
# Sections, by a field of each, and the states in which they are written.
_OPEN_IN = {
    "is_complete": frozenset(ApplicationState) - {ApplicationState.DRAFT},
    "quotes": PAID,
    "report": PAID,
}


def number_field() -> Field:
    """The number, given where it stays empty."""
    name = "number"
    label, words = FIELD_LABELS[Application][name], field_help(Application, name)
    validators = [Optional(), within_bounds(Application.__mapper__.columns[name])]
    return WholeNumberField(lazy_gettext(label), validators, description=lazy_gettext(words))


def is_folded(names: Sequence[str], row: Application | None) -> bool:
    """Whether a section is folded for an application that stands where this one does: a new one is a draft."""
    state = row.state if row is not None else ApplicationState.DRAFT
    return any(state not in states for name, states in _OPEN_IN.items() if name in names)
