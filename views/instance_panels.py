"""The panels of a body: its composition on any day, parity, vacancy per seat; all from the same loaded mandates."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.instances.parity import Parity, ParityVerdict, count_genders, parity, people_of
from mdo.instances.rules import rules_of
from mdo.instances.seats import SeatStatus, count_seats, seat_states
from mdo.labels import enum_label
from mdo.people.mandates import composition
from models.instances import Instance, Seat
from models.people import Mandate
from views.base.database import db
from views.base.pages import Panel
from views.base.words import date_in_words

_SEAT_TONES = {
    SeatStatus.FILLED: "ok",
    SeatStatus.ENDS_SOON: "warn",
    SeatStatus.CARRIED_OVER: "warn",
    SeatStatus.VACANT: "danger",
}
_PARITY_TONES = {
    ParityVerdict.NO_BAND: "muted",
    ParityVerdict.NOBODY_DECLARED: "muted",
    ParityVerdict.WITHIN: "ok",
    ParityVerdict.TOO_FEW_WOMEN: "warn",
    ParityVerdict.TOO_FEW_MEN: "warn",
}


def mandates_of(instance: Instance) -> Sequence[Mandate]:
    """All the mandates of a body, past ones included, with what the panels read."""
    statement = (
        select(Mandate)
        .where(Mandate.instance_id == instance.id)
        .options(
            joinedload(Mandate.person),
            joinedload(Mandate.organisation),
            joinedload(Mandate.function),
            joinedload(Mandate.college),
        )
        .order_by(Mandate.ended_on.is_not(None), Mandate.start_on.desc(), Mandate.id)
    )
    return db.session.scalars(statement).all()


def body_panels(
    instance: Instance, mandates: Sequence[Mandate], day: dt.date, *, list_url: str, with_seats: bool
) -> tuple[Panel, ...]:
    """Composition and parity on a day, and vacancy where the body has seats.

    `list_url` leads to the list of the members on that day, for Excel among others.
    """
    rules = rules_of(instance)
    found = composition(mandates, day)
    colleges = Counter(mandate.college.name for mandate in found.members if mandate.college is not None)
    panels = [
        Panel(
            gettext("Members on %(day)s", day=date_in_words(day)),
            "mdo/panels/composition.html",
            {
                "day": day.isoformat(),
                "members": len(found.members),
                "carried_over": len(found.carried_over),
                "undated": len(found.undated),
                "is_open": rules.is_open,
                "colleges": tuple(colleges.most_common()),
                "list_url": list_url,
            },
        ),
        Panel(
            gettext("Parity"),
            "mdo/panels/parity.html",
            parity_in_words(parity(count_genders(people_of(found.members)), rules)),
        ),
    ]
    if with_seats and not rules.is_open:
        seats = db.session.scalars(
            select(Seat).where(Seat.instance_id == instance.id).options(joinedload(Seat.college)).order_by(Seat.number)
        ).all()
        if seats:
            panels.append(_vacancy(instance, seats, mandates, day))
    return tuple(panels)


def parity_in_words(result: Parity) -> dict[str, Any]:
    """The counts and what is missing: « il manque 1 homme (3 sur 10, il en faut 4) »."""
    counts = result.counts
    detail = ""
    if result.verdict is ParityVerdict.TOO_FEW_MEN:
        detail = ngettext(
            "%(num)d man is missing (%(count)d of %(total)d, %(needed)d needed).",
            "%(num)d men are missing (%(count)d of %(total)d, %(needed)d needed).",
            result.missing,
            count=counts.men,
            total=counts.measured,
            needed=result.needed,
        )
    elif result.verdict is ParityVerdict.TOO_FEW_WOMEN:
        detail = ngettext(
            "%(num)d woman is missing (%(count)d of %(total)d, %(needed)d needed).",
            "%(num)d women are missing (%(count)d of %(total)d, %(needed)d needed).",
            result.missing,
            count=counts.women,
            total=counts.measured,
            needed=result.needed,
        )
    return {
        "women": counts.women,
        "men": counts.men,
        "other": counts.other,
        "unknown": counts.unknown,
        "measured": counts.measured,
        "verdict": gettext(enum_label(result.verdict)) if counts.total else gettext("Nobody in force on this day"),
        "detail": detail,
        "tone": _PARITY_TONES[result.verdict],
    }


def _vacancy(instance: Instance, seats: Sequence[Seat], mandates: Sequence[Mandate], day: dt.date) -> Panel:
    states = seat_states(instance, seats, mandates, day)
    counts = count_seats(states)
    rows = tuple(
        {
            "seat": str(state.seat),
            "college": state.seat.college.name if state.seat.college else "",
            "appointed_by": state.seat.appointing_authority or "",
            "holder": str(state.mandate.person or state.mandate.organisation) if state.mandate else "",
            "until": date_in_words(state.last_day) if state.last_day else "",
            "next": date_in_words(state.next_start_on) if state.next_start_on else "",
            "status": gettext(enum_label(state.status)),
            "tone": _SEAT_TONES[state.status],
        }
        for state in states
    )
    return Panel(
        gettext("Seats"),
        "mdo/panels/vacancy.html",
        {
            "total": counts.total,
            "filled": counts.filled,
            "ends_soon": counts.ends_soon,
            "carried_over": counts.carried_over,
            "vacant": counts.vacant,
            "rows": rows,
        },
    )
