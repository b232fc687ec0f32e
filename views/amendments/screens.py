"""Amendments and renewals of contracts on screen: what they change, and the acts that bring them into force."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask import redirect, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy.orm import joinedload

from mdo.amendments.columns import AMENDMENT_COLUMNS, CUMULATED, SHARE
from mdo.amendments.fields import AMENDMENT, RENEWAL
from mdo.amendments.renewals import RENEWAL_ACTS, next_period, write_renewal
from mdo.amendments.rules import next_number, write_amendment
from mdo.amendments.shares import AmendmentShare, remarks_on, standing_of
from mdo.amendments.states import AMENDMENT_ACTS, law_of
from mdo.amendments.thresholds_passed import thresholds_passed
from mdo.contracts.legality import remarks_of as review_remarks
from mdo.contracts.lowering import check_lowering_after
from mdo.contracts.remark_words import Remark
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.procurement.figures import stored_figures
from mdo.procurement.thresholds import stored_thresholds
from models.amendments import Amendment, Renewal
from models.contracts import Contract, ContractHolder
from models.suppliers import Supplier
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import filters_of
from views.base.forms import RecordForm
from views.base.pages import Cell, FactGroup
from views.base.prefill import fill_from_values
from views.base.relations import Relation
from views.base.words import tone_of, value_in_words
from views.contracts.panels import percent_in_words
from views.contracts.rows import AWARDED_CONTRACT, ContractRowView, contract_filter

_RENEWAL = FIELD_LABELS[Renewal]
_IN_USE = Relation(where=lambda: Supplier.is_active.is_(True))

_WHAT_IT_CHANGES = N_("What it changes")


def passed(standing: AmendmentShare) -> Sequence[Remark]:
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
    machine = AMENDMENT_ACTS
    route_base = "/avenants"
    columns = AMENDMENT_COLUMNS
    order = ("notified_on", "desc")
    completed = ("number",)
    required = ("ground",)
    relations = {"contract": AWARDED_CONTRACT, "supplier": _IN_USE}
    copied = ("contract", "ground", "subject")
    carried = ("contract",)
    filters = (
        *filters_of(AMENDMENT, "ground"),
        contract_filter(Amendment.contract_id),
        *filters_of(AMENDMENT, "committee_opinion", "signed_on", "notified_on"),
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
        review, known = law_of(db.session, row.contract)
        remarks = (*remarks_on(standing, known), *passed(standing), *review_remarks(row, review))
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

    def preset(self, form: RecordForm) -> None:
        super().preset(form)
        contract = db.session.get(Contract, form["contract"].data) if form["contract"].data else None
        if contract is not None and form["number"].data is None:
            fill_from_values(form, {"number": next_number(contract.amendments)})

    def check(self, row: Amendment) -> None:
        """As the door of all rows asks it, around what its notification moves."""
        today = context_of(db.session).today
        write_amendment(row, stored_thresholds(db.session), stored_figures(db.session), today)
        check_lowering_after(db.session, row, today)

    @expose("/donnees/<int:pk>")
    @has_access
    @permission_name("show")
    def open_data(self, pk: int) -> Any:
        """Leads to the essential data of its contract, which tell how it is published."""
        row = self.fetch(pk, with_facts=False)
        return redirect(url_for("ContractView.show", pk=row.contract_id, tab="open_data", _anchor="tabs"))


class RenewalView(ContractRowView):
    """Renewals of contracts, and what was decided of them."""

    model = Renewal
    machine = RENEWAL_ACTS
    route_base = "/reconductions"
    order = ("decide_by_on", "asc")
    completed = ("number", "starts_on", "ends_on")
    carried = ("contract",)
    filters = (
        *filters_of(RENEWAL, "decision"),
        contract_filter(Renewal.contract_id),
        *filters_of(RENEWAL, "decide_by_on"),
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
