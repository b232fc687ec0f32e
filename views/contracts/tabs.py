"""The tabs of a contract that are its file's own: the whole file, its lots, its subsequent contracts."""

from dataclasses import replace
from typing import Any

from flask import url_for
from sqlalchemy import inspect

from mdo.contracts.columns import CONTRACT_COLUMNS
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import columns_named
from models.contracts import Contract, ContractState
from views.base.catalogues import gettext
from views.base.pages import Link, Panel, TabContent
from views.base.record import RelatedList, TabSource
from views.base.view import BackofficeView

LOTS = RelatedList(
    "lots",
    Contract,
    columns_named(CONTRACT_COLUMNS, "number", "title", "state", "holders", "estimate_excl_tax", "amount_excl_tax"),
    lambda file: Contract.allotment_id == file.id,
    (Contract.lot_number, Contract.id),
    title=N_("Lots"),
    empty_text=N_("No lot: add one when the need is bought in several contracts."),
)
SUBSEQUENT = RelatedList(
    "subsequent",
    Contract,
    columns_named(CONTRACT_COLUMNS, "number", "title", "state", "holders", "amount_excl_tax", "ends_on"),
    lambda framework: Contract.framework_id == framework.id,
    (Contract.number, Contract.id),
    title=N_("Subsequent contracts"),
    empty_text=N_("No subsequent contract yet."),
)
_CLOSED = (ContractState.ENDED, ContractState.ABANDONED)


def file_tab(view: BackofficeView, contract: Contract) -> TabSource:
    """All that the file says, by section."""
    title = gettext("The whole file")

    def fill() -> TabContent:
        groups = view.fact_groups(contract, lambda other: view.may("can_show", other))
        held: dict[str, Any] = inspect(contract).dict
        refused = {name for name, value in held.items() if value is False}
        panel = Panel(title, "contracts/file.html", {"groups": groups, "refused": refused})
        return TabContent("file", title, (panel,))

    return TabSource("file", title, fill)


def lots_tab(view: BackofficeView, contract: Contract) -> TabSource | None:
    """The lots of a file; none for a lot, for a subsequent contract, nor once the file runs without any."""
    is_alone = contract.allotment_id is not None or contract.framework_id is not None
    if is_alone or (not contract.lots and contract.state not in (ContractState.NEED, ContractState.PROCEDURE)):
        return None
    label = gettext("Add a lot") if contract.state in (ContractState.NEED, ContractState.PROCEDURE) else ""
    return _with_add(view, contract, LOTS, label, "add_lot")


def subsequent_tab(view: BackofficeView, contract: Contract) -> TabSource | None:
    """The marchés subséquents of an accord-cadre."""
    if not contract.has_subsequent_contracts:
        return None
    label = gettext("Add a subsequent contract") if contract.state is ContractState.RUNNING else ""
    return _with_add(view, contract, SUBSEQUENT, label, "add_subsequent")


def _with_add(view: BackofficeView, contract: Contract, declared: RelatedList, label: str, method: str) -> TabSource:
    listed = view.list_tab(contract, declared)
    may_add = label and view.may("can_add") and view.may_change(contract)
    add = Link(label, url_for(f"ContractView.{method}", pk=contract.id), "plus-lg") if may_add else None

    def fill() -> TabContent:
        content = listed.fill()
        return replace(content, related=replace(content.related, add=add) if content.related else None)

    return replace(listed, fill=fill)
