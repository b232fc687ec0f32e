"""The tab of what changed a contract: amendments, what they weigh, renewals and the one to decide."""

import datetime as dt
from typing import Any

from mdo.amendments.renewals import RENEWAL_ACTS, next_period, waiting
from mdo.amendments.renewals import remarks_of as remarks_of_renewal
from mdo.amendments.shares import AmendmentShare, remarks_on, standings_of
from mdo.amendments.states import AMENDMENT_ACTS, Law, law_of
from mdo.contracts.legality import remarks_of as review_remarks
from mdo.contracts.limits import LegalLimits, stored_limits
from mdo.contracts.terms import initial_amount, terms_on
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS, enum_label
from models.amendments import Amendment, Renewal, RenewalDecision
from models.contracts import Contract, Technique
from views.amendments.screens import passed, where_it_stands
from views.base.acting import links_to
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Cell, Panel, TabContent
from views.base.record import TabSource
from views.base.view import BackofficeView
from views.base.words import tone_of, value_in_words
from views.contracts.panels import (
    WRITES,
    Head,
    Words,
    add_link,
    euros,
    list_file,
    may_hang_on,
    months_in_words,
    number_head,
    panel_of_list,
    panel_row,
    percent_in_words,
    remarks_in_words,
    rows_panel,
    show_url,
)
from views.contracts.rows import TAB_OF_CHANGES


def amendments_tab(view: BackofficeView, contract: Contract) -> TabSource | None:
    """What changed the contract, what it weighs, and the renewal that comes next; of lots, each has its own."""
    has_rows = bool(contract.amendments or contract.periods)
    if not (may_hang_on(contract) or has_rows) or not view.may("can_list", "AmendmentView"):
        return None
    title = gettext("Amendments and renewals")

    def fill() -> TabContent:
        today = context_of(db.session).today
        limits = stored_limits(db.session, contract, today)
        changes = (_amendments(view, contract), _renewals(view, contract, limits, today))
        panels = (_terms_panel(contract, today), *changes)
        return TabContent(TAB_OF_CHANGES, title, panels)

    return TabSource(TAB_OF_CHANGES, title, fill, (Amendment, Amendment.contract_id == contract.id))


def _terms_panel(contract: Contract, today: dt.date) -> Panel:
    """What the contract is worth and until when it runs, changes included; the ceiling of an accord-cadre first."""
    terms, initial = terms_on(contract, today), euros(initial_amount(contract))
    if contract.technique is Technique.FRAMEWORK and terms.maximum is not None:
        amounts = (
            Cell("initial", gettext("Initial maximum before tax"), initial),
            Cell("maximum", gettext("Maximum on this day"), euros(terms.maximum)),
        )
    else:
        amounts = (
            Cell("initial", gettext("Initial amount before tax"), initial),
            Cell("amount", gettext("Amount on this day"), euros(terms.amount)),
        )
    facts = (
        *amounts,
        Cell("months", gettext("Whole duration, renewals included"), months_in_words(terms.months)),
        Cell("ends_on", gettext("Ends on"), value_in_words(terms.ends_on)),
    )
    return Panel(gettext("The contract as amended"), "contracts/terms.html", {"facts": facts})


def _amendments(view: BackofficeView, contract: Contract) -> Panel:
    labels = FIELD_LABELS[Amendment]
    headers: tuple[Head, ...] = (
        N_("Amendment"),
        *map(number_head, (labels["amount_excl_tax"], "%", gettext("Cumulated %"))),
        gettext("Limits"),
        gettext("Where it stands"),
    )
    rights = view.rights_on("AmendmentView") if view.may_change(contract) else view.rights_on("AmendmentView") - WRITES
    law = law_of(db.session, contract)
    rows = tuple(_amendment_row(standing, rights, law) for standing in standings_of(contract))
    title, empty = gettext("Amendments"), gettext("No amendment yet.")
    note = gettext("« To be confirmed by the commande publique » goes for all these limits.") if rows else ""
    add = gettext("Add an amendment")
    return panel_of_list(view, contract, "AmendmentView", title, headers, rows, add, empty, note=note)


def _amendment_row(standing: AmendmentShare, rights: set[str], law: Law) -> dict[str, Any]:
    row = standing.amendment
    review, limits = law
    links = links_to("AmendmentView", row, AMENDMENT_ACTS.offers(row, law)) if "can_edit" in rights else ()
    details = [gettext(enum_label(row.ground)) if row.ground is not None else gettext("Ground to be chosen")]
    if row.months:
        details.append(gettext("duration: %(months)+d months", months=row.months))
    if row.supplier is not None:
        details.append(gettext("new holder: %(name)s", name=row.supplier.name))
    remarks = (*remarks_on(standing, limits), *passed(standing), *review_remarks(row, review))
    return panel_row(
        str(row),
        {"text": str(row), "url": show_url("AmendmentView", row.id, rights), "detail": " · ".join(details)},
        euros(row.amount_excl_tax, signed=True),
        percent_in_words(standing.share),
        percent_in_words(standing.cumulated),
        {"remarks": remarks_in_words(remarks)},
        dict(zip(("tone", "text"), where_it_stands(row), strict=True)),
        links=links,
    )


def _renewals(view: BackofficeView, contract: Contract, limits: LegalLimits, today: dt.date) -> Panel:
    labels = FIELD_LABELS[Renewal]
    rights = view.rights_on("RenewalView")
    headers = tuple(labels[name] for name in ("number", "starts_on", "ends_on", "decide_by_on", "decision"))
    may_change = view.may_change(contract)
    rows = tuple(_renewal_row(row, rights, limits, today, is_open=may_change) for row in contract.periods)
    following = next_period(contract)
    remarks: tuple[Words, ...] = ()
    add = None
    if following is not None:
        remarks = remarks_in_words((waiting(contract, following.decide_by_on, today),))
        words = gettext("Prepare renewal number %(number)d", number=following.number)
        add = add_link(view, contract, "RenewalView", words)
    used = sum(1 for row in contract.periods if row.decision is RenewalDecision.RENEWED)
    note = gettext("Renewals used: %(used)d of %(allowed)d.", used=used, allowed=contract.renewals)
    empty = gettext("No renewal was prepared.") if contract.renewals else gettext("This contract is not renewable.")
    title = gettext("Renewals of contracts")
    file = list_file(view, contract, "RenewalView", title)
    return rows_panel(title, headers, rows, (add,), empty, note=note, remarks=remarks, file=file)


def _renewal_row(
    row: Renewal, rights: set[str], limits: LegalLimits, today: dt.date, *, is_open: bool
) -> dict[str, Any]:
    may_decide = is_open and "can_edit" in rights
    links = links_to("RenewalView", row, RENEWAL_ACTS.offers(row, None)) if may_decide else ()
    decision = value_in_words(row.decision)
    if row.decided_on is not None:
        decision = gettext("%(decision)s on %(day)s", decision=decision, day=value_in_words(row.decided_on))
    remarks = remarks_in_words(remarks_of_renewal(row, limits, today))
    return panel_row(
        str(row),
        {"text": str(row.number), "url": show_url("RenewalView", row.id, rights)},
        value_in_words(row.starts_on),
        value_in_words(row.ends_on),
        value_in_words(row.decide_by_on),
        {"text": decision, "tone": tone_of(row.decision) or "muted", "remarks": remarks},
        links=links,
    )
