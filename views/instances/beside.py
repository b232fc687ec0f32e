"""What the list of bodies reads beside its rows: when each met last and meets next, its vacant seats."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mdo.instances.columns import INSTANCE_COLUMNS
from mdo.instances.short_names import short_name
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS
from mdo.kernel.fields.columns import Column, Kind
from mdo.meetings.of_bodies import meetings_and_seats
from models.base import utc_now
from views.base.beside import Beside, told_beside
from views.base.listing import ListState

_COLUMNS = (
    told_beside("last_meeting", N_("Last meeting"), Kind.DATE, width=14),
    told_beside("next_meeting", N_("Next meeting"), Kind.DATE, width=14),
    told_beside("vacant_seats", N_("Vacant seats"), Kind.INTEGER, width=12),
)


def _read(session: AnySession, ids: Sequence[int], state: ListState) -> Mapping[int, Sequence[Any]]:
    found = meetings_and_seats(session, ids, utc_now(), context_of(session).today)
    return {
        body: (*(at and at.astimezone(PARIS).date() for at in (last, following)), vacant)
        for body, (last, following, vacant) in found.items()
    }


# Who follows a body has a column of its own to be chosen: the list opens on what is to be done.
_SHOWN = {"name", "type", "arrondissements", "state"}


def _listed(column: Column) -> Column:
    found = replace(column, is_shown=column.is_shown and column.name in _SHOWN)
    return replace(found, value=lambda row, today: short_name(row.type.label)) if column.name == "type" else found


LISTED_BODIES = (*map(_listed, INSTANCE_COLUMNS), *_COLUMNS)
MEETINGS_AND_SEATS = Beside(
    {"last_meeting": "MeetingView", "next_meeting": "MeetingView", "vacant_seats": "SeatView"}, _read
)
