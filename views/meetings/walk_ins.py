"""Someone who came without being known: a name is enough, unless the register knows it: then who it is, is asked."""

from typing import Any

from flask import flash, redirect, url_for
from sqlalchemy.exc import SQLAlchemyError
from wtforms import HiddenField

from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.meetings.attendance import add_guest, lines_of
from mdo.meetings.called import called
from mdo.meetings.marking import Mark, mark
from models.attendance import Attendance, Presence
from models.journal import Door
from models.meetings import Meeting
from models.people import Person
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import TextField
from views.base.integrity import violation_of
from views.base.pages import FormSection
from views.base.undoing import commit_undoable, flash_undoable
from views.meetings.attendance_forms import form_page, label_of
from views.meetings.attendance_words import VIEW
from views.people.look_alikes import BY_NAME_ALONE, LookAlike, check_section, namesakes_of, who_is_it

_LONGEST = 160


class WalkInForm(LookAlike):
    """The name of someone who came, and who it is where the register knows that name."""

    page = HiddenField()
    name = TextField(label_of("visitor_name"))


def add_walk_in(meeting: Meeting, back: str) -> Any:
    """Adds who came by name, or marks the record that is chosen; asks first where the name is in the register."""
    form = WalkInForm()
    name = (form["name"].data or "")[:_LONGEST]
    who = who_is_it(form, namesakes_of(name), BY_NAME_ALONE)
    if who is None:
        title = gettext("Add the visitor")
        sections = (FormSection(title, ("name",)), *check_section(form))
        url = url_for(f"{VIEW}.visitor", meeting_id=meeting.id)
        return form_page(meeting, form, title, sections, url)
    through(db.session, Door.FORM, gettext("Attendance – %(meeting)s", meeting=called(meeting)))
    try:
        line = _of_record(meeting, who.person) if who.person is not None else None
        line = line or add_guest(db.session, meeting, name=name, presence=Presence.PRESENT)
    except (RuleViolation, SQLAlchemyError) as error:
        db.session.rollback()
        violation = error if isinstance(error, RuleViolation) else violation_of(error, Attendance.__table__)
        flash(violation.text(gettext) if name else gettext("Write the name of the visitor."), "danger")
        return redirect(back)
    number, was_listed = line.id, line.is_convened
    entry_id = commit_undoable()
    text = gettext("On the list already, marked present: %(name)s.", name=who.person) if was_listed else ""
    flash_undoable(text or gettext("Visitor added: %(name)s.", name=who.person or name), entry_id)
    return redirect(f"{back.partition('#')[0]}#line-{number}")


def _of_record(meeting: Meeting, person: Person) -> Attendance:
    """The line of someone of the register, marked present: the one that is on the list, or a new one."""
    known = next((line for line in lines_of(db.session, meeting) if line.person_id == person.id), None)
    if known is None:
        return add_guest(db.session, meeting, person_id=person.id, presence=Presence.PRESENT)
    mark(db.session, known, Mark(Presence.PRESENT))
    return known
