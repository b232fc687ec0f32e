"""Hours, and what speaks against a date, in words."""

import datetime as dt
from dataclasses import dataclass

from flask import url_for

from mdo.calendar.conflicts import Clash, DateConflict, Evenings, Findings
from mdo.calls.calendar_days import CallDay
from mdo.days_off.electoral import REMINDER
from mdo.meetings.called import told_with
from views.base.catalogues import gettext, ngettext
from views.base.words import date_in_words, full_date, hour_in_words

# Names told of the people in common; beyond, their number says it.
_MOST_NAMES = 20
_MOST_LINES = 8


@dataclass(frozen=True)
class DateRemark:
    """A sentence about a date. `names` are the people it speaks of, `url` the meeting it names.

    `is_of_day`: said of the day whatever meets then, as the page of the meeting says it too.
    """

    text: str
    tone: str = "warning"
    names: tuple[str, ...] = ()
    others: int = 0
    url: str = ""
    is_of_day: bool = False


@dataclass(frozen=True)
class Advice:
    """What is said of a date beside its field; `free` are evenings in words, with their days as a field holds them."""

    day: str
    remarks: tuple[DateRemark, ...]
    free: tuple[tuple[str, str], ...] = ()
    is_clear: bool = False


def called_step(step: CallDay) -> str:
    """« Jury d’un appel à projets – APICQ 2027 »."""
    return f"{gettext(step.label)} – {step.call}"


def hours_in_words(start: dt.datetime, end: dt.datetime) -> str:
    """« 18 h 30 – 21 h 00 »."""
    return f"{hour_in_words(start)} – {hour_in_words(end)}"


def length_in_words(minutes: int) -> str:
    """« 2 h 30 »: how long, not when."""
    return gettext("%(hours)d h %(minutes)02d", hours=minutes // 60, minutes=minutes % 60)


def advice_of(findings: Findings, *, may_open: bool) -> Advice:
    """What was found, in sentences, the gravest first; `may_open`: the reader may open the meetings that it names."""
    day = full_date(findings.day)
    remarks = []
    if findings.public_holiday:
        text = gettext("%(day)s is a public holiday: %(name)s.", day=_capital(day), name=findings.public_holiday)
        remarks.append(DateRemark(text, is_of_day=True))
    if findings.school_holiday:
        words = gettext("%(name)s (school holidays, zone A).", name=findings.school_holiday)
        remarks.append(DateRemark(words, is_of_day=True))
    remarks += [
        DateRemark(gettext("%(label)s (date to avoid).", label=label), is_of_day=True) for label in findings.avoided
    ]
    if findings.is_week_end:
        remarks.append(DateRemark(gettext("%(day)s is on a week-end.", day=_capital(day)), is_of_day=True))
    if findings.reminder is not None:
        period = findings.reminder
        words = gettext(REMINDER, day=date_in_words(period.last_on), label=period.label)
        remarks.append(DateRemark(words, is_of_day=True))
    told = findings.conflicts[:_MOST_LINES]
    remarks += [_of_conflict(conflict, may_open) for conflict in told]
    rest = len(findings.conflicts) - len(told)
    if rest:
        remarks.append(DateRemark(ngettext("And %(num)d other meeting.", "And %(num)d other meetings.", rest)))
    if findings.evenings is not None:
        remarks += _of_evenings(findings.evenings)
    return Advice(
        day=day,
        remarks=tuple(remarks),
        free=tuple((full_date(free), free.isoformat()) for free in findings.free),
        is_clear=not findings.is_warning,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _of_conflict(conflict: DateConflict, may_open: bool) -> DateRemark:
    other = conflict.other
    words = {
        "title": other.title,
        "hours": hours_in_words(other.start_at, other.end_at),
        "body": other.body or gettext("the network of référents"),
        "place": ", ".join(part for part in (other.place, other.room) if part),
        "names": ", ".join(conflict.names),
    }
    names: tuple[str, ...] = ()
    match conflict.clash:
        case Clash.PLACE:
            words["title"] = told_with(other.title, other.body or None, other.start_at)
            text = gettext("Place already taken: %(place)s, by “%(title)s” (%(hours)s).", **words)
        case Clash.AGENT:
            words["title"] = told_with(other.title, other.body or None, other.start_at)
            text = gettext("Already taken that evening: %(names)s, by “%(title)s” (%(hours)s).", **words)
        case Clash.OFFICIAL:
            text = gettext("Same élu·e as %(body)s, which meets: “%(title)s” (%(hours)s).", **words)
        case Clash.MEMBERS:
            names = conflict.names
            text = ngettext(
                "%(num)d member in common with %(body)s, which meets: “%(title)s” (%(hours)s).",
                "%(num)d members in common with %(body)s, which meets: “%(title)s” (%(hours)s).",
                len(names),
                **words,
            )
        case _:
            text = gettext("The same day, not far: “%(title)s” – %(body)s (%(hours)s).", **words)
    url = url_for("MeetingView.show", pk=other.id) if may_open else ""
    return DateRemark(text, names=names[:_MOST_NAMES], others=max(len(names) - _MOST_NAMES, 0), url=url)


def _of_evenings(evenings: Evenings) -> list[DateRemark]:
    tone = "warning" if evenings.is_over else "info"
    count = ngettext(
        "With it, %(num)d evening of yours this month, for a mark of %(most)d.",
        "With it, %(num)d evenings of yours this month, for a mark of %(most)d.",
        evenings.count,
        most=evenings.most,
    )
    hours = gettext(
        "Indicative hours to recover: %(hours)s for this meeting, %(total)s over the month.",
        hours=length_in_words(evenings.minutes),
        total=length_in_words(evenings.month_minutes),
    )
    whose = (
        gettext("You share the total of your month.") if evenings.is_shared else gettext("You alone read this line.")
    )
    return [DateRemark(count, tone), DateRemark(f"{hours} {whose}", "info")]
