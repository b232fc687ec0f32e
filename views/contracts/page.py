"""The page of a contract: its tabs in order, each made by a function of (view, contract) in a file of its own."""

from collections.abc import Callable

from sqlalchemy import and_

from mdo.contracts.part_columns import HOLDER_COLUMNS
from mdo.decp.fields import RELEASE_COLUMNS
from mdo.documents.columns import DOCUMENT_COLUMNS
from mdo.kernel.base.messages import N_
from models.contracts import Contract, ContractHolder
from models.decp import OpenDataRelease
from models.documents import Document
from views.amendments.holder_tab import holder_tab
from views.amendments.tab import amendments_tab
from views.base.record import RelatedList, TabSource
from views.base.view import BackofficeView
from views.contracts.lots import LOT_FIGURES
from views.contracts.plan import plan_tab
from views.contracts.tabs import LOTS, SUBSEQUENT, file_tab, lots_tab, subsequent_tab
from views.decp.tab import open_data_tab
from views.execution.tab import execution_tab
from views.tenders.tab import tenders_tab

# None where the reader has no right to the tab, or where the contract has no use for it.
ContractTab = Callable[[BackofficeView, Contract], TabSource | None]

# What the page shows as a table: each leaves as a file of its own.
TABLES = (
    LOTS,
    SUBSEQUENT,
    LOT_FIGURES,
    RelatedList(
        "holders",
        ContractHolder,
        HOLDER_COLUMNS,
        lambda contract: ContractHolder.contract_id == contract.id,
        (ContractHolder.position,),
        title=N_("Holders"),
        view="ContractView",
    ),
    RelatedList(
        "documents",
        Document,
        DOCUMENT_COLUMNS,
        lambda contract: and_(Document.contract_id == contract.id, ~Document.is_withdrawn),
        (Document.title, Document.number),
        title=N_("Documents"),
        view="ContractView",
    ),
    RelatedList(
        "releases",
        OpenDataRelease,
        RELEASE_COLUMNS,
        lambda contract: OpenDataRelease.contract_id == contract.id,
        (OpenDataRelease.released_on,),
        title=N_("What was published"),
        view="OpenDataView",
    ),
)
# In the order of the life of a contract; each domain adds its own here.
TABS: tuple[ContractTab, ...] = (
    file_tab,
    plan_tab,
    lots_tab,
    subsequent_tab,
    tenders_tab,
    execution_tab,
    amendments_tab,
    holder_tab,
    open_data_tab,
)


def tabs_of_contract(view: BackofficeView, contract: Contract) -> tuple[TabSource, ...]:
    """The tabs that this reader may open."""
    sources = (tab(view, contract) for tab in TABS)
    return tuple(source for source in sources if source is not None)
