"""What the form of the award says of the tenders: how they rank, what stands in the way, and where each is settled."""

from collections.abc import Iterator

from flask import url_for

from mdo.contracts.terms import AWARDED_STATES
from mdo.tenders.award_rules import WITHOUT_TENDERS, decisions_of, is_for_committee, is_low_unjustified
from mdo.tenders.remarks import lots_held
from mdo.tenders.report import order_in_words
from mdo.tenders.rules import final_ranking, is_award, tenders_of
from models.contracts import Contract
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Panel
from views.procurement.need_advice import PageRemark

_AFTER = "holder"


def award_panel(contract: Contract) -> Panel | None:
    """The panel under the holder; of lots, under the day."""
    remarks = tuple(_of_lots(contract) if contract.lots else _of_tenders(contract))
    after = "awarded_on" if contract.lots else _AFTER
    data = {"remarks": remarks, "after": after}
    return Panel(gettext("What the tenders say"), "base/panels/said.html", data) if remarks else None


def _of_lots(contract: Contract) -> Iterator[PageRemark]:
    for lot in contract.lots:
        if lot.state in AWARDED_STATES:
            continue
        words = gettext("Lot %(number)s is still to be awarded or ended.", number=lot.lot_number)
        if lot.ending is None:
            yield PageRemark(words, "warning", ((str(lot), url_for("ContractView.show", pk=lot.id)),))


def _of_tenders(contract: Contract) -> Iterator[PageRemark]:
    tab = url_for("ContractView.show", pk=contract.id, tab="tenders", _anchor="tabs")
    tenders, ranking = tenders_of(db.session, contract), final_ranking(db.session, contract)
    if not tenders and contract.procedure not in WITHOUT_TENDERS:
        where = (
            (gettext("Add a tender"), url_for("TenderView.add", contract=contract.id)),
            (gettext("Enter as already awarded"), _act(contract, "taken-over")),
            (gettext("End without a contract"), _act(contract, "abandon")),
        )
        yield PageRemark(gettext("No tender is written for this contract."), "warning", where)
    if tenders and ranking.is_complete:
        words = gettext("Ranking: %(order)s.", order=order_in_words(ranking, gettext))
        yield PageRemark(words, "info", ((gettext("Tenders"), tab),))
    elif tenders and ranking.criteria:
        yield PageRemark(
            gettext("Marks are missing: the ranking is provisional."), "warning", ((gettext("Tenders"), tab),)
        )
    for told in lots_held(contract, (row for row in tenders if row.is_admissible)):
        yield PageRemark(told.text(gettext), "info")
    for row in tenders:
        if not row.is_admissible:
            reason = row.inadmissible_reason or ""
            words = gettext("Left out, not admissible: %(name)s – %(reason)s", name=row, reason=reason)
            yield PageRemark(words, "warning", ((gettext("What may be done"), tab),))
        elif is_low_unjustified(row):
            words = gettext("The price of %(name)s is still to be justified.", name=row)
            yield PageRemark(words, "warning", ((gettext("What may be done"), tab),))
    if is_for_committee(db.session, contract) and not any(is_award(row) for row in decisions_of(db.session, contract)):
        words = gettext("The CAO awards this procedure (L1414-2 CGCT): its decision is still to be written.")
        link = (gettext("Write what the CAO said"), url_for("TenderView.committee", pk=contract.id))
        yield PageRemark(words, "warning", (link,))


def _act(contract: Contract, name: str) -> str:
    return url_for("ContractView.act", pk=contract.id, act_name=name)
