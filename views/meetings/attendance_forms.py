"""Lines of attendance by form: a member or a guest added by hand; the state, the hours and the note of one line."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, request, url_for
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length, Optional

from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.sessions.edit_merge import merge
from mdo.meetings.attendance import add_guest, add_member, add_referent, is_member, lines_of
from mdo.meetings.called import called, is_of_network
from mdo.meetings.hours import hour_in_words
from mdo.meetings.marking import Mark, mark, presences_at, representatives, set_hours
from mdo.network.answering import answers_clause
from models.accounts import User
from models.attendance import Attendance, Presence
from models.journal import Door
from models.meetings import Meeting
from models.network import Referent
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import add_violation
from views.base.fields import ChoiceField
from views.base.forms import RecordForm, form_class
from views.base.integrity import violation_of
from views.base.kept import KEPT, typed_again
from views.base.pages import Crumb, FormPage, FormSection
from views.base.relations import Relation
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.meetings.attendance_words import VIEW, crumbs_of, name_of, names_of
from views.people.look_alikes import BY_NAME_ALONE, LookAlike, check_section, namesakes_of, who_is_it

MemberForm = form_class(Attendance, ("person", "organisation"), {}, (), "MandateView")
ReferentForm = form_class(
    Attendance,
    ("user",),
    {"user": Relation(is_few=True, is_required=True, where=lambda: User.id.in_(_referents()))},
    ("user",),
    VIEW,
)
_GUEST = ("person", "organisation", "visitor_name", "quality")
GuestForm = type("GuestForm", (form_class(Attendance, _GUEST, {}, (), "MandateView"), LookAlike), {})


def label_of(name: str) -> Any:
    """The label of a field of a line."""
    return lazy_gettext(FIELD_LABELS[Attendance][name])


def _referents() -> Any:
    return select(Referent.user_id).where(answers_clause(context_of(db.session).today))


def _show(meeting: Meeting, line: Attendance | None = None) -> str:
    return url_for(f"{VIEW}.show", meeting_id=meeting.id, _anchor=f"line-{line.id}" if line else None)


def add_by_hand(meeting: Meeting, kind: str) -> Any:
    """GET shows the form, POST adds the line and offers to take it back."""
    is_network = is_of_network(meeting)
    names: tuple[str, ...]
    if kind == "guest":
        form_type, title, names = GuestForm, gettext("Add a guest"), _GUEST
        write: Callable[[RecordForm], Attendance | None] = lambda form: _guest(meeting, form)  # noqa: E731  # one call
        help_text = gettext("Someone who is not convened: of the register, or by name alone.")
    elif is_network:
        form_type, title, names = ReferentForm, gettext("Add a référent"), ("user",)
        write = lambda form: add_referent(db.session, meeting, form["user"].data)  # noqa: E731  # one call
        help_text = ""
    else:
        form_type, title, names = MemberForm, gettext("Add a member"), ("person", "organisation")
        write = lambda form: add_member(  # noqa: E731  # one call
            db.session, meeting, person_id=form["person"].data, organisation_id=form["organisation"].data
        )
        help_text = gettext("A person, or an organisation that sits without a named representative.")
    typed = typed_again()
    form = form_type() if typed is None else form_type(formdata=typed)
    if request.method == "POST" and typed is None and form.validate():
        through(db.session, Door.FORM, gettext("Attendance – %(meeting)s", meeting=called(meeting)))
        line = _written(form, lambda: write(form))
        if line is not None:
            entry_id = commit_undoable()
            flash_undoable(gettext("Added to the list: %(name)s.", name=name_of(line)), entry_id)
            return redirect(_show(meeting, line))
    return form_page(
        meeting,
        form,
        title,
        (FormSection(title, names, help_text), *check_section(form)),
        url_for(f"{VIEW}.add_line", meeting_id=meeting.id, line_kind=kind),
    )


def _guest(meeting: Meeting, form: Any) -> Attendance | None:
    """The line of a guest; None with a question where only a name is typed and the register knows it."""
    person_id, name = form["person"].data, form["visitor_name"].data
    people = namesakes_of(name) if person_id is None else []
    who = who_is_it(form, people, BY_NAME_ALONE)
    if who is None:
        return None
    if who.person is not None:
        person_id, name = who.person.id, None
    return add_guest(
        db.session,
        meeting,
        person_id=person_id,
        organisation_id=form["organisation"].data,
        name=name,
        quality=form["quality"].data,
    )


def _written(form: Any, write: Callable[[], Attendance | None]) -> Attendance | None:
    """What `write` gives, flushed; None with its refusal at the field, or its question."""
    try:
        return write()
    except (RuleViolation, SQLAlchemyError) as error:
        db.session.rollback()
        add_violation(form, error if isinstance(error, RuleViolation) else violation_of(error, Attendance.__table__))
        return None


class _RepresentativeField(SelectField):
    """The members who may stand in for one."""

    render_kind = "select"

    @property
    def choices_for_render(self) -> list[tuple[str, str, bool]]:
        return [(value, text, value == self.data) for value, text in self.choices or ()]


class LineForm(FlaskForm):
    """The state of a line, its hours and its note; `seen` is what it was when the form was opened."""

    seen = HiddenField()
    presence = ChoiceField(label_of("presence"), [Optional()], enum=Presence)
    represented_by = _RepresentativeField(
        label_of("represented_by"),
        [Optional()],
        choices=[],
        validate_choice=False,
        description=lazy_gettext("Another member who was convened and is there."),
    )
    arrived_at = StringField(label_of("arrived_at"), [Length(max=10)], description=lazy_gettext("18:45 or 18h45"))
    left_at = StringField(label_of("left_at"), [Length(max=10)], description=lazy_gettext("18:45 or 18h45"))
    note = StringField(label_of("note"), [Length(max=250)])


_FIELDS = ("presence", "represented_by", "arrived_at", "left_at", "note")
_SEPARATOR = "\u2028"  # no field keeps one, and no control character comes in with a form


def _values(line: Attendance) -> dict[str, str]:
    """The line as the form sends it."""
    return {
        "presence": line.presence.value,
        "represented_by": str(line.represented_by_id or ""),
        "arrived_at": hour_in_words(line.arrived_at),
        "left_at": hour_in_words(line.left_at),
        "note": line.note or "",
    }


def correct_line(meeting: Meeting, line: Attendance) -> Any:
    """GET shows a line, POST writes what its author changed, unless someone changed the same meanwhile."""
    everyone = lines_of(db.session, meeting)
    names = names_of(everyone)
    name, current = names[line.id], _values(line)
    typed = typed_again()
    form = LineForm(formdata=typed) if typed is not None else LineForm(data={**current, "presence": line.presence})
    offered = presences_at(meeting)
    if not (line.is_convened or is_member(line)):
        offered = [item for item in offered if item is not Presence.REPRESENTED]
    form["presence"].offered = tuple(item for item in Presence if item in offered or item is line.presence)
    form["represented_by"].choices = [
        (str(other.id), names[other.id])
        for other in sorted(everyone, key=name_of)
        if other in representatives(everyone, line) or other.id == line.represented_by_id
    ]
    if request.method == "POST" and typed is None:
        if form.validate() and _save(form, meeting, line, current):
            flash_undoable(gettext("Saved: %(what)s.", what=name), commit_undoable())
            return redirect(_show(meeting, line))
    elif typed is None:
        form["seen"].data = _SEPARATOR.join(current[field] for field in _FIELDS)
        if request.args.get("presence") in set(Presence):
            form["presence"].data = Presence(request.args["presence"])
    title = gettext("Line of %(name)s", name=name)
    by = ("represented_by",) if Presence.REPRESENTED in form["presence"].offered else ()
    sections = (
        FormSection(gettext("Presence"), ("presence", *by)),
        FormSection(gettext("Hours and note"), ("arrived_at", "left_at", "note")),
    )
    return form_page(meeting, form, title, sections, url_for(f"{VIEW}.line", meeting_id=meeting.id, pk=line.id))


def _save(form: LineForm, meeting: Meeting, line: Attendance, current: Mapping[str, str]) -> bool:
    """Writes what differs from what was seen; says so at the field when someone wrote there meanwhile."""
    parts = (form["seen"].data or "").split(_SEPARATOR)
    seen = dict(zip(_FIELDS, parts, strict=True)) if len(parts) == len(_FIELDS) else dict(current)
    presence = form["presence"].data or line.presence
    mine = {
        "presence": presence.value,
        "represented_by": (form["represented_by"].data or "") if presence is Presence.REPRESENTED else "",
        **{name: (form[name].data or "").strip() for name in ("arrived_at", "left_at", "note")},
    }
    found = merge(seen, current, mine)
    if found.conflicts:
        for name in found.conflicts:
            text = gettext(
                "Changed meanwhile to « %(theirs)s »: save again to put yours.", theirs=_shown(form, name, current)
            )
            form[name].errors = [*form[name].errors, text]
        form["seen"].data = _SEPARATOR.join(current[field] for field in _FIELDS)
        return False
    through(db.session, Door.FORM, gettext("Attendance – %(meeting)s", meeting=called(meeting)))
    wanted = {**current, **found.changes}
    by = wanted["represented_by"]
    try:
        state = Presence(wanted["presence"])
        mark(db.session, line, Mark(state, int(by) if by.isdigit() and state is Presence.REPRESENTED else None))
        if {"arrived_at", "left_at"} & found.changes.keys():
            set_hours(line, meeting, wanted["arrived_at"], wanted["left_at"])
        if "note" in found.changes:
            line.note = wanted["note"] or None
        db.session.flush()
    except (RuleViolation, SQLAlchemyError) as error:
        db.session.rollback()
        add_violation(form, error if isinstance(error, RuleViolation) else violation_of(error, Attendance.__table__))
        return False
    return True


def _shown(form: LineForm, name: str, current: Mapping[str, str]) -> str:
    if name in ("presence", "represented_by"):
        return next((text for value, text, _ in form[name].choices_for_render if value == current[name]), "—")
    return current[name] or "—"


def form_page(
    meeting: Meeting,
    form: Any,
    title: str,
    sections: tuple[FormSection, ...],
    action_url: str,
    back: Crumb | None = None,
) -> Any:
    """A form about the attendance of a meeting, from its list or from another page (`back`)."""
    back = back or Crumb(gettext("Attendance of the meeting"), _show(meeting))
    page = FormPage(
        title=title,
        crumbs=crumbs_of(meeting, back, Crumb(title)),
        form=form,
        sections=sections,
        action_url=action_url,
        cancel_url=back.url or _show(meeting),
        submit_label=gettext("Save"),
        is_typed_again=KEPT in request.form,
        error_count=sum(1 for field in form if field.errors) + len(form.form_errors),
    )
    return render("base/form.html", status=422 if page.error_count else 200, page=page, locked_labels={})
