"""The contracts that serve one's mairie, when the mission shows them: provider, schedule, deliverables; no amount."""

from typing import Any

from mdo.execution.deliverables import lateness
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.shared_contracts.columns import SHARED_COLUMNS
from mdo.shared_contracts.fields import SHARED_CONTRACT, SHARED_DELIVERABLE_COLUMNS
from models.shared_contracts import SharedContract, SharedDeliverable
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import filters_of
from views.base.pages import Cell, FactGroup, Panel, TabContent
from views.base.record import RelatedList, TabSource
from views.base.record_tables import TablesOfRecord
from views.base.view import BackofficeView
from views.base.words import value_in_words
from views.contracts.panels import panel_row, rows_panel


class SharedContractView(TablesOfRecord):
    """What a mairie sees of the contracts that serve it; read only, and nothing of it is anyone's to change here."""

    model = SharedContract
    route_base = "/marches-partages"
    columns = SHARED_COLUMNS
    order = ("ends_on", "asc")
    filters = filters_of(SHARED_CONTRACT, "ends_on")
    exclude_route_methods = BackofficeView.exclude_route_methods | {
        "add",
        "edit",
        "delete",
        "bulk_action",
        "lookup",
        "version",
    }
    tables = (
        RelatedList(
            "deliverables",
            SharedDeliverable,
            SHARED_DELIVERABLE_COLUMNS,
            lambda row: SharedDeliverable.contract_id == row.id,
            (SharedDeliverable.due_on,),
            title=N_("Deliverables"),
            view="SharedContractView",
        ),
    )
    intro = N_("What the mairies read of the contracts shared with them: the provider, the schedule, the deliverables.")
    empty_text = N_("No contract is shared with your mairie.")

    def _init_forms(self) -> None:
        """No form: these rows are read."""

    def fact_groups(self, row: SharedContract, may_open: Any) -> tuple[FactGroup, ...]:
        """The dates, with who holds the contract."""
        (group,) = super().fact_groups(row, may_open)
        names = ", ".join(holder.name for holder in row.holders)
        holders = Cell("holders", gettext(FIELD_LABELS[SharedContract]["holders"]), names)
        return (FactGroup(group.title, (*group.facts, holders)),)

    def window_title(self, row: SharedContract) -> str:
        """Not that of the page of the contract itself, which some readers have beside it."""
        kind = gettext("Shared contract")
        return f"{row} – {kind}"

    def tabs(self, row: SharedContract) -> tuple[TabSource, ...]:
        """The deliverables alone: the history would say more than is shared."""
        title = gettext("Deliverables")
        fill = lambda: TabContent("deliverables", title, (self._deliverables(row),))  # noqa: E731  # read when it opens
        return (TabSource("deliverables", title, fill, (SharedDeliverable, SharedDeliverable.contract_id == row.id)),)

    def _deliverables(self, row: SharedContract) -> Panel:
        today = context_of(db.session).today
        labels = FIELD_LABELS[SharedDeliverable]
        rows = []
        for item in row.deliverables:
            days = lateness(item.due_on, item.received_on, today)
            late = {"text": str(days), "tone": "danger"} if days else ""
            rows.append(panel_row(item.name, item.name, *map(value_in_words, (item.due_on, item.received_on)), late))
        title, file = gettext("What is delivered, and when"), self.table_link(row, "deliverables")
        return rows_panel(title, labels.values(), rows, (), gettext("None yet."), file=file)
