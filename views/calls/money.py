"""The money of a call on its page: granted, committed, invoiced, paid, each contract and order once."""

from mdo.calls.money import money_of, others_of
from models.calls import ProjectCall
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Cell, Panel, TabContent
from views.base.record import TabSource
from views.base.view import BackofficeView
from views.contracts.money_panels import commitments_panel, invoices_panel
from views.contracts.panels import euros


def money_tab(view: BackofficeView, call: ProjectCall) -> TabSource | None:
    """What the call granted and what became of it, for who reads contracts and decisions."""
    if not (view.may("can_list", "ContractView") and view.may("can_list", "CallScenarioView")):
        return None
    title = gettext("Money")

    def fill() -> TabContent:
        found = money_of(db.session, call.id)
        bought = found.bought
        facts = (
            Cell("envelope", gettext("Envelope, with tax"), euros(call.envelope_incl_tax)),
            Cell("granted", gettext("Granted (€ with tax)"), euros(found.granted)),
            Cell("committed", gettext("Committed, with tax"), euros(bought.committed.incl_tax)),
            Cell("spent", gettext("Invoiced, with tax"), euros(bought.spent.incl_tax)),
            Cell("paid", gettext("Paid, with tax"), euros(bought.paid.incl_tax)),
            Cell("subsidised", gettext("Subsidies"), euros(found.subsidised)),
            Cell("subsidies_paid", gettext("Subsidies that are paid"), euros(found.subsidies_paid)),
        )
        empty = gettext("Nothing is committed yet: a need counts once its order or its contract is notified.")
        panels = (
            Panel(gettext("Sums"), "base/panels/facts.html", {"facts": facts}),
            commitments_panel(view, bought, others_of(db.session, call.id), empty),
            invoices_panel(view, bought),
        )
        return TabContent("money", title, panels)

    return TabSource("money", title, fill)
