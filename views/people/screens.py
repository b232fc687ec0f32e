"""People, their mandates and the queue of possible duplicates, on screen."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from flask import url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import ColumnElement, func, not_, or_, select
from sqlalchemy.orm import aliased, joinedload

from mdo.instances.rules import is_enrolment
from mdo.instances.short_names import with_short_bodies
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, columns_named
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.scope.reading import ROW_BY_ROW
from mdo.kernel.states.acts import Act
from mdo.people.columns import MANDATE_COLUMNS, SHOWN_PERSON_COLUMNS
from mdo.people.completeness import missing_in_mandate, missing_in_person, person_to_complete
from mdo.people.fields import MANDATE, PERSON
from mdo.people.mandates import MANDATE_ACTS, MandateStatus, in_force_clause, status_clause, status_of
from mdo.people.sight import held_by_this_alone
from models.instances import Instance, MandateFunction
from models.organisations import Organisation
from models.people import Mandate, Person
from models.territory import Arrondissement
from views.base.actions import BulkSpec
from views.base.apart import numbered, told_apart
from views.base.catalogues import gettext
from views.base.coming_back import came_from
from views.base.database import db
from views.base.filters import BooleanFilter, DayFilter, EnumFilter, RelationFilter, filters_of, relation_filter
from views.base.forms import RecordForm
from views.base.freshness import to_refresh
from views.base.importable import ImportableView
from views.base.kept import keeps_typing
from views.base.listing import ListState
from views.base.pages import Cell, Link, Panel
from views.base.readymade import ReadyView
from views.base.record import RelatedList, TabSource
from views.base.relations import Relation
from views.base.words import date_in_words, tone_of, value_in_words
from views.documents.carrying import CarriesDocuments
from views.events.page import trainings_tab
from views.instances.choices import (
    COLLEGE_CHOICE,
    FUNCTION_CHOICE,
    SEAT_CHOICE,
    keep_those_of_body,
    of_arrondissements,
)
from views.mail.adding import ADD_TO_MAILING
from views.mail.letters import writing_to
from views.meetings.assiduity import assiduity_tab
from views.people.adding import NewPersonView
from views.people.enrolment import ask_for_consent, ask_for_guardian, enrol
from views.people.filling import propose_for_seat, someone_new
from views.people.held import HELD, HELD_FILTERS, LISTED
from views.people.renewal import apply_renewals, renew_rows

WRITE = writing_to(N_("Write to the members"))


def _has_mandate(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    held = select(Mandate.person_id).where(Mandate.person_id.is_not(None))
    return Person.id.in_(held) if wanted else Person.id.not_in(held)


def _to_complete(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    clause = person_to_complete(today)
    return clause if wanted else not_(clause)


class PersonView(CarriesDocuments, NewPersonView):
    """The register of people."""

    model = Person
    empty_for = N_("Here are the members of bodies, with their contact details.")
    route_base = "/personnes"
    held_by = (Mandate.person_id,)
    copied = ("arrondissement", "organisation")
    carried = ("arrondissement", "organisation")
    columns = SHOWN_PERSON_COLUMNS
    listed = LISTED
    beside = HELD
    in_file = {"last_name": ("last_name", "first_name")}
    order = ("last_name", "asc")
    filters = (
        relation_filter(
            PERSON["arrondissement"],
            Arrondissement.name,
            Arrondissement.number,
            empty=lambda: Person.arrondissement_id.is_(None),
            empty_label=N_("not stated"),
        ),
        *filters_of(PERSON, "gender"),
        relation_filter(PERSON["organisation"], Organisation.name, is_short=False),
        *HELD_FILTERS,
        BooleanFilter("has_mandate", N_("Has a mandate"), build=_has_mandate),
        BooleanFilter("to_complete", N_("To complete"), build=_to_complete),
    )
    ready_views = (
        ReadyView(N_("With a mandate"), "f_has_mandate=1"),
        ReadyView(N_("Expired mandates"), "f_mandate_status=expired"),
        ReadyView(N_("Without a mandate"), "f_has_mandate=0"),
        ReadyView(N_("Records to complete"), "f_to_complete=1"),
    )
    bulk = (WRITE, ADD_TO_MAILING)
    related_lists = (
        RelatedList(
            "mandates",
            Mandate,
            columns_named(
                MANDATE_COLUMNS, "instance", "function", "start_on", "planned_end_on", "ended_on", "status", "rank"
            ),
            lambda row: Mandate.person_id == row.id,
            (Mandate.start_on.desc(),),
            filter_argument="person",
            add_argument="person",
        ),
    )
    can_import_kind = "people"

    def subtitle(self, row: Person) -> str:
        return row.arrondissement.name if row.arrondissement else ""

    def tabs(self, row: Person) -> tuple[TabSource, ...]:
        *lists, history = super().tabs(row)
        return (*lists, *assiduity_tab(row), *trainings_tab(self, row), history)

    def missing(self, row: Person) -> Sequence[str]:
        return missing_in_person(row, context_of(db.session).today)

    def why_complete(self) -> str:
        return gettext("Parity, age bands and the internal directory leave out what is not stated.")

    def list_actions(self) -> Sequence[Link]:
        if not (self.may("can_add") and self.may("can_add", "MandateView")):
            return ()
        return (Link(gettext("Person and mandate"), self.url("enrol"), "person-plus"),)

    def called(self, row: Person) -> str:
        """With the number of the record where another in sight bears the name, accents and case aside."""
        others = select(Person.id).where(Person.sort_key == row.sort_key, Person.id != row.id).limit(1)
        is_alone = db.session.scalar(others, execution_options=ROW_BY_ROW) is None
        return str(row) if is_alone else numbered(str(row), row.id)

    def apart(self, rows: Sequence[Person]) -> Mapping[int, str]:
        """The number of those who have the same name."""
        names = told_apart((row.id, str(row)) for row in rows)
        return {row.id: names[row.id].removeprefix(str(row)).strip() for row in rows}

    def after_save(self, row: Person) -> None:
        ask_for_guardian(row)

    @expose("/enrol", methods=["GET", "POST"])
    @has_access
    @permission_name("add")
    @keeps_typing
    def enrol(self) -> Any:
        """A person and the mandate in one form."""
        return enrol(self)


def _status(members: list[Any], today: dt.date) -> ColumnElement[bool]:
    return or_(*(status_clause(member, today) for member in members))


def _ends(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    return Mandate.planned_end_on.is_not(None) if wanted else Mandate.planned_end_on.is_(None)


def _is_renewed(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    """Those that another one follows."""
    followed = Mandate.id.in_(select(_next.previous_id).where(_next.previous_id.is_not(None)))
    return followed if wanted else not_(followed)


_next = aliased(Mandate)
_MANDATE_SECTION = N_("Mandate")


_DELETE_HERE = N_(
    "Delete the ticked rows? You no longer see the people whose only mandate where you work is among them."
)


class MandateView(ImportableView):
    """Mandates, or enrolments in a body with open membership."""

    model = Mandate
    empty_for = N_("Here is who sits in which body, from when to when.")
    machine = MANDATE_ACTS
    route_base = "/mandats"
    copied = ("instance", "organisation", "function", "college", "designation", "commitment")
    carried = ("instance", "function", "college", "designation", "commitment", "start_on", "planned_end_on")
    columns = MANDATE_COLUMNS
    order = ("person", "asc")
    relations = {
        "instance": Relation(is_writable_only=True),
        "function": FUNCTION_CHOICE,
        "college": COLLEGE_CHOICE,
        "seat": SEAT_CHOICE,
        "substitute_of": Relation(
            within="instance",
            loads=(joinedload(Mandate.person), joinedload(Mandate.organisation), joinedload(Mandate.instance)),
        ),
    }
    filters = (
        EnumFilter("status", N_("Status"), MandateStatus, build=_status),
        DayFilter("on", N_("In force on"), build=in_force_clause),
        relation_filter(MANDATE["instance"], Instance.name, is_short=False),
        RelationFilter(
            "arrondissements",
            FIELD_LABELS[Instance]["arrondissements"],
            Arrondissement,
            Arrondissement.name,
            Arrondissement.number,
            build=lambda ids: Mandate.instance_id.in_(select(Instance.id).where(of_arrondissements(ids))),
        ),
        relation_filter(MANDATE["function"], MandateFunction.label, MandateFunction.position),
        relation_filter(
            MANDATE["person"], Person.last_name + " " + func.coalesce(Person.first_name, ""), is_short=False
        ),
        relation_filter(MANDATE["organisation"], Organisation.name, is_short=False),
        *filters_of(MANDATE, "designation", "commitment", "start_on", "planned_end_on"),
        BooleanFilter("ends", N_("With a planned end"), build=_ends),
        BooleanFilter("renewed", N_("Already renewed"), build=_is_renewed),
        to_refresh(Mandate),
    )
    ready_views = (
        # Those that never end, enrolments most of all, would come before all others or after them, as databases differ.
        # What was renewed asks nothing any more.
        ReadyView(N_("In force, first to end first"), "f_status=in_force&f_ends=1&f_renewed=0&order=planned_end_on"),
        ReadyView(N_("Expired mandates"), "f_status=expired"),
        ReadyView(N_("Mandates to come"), "f_status=upcoming"),
    )
    bulk = (BulkSpec("renew", N_("Renew"), "can_edit", renew_rows, icon="arrow-repeat"), WRITE, ADD_TO_MAILING)
    can_import_kind = "mandates"
    named_by = ("function", "instance")

    def extra_loads(self) -> Sequence[Any]:
        return (joinedload(Mandate.instance).joinedload(Instance.type), joinedload(Mandate.function))

    def saved_url(self, row: Any) -> str:
        """A seat that was filled from among others, or from the page of its body, leads back there."""
        back = came_from() if row.seat_id is not None else ""
        seats, body = url_for("SeatView.list"), url_for("InstanceView.show", pk=row.instance_id)
        return back if urlsplit(back).path in (seats, body) else super().saved_url(row)

    def called(self, row: Mandate) -> str:
        """Whose, in which function of which body: by the name alone one would take it for the person."""
        return f"{row.person or row.organisation} – {self.subtitle(row)}"

    def window_title(self, row: Mandate) -> str:
        """One follows the other in the same function."""
        since = gettext("since %(day)s", day=date_in_words(row.start_on)) if row.start_on else ""
        return " – ".join(part for part in (self.called(row), since) if part)

    def on_screen(self, shown: Sequence[Column], rows: Sequence[Any], state: ListState) -> Sequence[Column]:
        """« CQ » leaves room for what tells bodies apart."""
        return with_short_bodies(super().on_screen(shown, rows, state))

    def apart(self, rows: Sequence[Mandate]) -> Mapping[int, str]:
        """Mandates of one holder by the rest of it, which stands in other columns: only where there are several."""
        held = Counter((row.person_id, row.organisation_id) for row in rows)
        several = (row for row in rows if held[row.person_id, row.organisation_id] > 1)
        return {row.id: f"– {row.function}, {row.instance}" for row in several}

    def all_bulk(self) -> tuple[BulkSpec, ...]:
        """A reader with limits may lose people from sight by a bulk deletion too: its question says so."""
        found = super().all_bulk()
        if context_of(db.session).scope.is_unlimited:
            return found
        return tuple(replace(spec, confirm=_DELETE_HERE) if spec.permission == "can_delete" else spec for spec in found)

    def delete_warnings(self, rows: Sequence[Mandate]) -> Mapping[int, str]:
        lost = held_by_this_alone(db.session, rows)
        text = gettext("Without this mandate you no longer see this person: nothing else puts them where you work.")
        return {row.id: text for row in rows if row.person_id in lost}

    def subtitle(self, row: Mandate) -> str:
        return f"{self.word_for(row)} – {row.function.label} – {row.instance.name}"

    def word_for(self, row: Mandate) -> str:
        """« Inscription » in a body with open membership, unless the function keeps a term; « mandat » elsewhere."""
        return gettext("Enrolment") if is_enrolment(row.instance, row.function) else gettext("Mandate")

    def render_form(self, form: RecordForm, *arguments: Any, **more: Any) -> Any:
        if "instance" in form:
            keep_those_of_body(form)
        return super().render_form(form, *arguments, **more)

    def preset(self, form: RecordForm) -> None:
        super().preset(form)
        propose_for_seat(form)

    def advice(self, names: Sequence[str], form: RecordForm, row: Any) -> Panel | None:
        may_enrol = row is None and "person" in names and self.may("can_add", "PersonView")
        return someone_new(form) if may_enrol else None

    def after_save(self, row: Mandate) -> None:
        ask_for_consent(row)

    def section_title(self, title: str, row: Mandate | None) -> str:
        if title == _MANDATE_SECTION and row is not None:
            return self.word_for(row)
        return super().section_title(title, row)

    def status(self, row: Mandate) -> Cell:
        status = status_of(row, context_of(db.session).today)
        return Cell("status", gettext("Status"), value_in_words(status), tone=tone_of(status))

    def missing(self, row: Mandate) -> Sequence[str]:
        return missing_in_mandate(row, context_of(db.session).today)

    def why_complete(self) -> str:
        return gettext("Without a start date, nothing tells whether it is in force: no composition counts it.")

    def writer_actions(self, row: Mandate) -> Sequence[Link]:
        if row.ended_on is not None:
            return ()
        is_free = is_enrolment(row.instance, row.function)
        words = gettext("End the enrolment") if is_free else gettext("End the mandate")
        end = Link(words, self.act_url(MANDATE_ACTS.act("end"), row), "calendar-x")
        if is_free:
            return (end,)
        fields = (("action", "renew"), ("rowid", str(row.id)))
        return (Link(gettext("Renew"), self.url("bulk_action"), "arrow-repeat", is_post=True, fields=fields), end)

    def act_title(self, act: Act, row: Mandate) -> str:
        if is_enrolment(row.instance, row.function):
            return gettext("End of the enrolment: %(what)s", what=row)
        return super().act_title(act, row)

    @expose("/renew", methods=["POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def renew(self) -> Any:
        """Writes the renewals that were previewed, as one journal entry."""
        return apply_renewals(self)
