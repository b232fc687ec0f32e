"""A person and the mandate in one form: the everyday act of a référent."""

from typing import Any
from urllib.parse import urlsplit

from flask import flash, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.rules.row_rules import check_row
from mdo.people.duplicates import queue_duplicates, visible_duplicates
from mdo.people.persons import lacks_guardian
from models.journal import Door
from models.people import Commitment, Consent, Mandate, Person
from views.base.catalogues import gettext
from views.base.coming_back import BACK, came_from
from views.base.database import db
from views.base.editing import add_one, add_violation, assign
from views.base.fields import posted_ids
from views.base.forms import RecordForm, form_class, form_data
from views.base.integrity import violation_of
from views.base.kept import KEPT, typed_again
from views.base.pages import Crumb, FormPage, FormSection
from views.base.prefill import fill_from_address, fill_from_values, fill_only_arrondissement
from views.base.relations import Relation
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.writing import ANOTHER, section_help
from views.instances.choices import COLLEGE_CHOICE, FUNCTION_CHOICE, SEAT_CHOICE, keep_those_of_body
from views.people.filling import propose_for_seat
from views.people.look_alikes import LookAlike, check_section, take_record, who_is_it
from views.security.gate import may

_PERSON = (
    "last_name",
    "first_name",
    "gender",
    "birth_year",
    "email",
    "phone",
    "arrondissement",
    "organisation",
    "guardian_name",
    "guardian_email",
    "guardian_phone",
    "newsletter_consent",
    "newsletter_consent_on",
)
_MANDATE = ("instance", "function", "college", "seat", "designation", "commitment", "start_on", "planned_end_on")
# What people enrolled one after the other have in common: the same body, on the same day.
_SHARED = ("instance", "function", "college", "designation", "commitment", "start_on", "planned_end_on")
_SECTIONS = (
    (
        N_("Person"),
        ("last_name", "first_name", "gender", "birth_year", "email", "phone", "arrondissement", "organisation"),
    ),
    (N_("Legal guardian (minors)"), ("guardian_name", "guardian_email", "guardian_phone")),
    (N_("Mandate"), _MANDATE),
    (N_("Consents"), ("newsletter_consent", "newsletter_consent_on")),
)


def _form_type() -> type[RecordForm]:
    person = form_class(Person, _PERSON, {}, (), "PersonView")
    relations = {
        "instance": Relation(is_writable_only=True),
        "function": FUNCTION_CHOICE,
        "college": COLLEGE_CHOICE,
        "seat": SEAT_CHOICE,
    }
    mandate = form_class(Mandate, _MANDATE, relations, (), "MandateView")
    return type("EnrolmentForm", (person, mandate, LookAlike), {})


EnrolmentForm = _form_type()


def enrol(view: Any) -> Any:
    """GET shows the form, POST creates both rows or none."""
    person_names = tuple(name for name in _PERSON if name not in view.hidden_fields())
    typed = typed_again()
    form = EnrolmentForm() if typed is None else EnrolmentForm(formdata=typed)
    for name in _PERSON:
        if name not in person_names:
            del form[name]
    form["last_name"].description = gettext(
        "Asked, like the body and the function of the mandate: the rest can be completed later."
    )
    if "newsletter_consent" in form:
        form["newsletter_consent"].description = gettext(
            "To be asked: convening needs no agreement, the newsletter does. « News only » as a commitment is not one."
        )
        form["newsletter_consent_on"].description = gettext("Left empty, today, once there is an answer.")
    if request.method != "POST":
        _preset(form)
    elif typed is None and not form.validate():
        _tell_rules_too(form, person_names)
    elif typed is None:
        through(db.session, Door.FORM, gettext("Enrolment: %(name)s", name=form["last_name"].data))
        mandate, entry_id = _save(form, person_names)
        if mandate is not None and mandate.person is not None:
            ask_for_guardian(mandate.person)
            ask_for_consent(mandate)
            flash_undoable(gettext("Saved: %(what)s.", what=_seated(mandate)), entry_id)
            body = _body_come_from()
            if request.form.get("then") == ANOTHER:
                return redirect(view.url("enrol", after=mandate.id, **({BACK: body} if body else {})))
            return redirect(f"{body}#tabs" if body else view.url("show", pk=mandate.person_id))
    keep_those_of_body(form)
    return _page(view, form)


def _seated(mandate: Mandate) -> str:
    """Who was enrolled, in which seat if any, in which function of which body."""
    seat = (gettext("seat %(seat)s", seat=mandate.seat),) if mandate.seat is not None else ()
    return " – ".join((str(mandate.person), mandate.function.label, *seat, mandate.instance.name))


def _body_come_from() -> str:
    """The page of the body that one came from, to come back to its members; empty from elsewhere."""
    address = came_from()
    return address if urlsplit(address).path.startswith(url_for("InstanceView.show", pk=0)[:-1]) else ""


def ask_for_guardian(person: Person) -> None:
    """Says what is still to fill in for someone who may be a minor; what was typed is saved all the same."""
    if lacks_guardian(person, context_of(db.session).today):
        text = gettext("%(who)s may be a minor: give a legal guardian with an e-mail address or a phone.", who=person)
        flash(text, "warning")


def ask_for_consent(mandate: Mandate) -> None:
    """Says that who only wants the news has not agreed to receive it: no letter goes without."""
    person = mandate.person
    if (
        not may("can_read", "PersonalData")
        or person is None
        or mandate.commitment is not Commitment.NEWS_ONLY
        or person.newsletter_consent is Consent.GIVEN
    ):
        return
    text = N_("%(who)s only wants the news, and has not agreed to the newsletter: ask, then note it on the record.")
    flash(gettext(text, who=person), "warning")


def _preset(form: RecordForm) -> None:
    """The body named in the address, or what the next person shares with the one just enrolled (`?after=7`)."""
    for mandate_id in posted_ids(request.args.getlist("after"))[:1]:
        mandate = db.session.scalars(select(Mandate).where(Mandate.id == mandate_id)).one_or_none()
        if mandate is not None:
            fill_from_values(form, form_data(mandate, _SHARED))
    fill_from_address(form, request.args.items())
    fill_only_arrondissement(form)
    propose_for_seat(form)


def _save(form: RecordForm, person_names: tuple[str, ...]) -> tuple[Mandate | None, int | None]:
    """The mandate once created, with its person or for the record that was chosen, else None; its journal entry."""
    try:
        with db.session.no_autoflush:
            person, mandate = _filled(form, person_names)
            broken = _broken_rules(person, mandate)
            alike = visible_duplicates(db.session, person)
            who = who_is_it(form, alike, is_told=not broken)
            if who is None or (broken and who.person is None):
                db.session.rollback()
                for violation in broken:
                    add_one(form, violation)
                return None, None
            if who.person is not None:
                _, mandate = _filled(form, person_names)  # the rules above completed the first for someone new
                mandate.person = who.person
                take_record(who.person, person, person_names)
                check_row(db.session, mandate, context_of(db.session).today)
        db.session.add_all([mandate] if who.person is not None else [person, mandate])
        db.session.flush()
        if who.person is None:
            queue_duplicates(db.session, person, who.others)
        entry_id = commit_undoable()
    except RuleViolation as violation:
        db.session.rollback()
        add_violation(form, violation)
        return None, None
    except SQLAlchemyError as error:
        db.session.rollback()
        add_violation(form, violation_of(error, Mandate.__table__))
        return None, None
    return mandate, entry_id


def _tell_rules_too(form: RecordForm, person_names: tuple[str, ...]) -> None:
    """What the rules say of a form whose fields already refuse: all that is wrong is told at once."""
    with db.session.no_autoflush:
        broken = _broken_rules(*_filled(form, person_names))
    db.session.rollback()
    for violation in broken:
        if violation.field is None or not any(
            form[name].errors for name in (violation.field, violation.field.removesuffix("_id")) if name in form
        ):
            add_one(form, violation)


def _filled(form: RecordForm, person_names: tuple[str, ...]) -> tuple[Person, Mandate]:
    """Both rows, of the fields that are readable."""
    person, mandate = Person(), Mandate()
    for row, names in ((person, person_names), (mandate, _MANDATE)):
        for name in names:
            if not form[name].errors:
                assign(row, name, form[name].data)
    if person.newsletter_consent not in (None, Consent.UNKNOWN) and person.newsletter_consent_on is None:
        person.newsletter_consent_on = context_of(db.session).today
    mandate.person = person
    return person, mandate


def _broken_rules(person: Person, mandate: Mandate) -> list[RuleViolation]:
    """The rules that each of both rows breaks; of a mandate, once its body and its function are known."""
    broken: list[RuleViolation] = []
    for row in (person, mandate):
        try:
            check_row(db.session, row, context_of(db.session).today)
        except RuleViolation as violation:
            broken.extend(violation.all)
    return broken


def _page(view: Any, form: RecordForm) -> Any:
    title = gettext("Person and mandate")
    check = check_section(form)
    errors = sum(1 for field in form if field.errors) + len(form.form_errors)
    page = FormPage(
        title=title,
        crumbs=(*view.crumbs(), Crumb(title)),
        form=form,
        sections=tuple(
            FormSection(gettext(section), names, section_help(section))
            for section, all_names in _SECTIONS
            if (names := tuple(name for name in all_names if name in form))
        )
        + check,
        action_url=view.url("enrol"),
        cancel_url=view.url("list"),
        submit_label=gettext("Save"),
        another_label=gettext("Save and enrol someone else"),
        another_short=gettext("someone else"),
        is_next="after" in request.args,
        is_typed_again=KEPT in request.form,
        error_count=errors,
    )
    return render("base/form.html", status=422 if errors else 200, page=page, locked_labels={})
