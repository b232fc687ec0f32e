"""What the page of a contract says of its tenders: criteria that miss, one put right late, an early signature."""

from collections.abc import Iterable

from flask import url_for

from mdo.context import context_of
from mdo.tenders.remarks import criteria_in_words, late_regularisations, untold, without_criteria
from mdo.tenders.standstill import by_post_in_words, early_signature, wait_of
from models.contracts import Contract, ContractState
from models.procurement import ProcedureCode
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Panel
from views.need_advice import Remark, correction


def tender_remarks(contract: Contract, *, may_edit: bool) -> Iterable[Remark]:
    """What is said of a stored file."""
    early = early_signature(db.session, contract)
    if early is not None:
        yield Remark(early.text(gettext), "danger", correction(contract, "signed_on") if may_edit else ())
    silent = untold(db.session, contract)
    if silent is not None:
        yield Remark(silent.text(gettext), links=_tab(contract))
    if contract.state is ContractState.PROCEDURE:
        yield from _of_criteria(contract, None, may_edit=may_edit)
    for told in late_regularisations(db.session, contract):
        yield Remark(told.text(gettext), links=_tab(contract))


def launch_panel(contract: Contract, procedure: ProcedureCode | None) -> Panel | None:
    """The panel under the day of the launch: the criteria that miss."""
    remarks = tuple(_of_criteria(contract, procedure, may_edit=True))
    data = {"remarks": remarks, "after": "launch_on"}
    return Panel(gettext("Award criteria"), "mdo/panels/said.html", data) if remarks else None


def standstill_panel(contract: Contract) -> Panel | None:
    """The panel under the signature: its first day."""
    wait = wait_of(db.session, contract)
    if wait is None:
        return None
    tone = "danger" if context_of(db.session).today < wait.first or not wait.is_sent else "info"
    told = [Remark(wait.in_words().text(gettext), tone)]
    if wait.by_post is not None:
        told.append(Remark(by_post_in_words(wait.by_post).text(gettext)))
    data = {"remarks": tuple(told), "after": "signed_on"}
    return Panel(gettext("Standstill before the signature"), "mdo/panels/said.html", data)


def _of_criteria(contract: Contract, procedure: ProcedureCode | None, *, may_edit: bool) -> Iterable[Remark]:
    for row in without_criteria(db.session, contract, procedure):
        where = url_for("TenderView.criteria", pk=row.id)
        links = ((gettext("Set the criteria"), where),) if may_edit else ()
        yield Remark(criteria_in_words(row).text(gettext), "warning", links)


def _tab(contract: Contract) -> tuple[tuple[str, str], ...]:
    return ((gettext("Tenders"), url_for("ContractView.show", pk=contract.id, tab="tenders", _anchor="tabs")),)
