"""Convening and bringing the list up to date: what the mandates of a day change, seen before it is written."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask import current_app, flash, redirect, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.periods import day_of
from mdo.meetings.attendance import FreezePlan, Holder, freeze, holder_of, lines_of, plan
from mdo.meetings.called import called, is_of_network
from mdo.meetings.convening import undated
from mdo.meetings.states import is_session
from mdo.people.mandates import MandateStatus
from models.attendance import Attendance
from models.base import utc_now
from models.journal import Door
from models.meetings import Meeting
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.fields import parse_date
from views.base.integrity import violation_of
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.meetings.attendance_words import (
    VIEW,
    crumbs_of,
    name_of,
    people_of,
    quality_of,
    sorted_lines,
    subtitle_of,
)
from views.people.expired import expired_note

_HOLDERS = ("person_id", "user_id", "organisation_id", "registration_id")


def convene(meeting: Meeting) -> Any:
    """GET shows, POST writes what is ticked: one operation of the journal."""
    today = context_of(db.session).today
    on = parse_date(request.values.get("on", "")) or min(today, day_of(meeting.start_at))
    is_first = meeting.convened_at is None
    if request.method != "POST":
        return _page(meeting, on, is_first=is_first)
    through(db.session, Door.BULK, gettext("Convocation: %(meeting)s", meeting=called(meeting)))
    ticked = {holder for text in request.form.getlist("holder") if (holder := _holder(text)) is not None}
    try:
        done = freeze(db.session, meeting, on, now=utc_now(), only=ticked)
        entry_id = commit_undoable()
    except (RuleViolation, SQLAlchemyError) as error:
        db.session.rollback()
        violation = error if isinstance(error, RuleViolation) else violation_of(error, Attendance.__table__)
        flash(violation.text(gettext), "danger")
        return redirect(url_for(f"{VIEW}.convene", meeting_id=meeting.id, on=on.isoformat()))
    flash_undoable(_done(meeting, done, is_first=is_first), entry_id)
    return redirect(url_for(f"{VIEW}.show", meeting_id=meeting.id))


def _done(meeting: Meeting, done: FreezePlan, *, is_first: bool) -> str:
    added, removed = len(done.added), len(done.removed)
    if is_first and not removed and day_of(meeting.start_at) < context_of(db.session).today:
        return ngettext(
            "The list is settled: %(num)d person. Mark who came.",
            "The list is settled: %(num)d people. Mark who came.",
            added,
        )
    if is_first and not removed and is_session(meeting):
        return ngettext(
            "The list is settled: %(num)d person. Prepare the convocation to write to them.",
            "The list is settled: %(num)d people. Prepare the convocation to write to them.",
            added,
        )
    if is_first and not removed and current_app.extensions["mdo_settings"].mail_server is None:
        return ngettext(
            "The list is settled: %(num)d person. Prepare the convocation, then say that the members were told: the "
            "meeting is « convened » from there.",
            "The list is settled: %(num)d people. Prepare the convocation, then say that the members were told: the "
            "meeting is « convened » from there.",
            added,
        )
    if is_first and not removed:
        return ngettext(
            "The list is settled: %(num)d person. Send the convocation: the meeting is « convened » once it left.",
            "The list is settled: %(num)d people. Send the convocation: the meeting is « convened » once it left.",
            added,
        )
    return gettext("List updated. Added: %(added)d, removed: %(removed)d.", added=added, removed=removed)


def _holder(text: str) -> Holder | None:
    name, _, number = text.partition(":")
    if name == "visitor_name":
        return name, number
    if name not in _HOLDERS or not (number.isascii() and number.isdigit()):
        return None
    return name, int(number[:10])


def _row(line: Attendance, people: Mapping[int | None, str], expired: frozenset[int]) -> dict[str, Any]:
    name, number = holder_of(line) or ("", 0)
    return {
        "holder": f"{name}:{number}",
        "name": people.get(line.person_id) or name_of(line),
        "quality": quality_of(line),
        "college": line.college.name if line.college is not None else "",
        "is_expired": line.mandate_id in expired,
    }


def _undated_note(meeting: Meeting, on: dt.date) -> dict[str, Any] | None:
    """Who is left out since nobody wrote when the mandate began, as `people/expired.html` shows it; None for nobody."""
    lines = sorted_lines(undated(db.session, meeting, on))
    if not lines:
        return None
    people = people_of(lines)
    names = ", ".join(people.get(line.person_id) or name_of(line) for line in lines)
    text = ngettext(
        "%(names)s is not in this list: the start of the mandate is not filled in. Fill it in, or add this member by "
        "hand once the list is settled.",
        "%(names)s are not in this list: the start of their mandates is not filled in. Fill it in, or add them by hand "
        "once the list is settled.",
        len(lines),
        names=names,
    )
    url = url_for("MandateView.list", f_instance=meeting.instance_id, f_status=MandateStatus.UNDATED.value)
    return {"text": text, "renew": Link(gettext("See these mandates"), url, "calendar-x")}


def _words_of(meeting: Meeting) -> dict[str, str]:
    """Where its list comes from: when nothing is to change, when nobody is there, who is taken off it or kept."""
    if meeting.event_id is not None:
        return {
            "same": gettext("The list is up to date with the registrations."),
            "nobody": gettext("Nobody has a place at this event yet: register somebody first."),
            "removed": gettext("To remove: no place any more"),
            "kept": gettext("Kept, since they are marked: no place any more"),
        }
    if meeting.juries:
        return {
            "same": gettext("The list is up to date with the jurors of the call."),
            "nobody": gettext("The call has no juror yet: name them first."),
            "removed": gettext("To remove: not of the jury any more"),
            "kept": gettext("Kept, since they are marked: not of the jury any more"),
        }
    return {
        "same": gettext("The list is up to date with the mandates of this day."),
        "nobody": gettext("Nobody is in force on this day: choose another day, or add the mandates first."),
        "removed": gettext("To remove: no mandate in force any more"),
        "kept": gettext("Kept, since they are marked: no mandate in force any more"),
    }


def _page(meeting: Meeting, on: dt.date, *, is_first: bool) -> Any:
    found = plan(db.session, meeting, on)
    added, removed, kept = (
        tuple(_row(line, people_of(lines), found.expired) for line in sorted_lines(lines))
        for lines in (found.added, found.removed, found.kept)
    )
    title = gettext("Convene") if is_first else gettext("Update the list")
    back = url_for(f"{VIEW}.show", meeting_id=meeting.id)
    values: dict[str, Any] = {
        "title": title,
        "crumbs": crumbs_of(meeting, Crumb(gettext("Attendance of the meeting"), back), Crumb(title)),
        "named": called(meeting),
        "subtitle": subtitle_of(meeting),
        "is_first": is_first,
        "is_network": is_of_network(meeting),
        "has_day": meeting.event_id is None and not meeting.juries,
        "words": _words_of(meeting),
        "has_lines": bool(lines_of(db.session, meeting)),
        "added": added,
        "removed": removed,
        "kept": kept,
        "expired": expired_note(found.expired, is_proposed=True),
        "undated": _undated_note(meeting, on),
        "on": on,
        "action_url": url_for(f"{VIEW}.convene", meeting_id=meeting.id),
        "cancel_url": back,
    }
    db.session.expunge_all()  # the proposed lines are for show: none may be saved by accident
    return render("meetings/attendance_convene.html", **values)
