"""The panels of a body: its composition on any day, parity, vacancy per seat."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import url_for

from mdo.composition.figures import body_figures
from mdo.composition.parity import Parity, ParityVerdict, parity
from mdo.composition.seats import SeatState, SeatStatus, count_seats
from mdo.composition.vacancies import last_held_on, state_of, states_of_bodies, vacant_since
from mdo.instances.lifecycle import RecognitionStatus, recognition_ends_on, recognition_status
from mdo.instances.rules import rules_of
from mdo.kernel.base.context import context_of
from mdo.kernel.labels import enum_label
from mdo.meetings.figures import last_and_next
from models.base import utc_now
from models.instances import Instance, Seat
from models.meetings import Meeting
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import Cell, FactGroup, Panel
from views.base.words import date_in_words, moment_in_words, value_in_words

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

_RECOGNITION_TONES = {
    RecognitionStatus.HOLDS: "ok",
    RecognitionStatus.ENDS_SOON: "warn",
    RecognitionStatus.LAPSED: "danger",
}
_ONE_DAY = dt.timedelta(days=1)


def with_recognition(group: FactGroup, instance: Instance, day: dt.date) -> FactGroup:
    """The facts, with the last day of the recognition and where it stands, after the date of a recognition."""
    ends_on, status = recognition_ends_on(instance), recognition_status(instance, day)
    names = [cell.name for cell in group.facts]
    if ends_on is None or status is None or "recognised_on" not in names:
        return group
    last_day = Cell("recognised_until", gettext("Recognised until"), date_in_words(ends_on - _ONE_DAY))
    standing = Cell("recognition", gettext("Recognition"), value_in_words(status), tone=_RECOGNITION_TONES[status])
    after = names.index("recognised_on") + 1
    return replace(group, facts=(*group.facts[:after], last_day, standing, *group.facts[after:]))


def last_and_next_panel(instance: Instance, *, links: bool) -> Panel:
    """The last and the next meeting of a body; `links` leads to their pages."""
    last, following = last_and_next(db.session, instance.id, utc_now())
    names = (("last_meeting", gettext("Last meeting"), last), ("next_meeting", gettext("Next meeting"), following))
    facts = tuple(_meeting_fact(*part, links=links) for part in names)
    return Panel(gettext("Last and next meeting"), "base/panels/facts.html", {"facts": facts})


def _meeting_fact(name: str, label: str, meeting: Meeting | None, *, links: bool) -> Cell:
    if meeting is None:
        return Cell(name, label, "")
    url = url_for("MeetingView.show", pk=meeting.id) if links else None
    return Cell(name, label, f"{moment_in_words(meeting.start_at)} – {meeting.title}", url=url)


def member_panels(instance: Instance, day: dt.date, list_url: str) -> tuple[Panel, ...]:
    """Composition and parity on a day; `list_url` leads to the list of the members on that day."""
    rules = rules_of(instance)
    figures = body_figures(db.session, instance, day)
    return (
        Panel(
            gettext("Members on %(day)s", day=date_in_words(day)),
            "composition/panel.html",
            {
                "day": day.isoformat(),
                "members": figures.members,
                "sitting": figures.sitting,
                "carried_over": figures.carried_over,
                "undated": figures.undated,
                "is_open": rules.is_open,
                "colleges": figures.colleges,
                "list_url": list_url,
            },
        ),
        Panel(gettext("Parity"), "composition/parity.html", parity_in_words(parity(figures.genders, rules))),
    )


def seats_panel(instance: Instance, day: dt.date, *, links: bool, may_fill: bool, asks_day: bool) -> Panel:
    """The seats on a day, from the mandates that have not ended by then; `links` leads to the record of each,
    `may_fill` to the form that fills a vacant one; `asks_day` where no panel before it asks for the day."""
    states = states_of_bodies(db.session, [instance], day, with_holders=True)[instance.id]
    panel = _vacancy(states, day, links=links, may_fill=may_fill)
    return replace(panel, data={**panel.data, "asks_day": asks_day})


def fill_url(seat: Seat) -> str:
    """The form of a mandate that takes a seat: its body and its college are chosen with it."""
    college: dict[str, Any] = {"college": seat.college_id} if seat.college_id else {}
    return url_for("MandateView.add", instance=seat.instance_id, seat=seat.id, **college)


def seat_facts(seat: Seat, *, links: bool) -> FactGroup | None:
    """Who holds a seat today, or since when nobody does; None where it is not open, or its body has no seats."""
    today = context_of(db.session).today
    state = state_of(db.session, seat, today)
    if state is None:
        return None
    status = Cell("status", gettext("State"), value_in_words(state.status), tone=_SEAT_TONES[state.status])
    facts = [status]
    if state.mandate is not None:
        holder = state.mandate.person or state.mandate.organisation
        words = str(holder) if holder else gettext("outside your arrondissements")
        url = url_for("MandateView.show", pk=state.mandate.id) if links else None
        facts.append(Cell("holder", gettext("Holder"), words, url=url))
        facts.append(Cell("until", gettext("Until"), date_in_words(state.last_day) if state.last_day else ""))
    elif state.status is SeatStatus.VACANT:
        since = vacant_since(seat, last_held_on(db.session, [seat], today).get(seat.id))
        facts.append(Cell("vacant_since", gettext("Vacant since"), date_in_words(since) if since else ""))
    if state.next_start_on is not None:
        facts.append(Cell("next_start_on", gettext("Next holder from"), date_in_words(state.next_start_on)))
    return FactGroup(gettext("Holder"), tuple(facts))


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


def _vacancy(states: Sequence[SeatState], day: dt.date, *, links: bool, may_fill: bool) -> Panel:
    counts = count_seats(states)
    rows = tuple(
        {
            "seat": str(state.seat),
            "url": url_for("SeatView.show", pk=state.seat.id) if links else None,
            "college": state.seat.college.name if state.seat.college else "",
            "appointed_by": state.seat.appointing_authority or "",
            "holder": str(state.mandate.person or state.mandate.organisation) if state.mandate else "",
            "until": date_in_words(state.last_day) if state.last_day else "",
            "next": date_in_words(state.next_start_on) if state.next_start_on else "",
            "status": gettext(enum_label(state.status)),
            "tone": _SEAT_TONES[state.status],
            "fill": fill_url(state.seat) if may_fill and state.status is SeatStatus.VACANT else None,
        }
        for state in states
    )
    return Panel(
        gettext("Seats on %(day)s", day=date_in_words(day)),
        "composition/vacancy.html",
        {
            "day": day.isoformat(),
            "total": counts.total,
            "filled": counts.filled,
            "ends_soon": counts.ends_soon,
            "carried_over": counts.carried_over,
            "vacant": counts.vacant,
            "rows": rows,
            "may_fill": any(row["fill"] for row in rows),
        },
    )
