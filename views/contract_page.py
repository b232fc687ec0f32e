"""The page of a contract: its tabs in order, each made by a function of (view, contract) in a file of its own."""

from collections.abc import Callable

from models.contracts import Contract
from views.base.record import TabSource
from views.base.view import BackofficeView
from views.contract_changes import amendments_tab
from views.contract_documents import documents_tab
from views.contract_execution import execution_tab
from views.contract_holder import holder_tab
from views.contract_plan import plan_tab
from views.contract_tabs import file_tab, lots_tab, subsequent_tab

# None where the reader has no right to the tab, or where the contract has no use for it.
ContractTab = Callable[[BackofficeView, Contract], TabSource | None]

# In the order of the life of a contract; each domain adds its own here.
TABS: tuple[ContractTab, ...] = (
    file_tab,
    plan_tab,
    lots_tab,
    subsequent_tab,
    execution_tab,
    amendments_tab,
    holder_tab,
    documents_tab,
)


def tabs_of_contract(view: BackofficeView, contract: Contract) -> tuple[TabSource, ...]:
    """The tabs that this reader may open."""
    sources = (tab(view, contract) for tab in TABS)
    return tuple(source for source in sources if source is not None)
