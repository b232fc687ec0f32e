"""The lines of a series before it is created: computed from what was asked, then as they were typed, then checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mdo.days_off.days import Period, closure_of
from mdo.kernel.base.errors import RuleViolation
from mdo.series.dates import SeriesRule, rotation, slots_of
from mdo.series.planning import NewMeeting, check_line, hosts_in_order
from models.territory import Arrondissement
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import parse_date, posted_ids
from views.base.forms import RecordForm
from views.base.hours import hour_text, parse_hour
from views.base.words import date_in_words, full_date
from views.days_off.closures import closures_in_words

_MOST_LINES = 100
_MOST_TITLE, _MOST_PLACE = 200, 200


@dataclass
class PreviewLine:
    """A line of the preview as it was computed or typed; `note` says why it is on this day, `accepted` a closed day."""

    number: int
    day: str
    start: str
    end: str
    host: str
    place: str
    title: str
    is_kept: bool = True
    note: str = ""
    accepted: str = ""
    words: str = ""
    errors: list[str] = field(default_factory=list)


def asked_of(form: RecordForm) -> SeriesRule:
    return SeriesRule(
        form["first_on"].data,
        form["last_on"].data,
        form["every_months"].data,
        form["rule"].data,
        form["weekday"].data,
    )


def computed_lines(form: RecordForm, periods: Sequence[Period]) -> list[PreviewLine]:
    slots = slots_of(asked_of(form), periods)
    first_host = None if form["instance"].data else form["first_host"].data  # a body meets at home
    hosts = iter(rotation(list(hosts_in_order(db.session)), first_host, len(slots)))
    start = form["start_minute"].data
    lines = []
    for number, slot in enumerate(slots):
        why = closures_in_words(slot.closures)
        if slot.day is None:
            note = gettext("no possible day from %(first)s on: %(why)s", first=date_in_words(slot.wanted_on), why=why)
        else:
            note = gettext("moved: %(why)s", why=why) if why else ""
        host = next(hosts) if slot.day is not None else None  # a meeting that cannot be held takes nobody's turn
        lines.append(
            PreviewLine(
                number=number,
                day=slot.day.isoformat() if slot.day else "",
                start=hour_text(start),
                end=hour_text(start + form["length_minutes"].data),
                host=str(host or ""),
                place="",
                title=form["title"].data,
                is_kept=slot.day is not None,
                note=note,
                words=full_date(slot.day) if slot.day else "",
            )
        )
    return lines


def typed_lines(sent: Any) -> list[PreviewLine]:
    """The lines as they were typed."""
    count = min(int(sent.get("lines", "0")) if sent.get("lines", "").isdigit() else 0, _MOST_LINES)
    lines = []
    for number in range(count):
        value = {name: sent.get(f"{name}_{number}", "").strip() for name in _LINE_FIELDS}
        kept = bool(value.pop("keep"))
        day = parse_date(value["day"])
        lines.append(PreviewLine(number=number, is_kept=kept, words=full_date(day) if day else "", **value))
    return lines


_LINE_FIELDS = ("day", "start", "end", "host", "place", "title", "keep", "note", "accepted")


def checked_lines(
    lines: Sequence[PreviewLine], periods: Sequence[Period], hosts: dict[int, Arrondissement]
) -> list[NewMeeting] | None:
    """The kept lines ready to be stored; None when one is wrong, or falls on a closed day that nobody accepted yet."""
    found = []
    for line in lines:
        if not line.is_kept:
            continue
        day, start, end = parse_date(line.day), parse_hour(line.start), parse_hour(line.end)
        if day is None:
            line.errors.append(gettext("Not a date of the calendar: write it as 24/11/2026."))
        if start is None or end is None:
            line.errors.append(gettext("Not an hour: write it as 18:30."))
        if day is None or start is None or end is None:
            continue
        closure = closure_of(day, periods)
        if closure is not None and line.accepted != day.isoformat():
            line.accepted = day.isoformat()
            why = closures_in_words([closure])
            line.errors.append(
                gettext(
                    "%(day)s is closed: %(why)s. Choose another day, or create again to keep it.",
                    day=date_in_words(day),
                    why=why,
                )
            )
            continue
        ids = posted_ids([line.host])
        made = NewMeeting(
            day,
            start,
            end,
            line.title[:_MOST_TITLE],
            hosts.get(ids[0]) if ids else None,
            line.place[:_MOST_PLACE] or None,
        )
        try:
            check_line(made)
        except RuleViolation as violation:
            line.errors.append(violation.text(gettext))
            continue
        found.append(made)
    return None if any(line.errors for line in lines) else found
