"""Participative bodies on screen: the body, its type, colleges, seats and functions."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import request, url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from mdo.context import context_of
from mdo.instances.columns import (
    COLLEGE_COLUMNS,
    FUNCTION_COLUMNS,
    INSTANCE_COLUMNS,
    INSTANCE_TYPE_COLUMNS,
    SEAT_COLUMNS,
)
from mdo.instances.lifecycle import check_instance
from mdo.instances.rules import rules_of
from mdo.labels import FIELD_LABELS
from mdo.messages import N_
from mdo.people.columns import MANDATE_COLUMNS
from models.accounts import User
from models.instances import (
    RULE_COLUMNS,
    College,
    Instance,
    InstanceState,
    InstanceType,
    MandateFunction,
    Membership,
    Seat,
    instance_arrondissement,
)
from models.people import Mandate
from models.territory import Arrondissement
from views.base.database import db
from views.base.fields import parse_date
from views.base.filters import DateFilter, EnumFilter, RelationFilter
from views.base.pages import Cell, FactGroup, Link, Panel, Related
from views.base.record import RELATED_SIZE, RelatedList, table_of
from views.base.relations import Relation, own_arrondissements
from views.base.view import BackofficeView
from views.base.words import tone_of, value_in_words
from views.instance_panels import body_panels, mandates_of

_BODY = FIELD_LABELS[Instance]


def of_arrondissements(ids: list[int]) -> Any:
    """The bodies that have one of these arrondissements."""
    link = instance_arrondissement.c
    return Instance.id.in_(select(link.instance_id).where(link.arrondissement_id.in_(ids)))


def _city_wide() -> Any:
    return Instance.id.not_in(select(instance_arrondissement.c.instance_id))


ARRONDISSEMENTS_FILTER = RelationFilter(
    "arrondissements",
    _BODY["arrondissements"],
    Arrondissement,
    Arrondissement.name,
    Arrondissement.number,
    build=of_arrondissements,
    empty=_city_wide,
    empty_label=N_("whole city"),
)


_MEMBER_COLUMNS = tuple(
    column
    for column in MANDATE_COLUMNS
    if column.name in {"person", "organisation", "function", "college", "start_on", "planned_end_on", "status"}
)


# Colleges of several types bear one name, and the seats of all bodies the same numbers.
COLLEGE_CHOICE = Relation(
    is_few=True,
    loads=(joinedload(College.type), joinedload(College.instance)),
    label=lambda row: f"{row.name} – {row.type or row.instance}",
)
SEAT_CHOICE = Relation(
    loads=(joinedload(Seat.instance),),
    label=lambda row: f"{row.instance} – {row}",
)


_OWN_RULES = N_("Own rules (empty: those of the type)")


class InstanceView(BackofficeView):
    """The bodies: a page holds the facts, the composition at any day, parity and vacancy."""

    model = Instance
    route_base = "/instances"
    columns = INSTANCE_COLUMNS
    order = ("name", "asc")
    sections = (
        (N_("Body"), ("name", "code", "type", "arrondissements", "parent", "aliases")),
        (N_("Life cycle"), ("state", "state_on", "state_reason", "created_on", "dissolved_on")),
        (N_("Texts"), ("deliberation", "deliberation_on", "charter_on", "charter_url", "recognised_on")),
        (N_("People in charge"), ("elected_official", "elected_user", "agent", "mailbox", "oye_url")),
        (_OWN_RULES, RULE_COLUMNS),
        (N_("Notes"), ("notes",)),
    )
    relations = {
        "arrondissements": Relation(where=own_arrondissements),
        "elected_user": Relation(where=lambda: User.active.is_(True)),
        "agent": Relation(where=lambda: User.active.is_(True)),
    }
    filters = (
        EnumFilter("state", _BODY["state"], InstanceState, Instance.state),
        RelationFilter(
            "type", _BODY["type"], InstanceType, InstanceType.label, InstanceType.position, build=Instance.type_id.in_
        ),
        ARRONDISSEMENTS_FILTER,
        DateFilter("recognised_on", _BODY["recognised_on"], Instance.recognised_on),
    )
    can_import_kind = "instances"
    help_texts = {
        "code": lazy_gettext("Short and unique, for example CQ-5-01; imports recognise the body by it."),
        "aliases": lazy_gettext("Other names in use, one a line: imports accept them."),
        "arrondissements": lazy_gettext("None: a body of the whole city."),
        "state_reason": lazy_gettext("Asked for a body that falls dormant or is dissolved."),
        "recognised_on": lazy_gettext("For a conseil citoyen: date of the prefect's order."),
    }

    def extra_loads(self) -> Sequence[Any]:
        return (joinedload(Instance.type),)

    def subtitle(self, row: Instance) -> str:
        places = ", ".join(place.name for place in row.arrondissements) or gettext("whole city")
        return f"{row.type.label} – {places}"

    def status(self, row: Instance) -> Cell:
        return Cell("state", gettext(_BODY["state"]), value_in_words(row.state), tone=tone_of(row.state))

    def parts(self, row: Instance) -> tuple[tuple[Panel, ...], tuple[Related, ...]]:
        """Panels and members, all from one load of the mandates."""
        if not self.may("can_list", "MandateView"):
            return (), ()
        today = context_of(db.session).today
        day = parse_date(request.args.get("on", "")) or today
        mandates = mandates_of(row)
        for mandate in mandates:
            set_committed_value(mandate, "instance", row)
        list_url = url_for("MandateView.list", f_instance=row.id, f_on=day.isoformat())
        panels = body_panels(row, mandates, day, list_url=list_url, with_seats=self.may("can_list", "SeatView"))
        return panels, (self._members(row, mandates),)

    def _members(self, row: Instance, mandates: Sequence[Mandate]) -> Related:
        rights = self.rights_on("MandateView")
        title = gettext("Enrolments") if rules_of(row).is_open else gettext("Mandates")
        empty = gettext("No member yet: add one, or import a workbook.")
        shown = [(mandate, False) for mandate in mandates[:RELATED_SIZE]]
        add = None
        if "can_add" in rights and self.may_change(row):
            add = Link(gettext("Add a member"), url_for("PersonView.enrol", instance=row.id), "person-plus")
        return Related(
            id="members",
            title=title,
            count=len(mandates),
            table=table_of(title, _MEMBER_COLUMNS, shown, "MandateView", rights, empty),
            all_url=url_for("MandateView.list", f_instance=row.id),
            add=add,
        )

    def fact_groups(self, row: Instance, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """The section of the own rules shows all the rules in force, and which come from the type."""
        rules = rules_of(row)
        facts = tuple(
            Cell(name, gettext(_BODY[name]), self._rule_in_words(getattr(rules, name), getattr(row, name)))
            for name in RULE_COLUMNS
            if getattr(rules, name) is not None
        )
        in_force = FactGroup(gettext("Rules in force"), facts)
        own = self.section_title(_OWN_RULES, row)
        return tuple(in_force if group.title == own else group for group in super().fact_groups(row, may_open))

    @staticmethod
    def _rule_in_words(value: Any, own: Any) -> str:
        text = value_in_words(value)
        return text if own is not None else gettext("%(rule)s (rule of the type)", rule=text)

    def writer_actions(self, row: Instance) -> Sequence[Link]:
        if rules_of(row).is_open or not self.may("can_add", "SeatView"):
            return ()
        return (Link(gettext("Add a seat"), url_for("SeatView.add", instance=row.id), "grid-3x3-gap"),)

    def check(self, row: Instance) -> None:
        check_instance(row, context_of(db.session).today)


class InstanceTypeView(BackofficeView):
    """The kinds of bodies and their rules."""

    model = InstanceType
    route_base = "/types"
    columns = INSTANCE_TYPE_COLUMNS
    order = ("label", "asc")
    sections = (
        (N_("Type of body"), ("label", "code", "description", "is_permanent", "position")),
        (N_("Legal basis"), ("legal_basis", "legal_basis_url")),
        (N_("Rules"), RULE_COLUMNS),
    )
    filters = (EnumFilter("membership", FIELD_LABELS[InstanceType]["membership"], Membership, InstanceType.membership),)
    related_lists = (
        RelatedList(
            N_("Bodies"),
            Instance,
            "InstanceView",
            tuple(column for column in INSTANCE_COLUMNS if column.name in {"name", "arrondissements", "state"}),
            lambda row: Instance.type_id == row.id,
            (Instance.sort_key,),
            filter_argument="type",
            add_argument="type",
        ),
    )


class CollegeView(BackofficeView):
    """The colleges, of a type of body or of one body."""

    model = College
    route_base = "/colleges"
    columns = COLLEGE_COLUMNS
    order = ("name", "asc")
    sections = ((N_("College"), ("name", "type", "instance", "seats_planned", "is_predominant", "position")),)
    relations = {"instance": Relation(is_writable_only=True)}
    help_texts = {
        "type": lazy_gettext("For the college of all the bodies of a type."),
        "instance": lazy_gettext("For the college of this body alone."),
    }


class SeatView(BackofficeView):
    """The seats of closed bodies."""

    model = Seat
    route_base = "/sieges"
    columns = SEAT_COLUMNS
    order = ("instance", "asc")
    sections = (
        (N_("Seat"), ("instance", "college", "number", "label")),
        (N_("Appointment"), ("requirement", "appointing_authority", "opened_on", "closed_on")),
    )
    relations = {"instance": Relation(is_writable_only=True), "college": COLLEGE_CHOICE}
    filters = (
        RelationFilter(
            "instance",
            FIELD_LABELS[Seat]["instance"],
            Instance,
            Instance.name,
            build=Seat.instance_id.in_,
            is_short=False,
        ),
    )
    related_lists = (
        RelatedList(
            N_("Mandates"),
            Mandate,
            "MandateView",
            tuple(
                column
                for column in MANDATE_COLUMNS
                if column.name in {"person", "start_on", "planned_end_on", "status"}
            ),
            lambda row: Mandate.seat_id == row.id,
            (Mandate.start_on.desc(),),
        ),
    )


class FunctionView(BackofficeView):
    """What a mandate does in its body."""

    model = MandateFunction
    route_base = "/fonctions"
    columns = FUNCTION_COLUMNS
    order = ("label", "asc")
    sections = (
        (
            N_("Function"),
            ("label", "code", "instance", "is_bureau", "term_months", "max_consecutive_terms", "position"),
        ),
    )
    relations = {"instance": Relation(is_writable_only=True)}
    help_texts = {"is_bureau": lazy_gettext("Keeps a term even in a body with open membership.")}
