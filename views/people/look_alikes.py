"""Someone about to be added who looks like people in sight: one of them, whose record is used, or someone else?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, url_for
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import inspect, select
from wtforms import Field

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.rules.row_rules import check_row
from mdo.kernel.scope.clauses import writable_clause
from mdo.people.namesakes import Known, complete, known_as, people_called
from models.people import Person
from views.base.apart import told_apart
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import FormSection
from views.base.words import value_in_words
from views.security.gate import may

CHECK = N_("Check")
NAMESAKE = "namesake"
SOMEONE_ELSE = "new"
NEW_RECORD = N_("Someone else: create a new record")
BY_NAME_ALONE = N_("Someone else: keep the name alone")
_QUESTION = N_("Already in the register? %(names)s. Say at the end of the form who it is.")


@dataclass(frozen=True)
class Answer:
    """One answer: `told` is what tells the person apart from others, `url` the record."""

    value: str
    text: str
    told: str = ""
    url: str = ""


class AnswersField(Field):
    """One of a few answers, each with what helps to choose it; asked of nobody until `offer`."""

    render_kind = "answers"

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.answers: tuple[Answer, ...] = ()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else None


class LookAlike(FlaskForm):
    """Asks, of a person about to be created who looks like others in sight, who it is."""

    namesake = AnswersField(
        lazy_gettext("Who is it?"),
        description=lazy_gettext("With a record that is used, nobody is created: what it did not say is added to it."),
    )


def chosen_among(answer: str | None, people: Sequence[Person]) -> Person | None:
    """Whom of these people an answer names."""
    return next((person for person in people if str(person.id) == answer), None)


def answers_about(people: Sequence[Person], new: str = NEW_RECORD) -> tuple[Answer, ...]:
    """An answer for each of these people, with what tells them apart, then « someone else »; none without people."""
    names = told_apart((person.id, str(person)) for person in people)
    opens = may("can_show", "PersonView")
    answers = [
        Answer(
            str(known.person.id),
            gettext("It is this person: use the record – %(name)s", name=names[known.person.id]),
            _told(known),
            url_for("PersonView.show", pk=known.person.id) if opens else "",
        )
        for known in known_as(db.session, people, context_of(db.session).today)
    ]
    return (*answers, Answer(SOMEONE_ELSE, gettext(new))) if answers else ()


@dataclass(frozen=True)
class Who:
    """Who someone about to be added is: the `person` whose record is used, else none of the `others` (their ids)."""

    person: Person | None
    others: frozenset[int] = frozenset()


def who_is_it(form: FlaskForm, people: Sequence[Person], new: str = NEW_RECORD, *, is_told: bool = True) -> Who | None:
    """Puts the question about these people to the form, and says what it answers.

    None while it waits for an answer, which the form then says, where it `is_told`; its page shows `check_section`.
    """
    field = form[NAMESAKE]
    field.answers = answers_about(people, new)
    chosen = chosen_among(field.data, people)
    if chosen is not None:
        return Who(chosen)
    if not people or field.data == SOMEONE_ELSE:
        return Who(None, frozenset(other.id for other in people))
    if is_told:
        names = ", ".join(told_apart((person.id, str(person)) for person in people).values())
        field.errors = [*field.errors, gettext(_QUESTION, names=names)]
    return None


def check_section(form: FlaskForm) -> tuple[FormSection, ...]:
    """The section of the question, where it is asked; else it goes off the form."""
    if NAMESAKE in form and not form[NAMESAKE].answers:
        del form[NAMESAKE]
    return (FormSection(gettext(CHECK), (NAMESAKE,)),) if NAMESAKE in form else ()


def namesakes_of(name: str | None) -> list[Person]:
    """The people in sight who bear a name, for who may read the list of people."""
    return people_called(db.session, name) if may("can_list", "PersonView") else []


def _told(known: Known) -> str:
    """« 40 à 59 ans – Conseil citoyen Mermoz – Lyon 8e »: the age for who reads personal data."""
    age = known.age if may("can_read", "PersonalData") else None
    bodies = ", ".join(known.bodies) or gettext("no mandate")
    return " – ".join(
        part for part in (value_in_words(age), bodies, known.place or gettext("arrondissement not stated")) if part
    )


def take_record(person: Person, typed: Person, names: Sequence[str]) -> None:
    """What was typed goes to what the record of someone does not say, where one may change it; the rest is told.

    Flushes nothing. Raises RuleViolation.
    """
    may_write = may("can_edit", "PersonView") and _is_writable(person)
    if may_write:
        filled, different = complete(person, typed, names)
        check_row(db.session, person, context_of(db.session).today)
    else:
        filled, different = [], [name for name in names if getattr(typed, name) not in (None, "")]
    if filled:
        flash(gettext("Added to the record of %(name)s: %(what)s.", name=person, what=_labels(filled)), "info")
    left = [name for name in different if name not in ("last_name", "first_name")]
    if left:
        said = ", ".join(f"{_labels([name])} ({_word(typed, name)})" for name in left)
        words = gettext("The record of %(name)s says otherwise and stays as it is; you had typed: %(what)s.",
                        name=person, what=said)  # fmt: skip
        flash(words, "warning")


def _is_writable(person: Person) -> bool:
    context = context_of(db.session)
    clause = writable_clause(Person, context.scope, context.today)
    return bool(db.session.scalar(select(clause).where(Person.id == person.id)))


def _labels(names: Sequence[str]) -> str:
    return ", ".join(gettext(FIELD_LABELS[Person][name]) for name in names)


def _word(row: Person, name: str) -> str:
    value = getattr(row, name)
    return str(value) if name in inspect(Person).relationships else value_in_words(value)
