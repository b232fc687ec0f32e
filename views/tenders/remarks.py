"""What the page of a contract says of its tenders: criteria that miss, one put right late, an early signature."""

import datetime as dt
from collections.abc import Collection, Iterable

from flask import flash, url_for

from mdo.contracts.signature import by_post_in_words, early_signature, standstill_of, wait_of
from mdo.kernel.base.context import context_of
from mdo.procurement.duties import FORMAL
from mdo.tenders.letters import to_be_told, without_reason
from mdo.tenders.remarks import (
    criteria_in_words,
    decided_early,
    late_regularisations,
    stranded_criteria,
    unbalanced,
    untold,
    without_criteria,
)
from models.contracts import Contract, ContractState
from models.procurement import ProcedureCode
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Panel
from views.base.words import value_in_words
from views.procurement.need_advice import PageRemark, correction


def tender_remarks(contract: Contract, *, may_edit: bool) -> Iterable[PageRemark]:
    """What is said of a stored file."""
    early = early_signature(db.session, contract)
    if early is not None:
        yield PageRemark(early.text(gettext), "danger", correction(contract, "signed_on") if may_edit else ())
    silent = untold(db.session, contract)
    if silent is not None:
        tone = "danger" if contract.procedure in FORMAL else "warning"
        url = url_for("ContractView.act", pk=contract.id, act_name="letters")
        links = ((gettext("Letters to the suppliers not retained"), url),) if may_edit else _tab(contract)
        yield PageRemark(silent.text(gettext), tone, links)
    if contract.state is ContractState.PROCEDURE:
        yield from _of_criteria(contract, None, may_edit=may_edit)
    elif contract.state is ContractState.NEED:
        yield from _of_weights(contract, may_edit=may_edit)
    stranded = stranded_criteria(db.session, contract)
    if stranded is not None:
        yield PageRemark(stranded.text(gettext), links=_tab(contract))
    for told in decided_early(db.session, contract):
        yield PageRemark(told.text(gettext), "danger", _tab(contract))
    for told in late_regularisations(db.session, contract):
        yield PageRemark(told.text(gettext), links=_tab(contract))


def launch_panel(contract: Contract, procedure: ProcedureCode | None) -> Panel | None:
    """The panel under the day of the launch: the criteria that miss."""
    remarks = tuple(_of_criteria(contract, procedure, may_edit=True))
    data = {"remarks": remarks, "after": "launch_on"}
    return Panel(gettext("Award criteria"), "base/panels/said.html", data) if remarks else None


def standstill_panel(contract: Contract) -> Panel | None:
    """The panel under the signature: its first day."""
    wait = wait_of(db.session, contract)
    if wait is None:
        return None
    tone = "danger" if context_of(db.session).today < wait.first or not wait.is_sent else "info"
    url = url_for("ContractView.act", pk=contract.id, act_name="letters")
    is_to_write = not wait.is_sent and to_be_told(db.session, contract)
    links = ((gettext("Letters to the suppliers not retained"), url),) if is_to_write else ()
    told = [PageRemark(wait.in_words().text(gettext), tone, links)]
    if wait.by_post is not None:
        told.append(PageRemark(by_post_in_words(wait.by_post).text(gettext)))
    data = {"remarks": tuple(told), "after": "signed_on"}
    return Panel(gettext("Standstill before the signature"), "base/panels/said.html", data)


def letters_panel(contract: Contract) -> Panel | None:
    """The panel under the day of the letters: the reasons that miss first, and what the signature then waits for."""
    remarks = []
    silent = without_reason(db.session, contract)
    if silent:
        words = gettext("The letters of this procedure give the reasons (R2181-1, R2181-3): write them first.")
        links = tuple(
            (gettext("Write the reasons: %(name)s", name=row), url_for("TenderView.reasons", pk=row.id))
            for row in silent
        )
        remarks.append(PageRemark(words, "danger", links))
    if contract.state is ContractState.AWARDED:
        found = standstill_of(db.session, contract)
        remarks.append(PageRemark(found.in_words().text(gettext), "info"))
    data = {"remarks": tuple(remarks), "after": "letters_on"}
    return Panel(gettext("What the letters say"), "base/panels/said.html", data) if remarks else None


def tell_letters(contract: Contract, noted: dt.date | None) -> None:
    """Says that the day of the letters was noted with them, and from when the contract may be signed."""
    if noted is None:
        return
    words = gettext("Noted: letters sent on %(day)s.", day=value_in_words(noted))
    if contract.state is ContractState.AWARDED and contract.procedure in FORMAL:
        words = standstill_of(db.session, contract).in_words().text(gettext)
    flash(f"{words} " + gettext("Another day? Correct « Letters to those not retained sent on »."), "info")


def tell_weights(contract: Contract) -> None:
    """Says at once that the weights of a contract do not make 100."""
    for _, told in unbalanced(db.session, contract):
        flash(told.text(gettext), "warning")


def tell_signature(contract: Contract, names: Collection[str]) -> None:
    """Says at once, in red, that the contract was signed before the end of its standstill."""
    if set(names) & {"signed_on", "notified_on", "letters_on"}:
        early = early_signature(db.session, contract)
        if early is not None:
            flash(early.text(gettext), "danger")


def _of_criteria(contract: Contract, procedure: ProcedureCode | None, *, may_edit: bool) -> Iterable[PageRemark]:
    for row in without_criteria(db.session, contract, procedure):
        where = url_for("TenderView.criteria", pk=row.id)
        links = ((gettext("Set the criteria"), where),) if may_edit else ()
        yield PageRemark(criteria_in_words(row).text(gettext), "warning", links)
    yield from _of_weights(contract, may_edit=may_edit)


def _of_weights(contract: Contract, *, may_edit: bool) -> Iterable[PageRemark]:
    for row, told in unbalanced(db.session, contract):
        links = ((gettext("Change the criteria"), url_for("TenderView.criteria", pk=row.id)),) if may_edit else ()
        yield PageRemark(told.text(gettext), "danger", links)


def _tab(contract: Contract) -> tuple[tuple[str, str], ...]:
    return ((gettext("Tenders"), url_for("ContractView.show", pk=contract.id, tab="tenders", _anchor="tabs")),)
