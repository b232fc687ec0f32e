"""Amendments and renewals of contracts on screen: what they change, and the acts that bring them into force."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import redirect, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy.orm import joinedload

from mdo.amendments.columns import AMENDMENT_COLUMNS, CUMULATED, RENEWAL_COLUMNS, SHARE
from mdo.amendments.fields import AMENDMENT, RENEWAL
from mdo.amendments.renewals import next_period, write_renewal
from mdo.amendments.rules import next_number, write_amendment
from mdo.amendments.shares import Standing, asks_committee, in_force_before, remarks_on, standing_of
from mdo.amendments.thresholds_passed import thresholds_passed
from mdo.contracts.legality import Review, review_of
from mdo.contracts.legality import remarks_of as review_remarks
from mdo.contracts.limits import Limits, stored_limits
from mdo.contracts.remark_words import Remark
from mdo.contracts.room import check_room_after
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.procurement.figures import stored_figures
from mdo.procurement.thresholds import stored_thresholds
from models.amendments import Amendment, AmendmentGround, AmendmentOpinion, Renewal, RenewalDecision
from models.contracts import Contract, ContractHolder
from models.suppliers import Supplier
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import DateFilter, EnumFilter
from views.base.forms import RecordForm, form_class
from views.base.kept import keeps_typing
from views.base.pages import Cell, FactGroup, Link
from views.base.prefill import fill_from_values
from views.base.relations import Relation
from views.base.words import tone_of, value_in_words
from views.contracts.panels import percent_in_words
from views.contracts.rows import AWARDED_CONTRACT, ContractRowView, contract_filter, today_if_empty

_AMENDMENT = FIELD_LABELS[Amendment]
_RENEWAL = FIELD_LABELS[Renewal]
_IN_USE = Relation(where=lambda: Supplier.is_active.is_(True))

_WHAT_IT_CHANGES = N_("What it changes")

CommitteeForm = form_class(
    Amendment,
    ("committee_on", "committee_opinion"),
    {},
    ("committee_on", "committee_opinion"),
    "AmendmentView",
)
SignForm = form_class(Amendment, ("signed_on",), {}, ("signed_on",), "AmendmentView")
TransmitForm = form_class(Amendment, ("transmitted_on",), {}, ("transmitted_on",), "AmendmentView")
NotifyForm = form_class(Amendment, ("notified_on",), {}, ("notified_on",), "AmendmentView")
DecideForm = form_class(Renewal, ("decision", "decided_on", "notes"), {}, ("decision", "decided_on"), "RenewalView")


def next_act(amendment: Amendment, review: Review | None, limits: Limits) -> tuple[str, str, str] | None:
    """The act that comes next: the method of the view, its label (a message id) and its icon; None when all is done."""
    if amendment.signed_on is not None and amendment.transmitted_on is None and review is not None:
        return "transmit", N_("Note the transmission"), "shield-check"
    if amendment.notified_on is not None:
        return None
    if amendment.signed_on is not None:
        return "notify", N_("Notify"), "send-check"
    if asks_committee(amendment, in_force_before(amendment), limits) and amendment.committee_opinion is None:
        return "committee", N_("Opinion of the CAO"), "people"
    return "sign", N_("Sign"), "pen"


def _review(row: Amendment) -> Review | None:
    return review_of(db.session, row.contract, context_of(db.session).today)


def _limits(row: Amendment) -> Limits:
    return stored_limits(db.session, row.contract, context_of(db.session).today)


def passed(standing: Standing) -> Sequence[Remark]:
    """The thresholds that an amendment carries its contract over."""
    return tuple(thresholds_passed(standing, stored_thresholds(db.session), context_of(db.session).today))


def where_it_stands(row: Amendment) -> tuple[str, str]:
    """Drafted, signed or notified: a tone and its words."""
    if row.notified_on is not None:
        return "ok", gettext("Notified on %(day)s", day=value_in_words(row.notified_on))
    if row.signed_on is not None:
        return "info", gettext("Signed on %(day)s", day=value_in_words(row.signed_on))
    return "muted", gettext("Draft (contract)")


class AmendmentView(ContractRowView):
    """What amendments add to contracts, and what they weigh."""

    model = Amendment
    route_base = "/avenants"
    columns = AMENDMENT_COLUMNS
    order = ("notified_on", "desc")
    completed = ("number",)
    required = ("ground",)
    sections = AMENDMENT.sections
    read_only = frozenset({"moved_from_on"})
    relations = {"contract": AWARDED_CONTRACT, "supplier": _IN_USE}
    copied = ("contract", "ground", "subject")
    carried = ("contract",)
    filters = (
        EnumFilter("ground", _AMENDMENT["ground"], AmendmentGround, Amendment.ground),
        contract_filter(Amendment.contract_id),
        EnumFilter("committee_opinion", _AMENDMENT["committee_opinion"], AmendmentOpinion, Amendment.committee_opinion),
        DateFilter("signed_on", _AMENDMENT["signed_on"], Amendment.signed_on),
        DateFilter("notified_on", _AMENDMENT["notified_on"], Amendment.notified_on),
    )
    empty_text = N_("No amendment yet: add one from the page of its contract.")

    def extra_loads(self) -> Sequence[Any]:
        contract = joinedload(Amendment.contract)
        return (
            contract.selectinload(Contract.amendments),
            contract.selectinload(Contract.periods),
            contract.joinedload(Contract.template),
            contract.selectinload(Contract.holders).joinedload(ContractHolder.supplier),
        )

    def subtitle(self, row: Amendment) -> str:
        return str(row.contract)

    def status(self, row: Amendment) -> Cell:
        """Drafted, signed or notified."""
        tone, words = where_it_stands(row)
        return Cell("standing", gettext("Where it stands"), words, tone=tone)

    def fact_groups(self, row: Amendment, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """What it weighs of the initial amount comes after what it adds, with what the law says of it."""
        standing = standing_of(row)
        remarks = (*remarks_on(standing, _limits(row)), *passed(standing), *review_remarks(row, _review(row)))
        limits = " ".join(remark.words.text(gettext) for remark in remarks)
        weights = (
            Cell("share", gettext(SHARE), percent_in_words(standing.share)),
            Cell("cumulated", gettext(CUMULATED), percent_in_words(standing.cumulated)),
            Cell("limits", gettext("Limits"), limits, "long_text"),
        )
        groups = super().fact_groups(row, may_open)
        changed = self.section_title(_WHAT_IT_CHANGES, row)
        return tuple(
            replace(group, facts=(group.facts[0], *weights, *group.facts[1:])) if group.title == changed else group
            for group in groups
        )

    def record_actions(self, row: Amendment) -> tuple[Link, ...]:
        """The next act comes first, before « edit »."""
        links = super().record_actions(row)
        following = next_act(row, _review(row), _limits(row))
        if following is None or not links or links[0].url != self.url("edit", pk=row.id):
            return links
        method, label, icon = following
        first = Link(gettext(label), self.url(method, pk=row.id), icon, "primary")
        return (first, replace(links[0], style="secondary"), *links[1:])

    def preset(self, form: RecordForm) -> None:
        super().preset(form)
        contract = db.session.get(Contract, form["contract"].data) if form["contract"].data else None
        if contract is not None and form["number"].data is None:
            fill_from_values(form, {"number": next_number(contract.amendments)})

    def check(self, row: Amendment) -> None:
        """As the door of all rows asks it, around what its notification moves."""
        today = context_of(db.session).today
        write_amendment(row, stored_thresholds(db.session), stored_figures(db.session), today)
        check_room_after(db.session, row, today)

    @expose("/committee/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def committee(self, pk: int) -> Any:
        """What the CAO said of it, and when."""
        return self.act(pk, "committee", CommitteeForm, gettext("Opinion of the CAO"), today_if_empty("committee_on"))

    @expose("/sign/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def sign(self, pk: int) -> Any:
        """The day on which it was signed."""
        return self.act(pk, "sign", SignForm, gettext("Signature"), today_if_empty("signed_on"))

    @expose("/transmit/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def transmit(self, pk: int) -> Any:
        """The day on which it went to the review of legality."""
        words = gettext("Transmission to the review of legality")
        return self.act(pk, "transmit", TransmitForm, words, today_if_empty("transmitted_on"))

    @expose("/donnees/<int:pk>")
    @has_access
    @permission_name("show")
    def open_data(self, pk: int) -> Any:
        """Leads to the essential data of its contract, which tell how it is published."""
        row = self.fetch(pk, with_facts=False)
        return redirect(url_for("ContractView.show", pk=row.contract_id, tab="open_data", _anchor="tabs"))

    @expose("/notify/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def notify(self, pk: int) -> Any:
        """The day on which the holder was told: the contract is as amended from then on."""
        return self.act(pk, "notify", NotifyForm, gettext("Notification"), today_if_empty("notified_on"))


class RenewalView(ContractRowView):
    """Renewals of contracts, and what was decided of them."""

    model = Renewal
    route_base = "/reconductions"
    columns = RENEWAL_COLUMNS
    order = ("decide_by_on", "asc")
    completed = ("number", "starts_on", "ends_on")
    sections = RENEWAL.sections
    carried = ("contract",)
    filters = (
        EnumFilter("decision", _RENEWAL["decision"], RenewalDecision, Renewal.decision),
        contract_filter(Renewal.contract_id),
        DateFilter("decide_by_on", _RENEWAL["decide_by_on"], Renewal.decide_by_on),
    )
    empty_text = N_("No renewal yet: prepare one from the page of its contract.")

    def extra_loads(self) -> Sequence[Any]:
        contract = joinedload(Renewal.contract)
        return (contract.selectinload(Contract.periods), contract.selectinload(Contract.amendments))

    def subtitle(self, row: Renewal) -> str:
        return str(row.contract)

    def status(self, row: Renewal) -> Cell:
        words = value_in_words(row.decision)
        return Cell("decision", gettext(_RENEWAL["decision"]), words, tone=tone_of(row.decision))

    def record_actions(self, row: Renewal) -> tuple[Link, ...]:
        """What is to be decided comes first, before « edit »."""
        links = super().record_actions(row)
        edit = self.url("edit", pk=row.id)
        if row.decision is not RenewalDecision.PENDING or not links or links[0].url != edit:
            return links
        first = Link(gettext("Decide"), self.url("decide", pk=row.id), "check2-square", "primary")
        return (first, replace(links[0], style="secondary"), *links[1:])

    def preset(self, form: RecordForm) -> None:
        """The next renewal as the terms of the contract say."""
        super().preset(form)
        contract = db.session.get(Contract, form["contract"].data) if form["contract"].data else None
        following = next_period(contract) if contract is not None else None
        if following is not None:
            names = ("number", "starts_on", "ends_on", "decide_by_on")
            fill_from_values(form, {name: getattr(following, name) for name in names})

    def check(self, row: Renewal) -> None:
        """As the door of all rows asks it, around the end that its decision moves."""
        write_renewal(row, context_of(db.session).today)

    @expose("/decide/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def decide(self, pk: int) -> Any:
        """Renewed or not, on which day; the end of the contract moves with it."""

        def propose(row: Renewal) -> Mapping[str, Any]:
            return {**today_if_empty("decided_on")(row), "decision": RenewalDecision.RENEWED}

        return self.act(pk, "decide", DecideForm, gettext("Decision (contract)"), propose)
