"""The money of a call: an order that an application, a project and a contract name counts once in every total."""

import io
from collections.abc import Callable
from decimal import Decimal

from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from mdo.calls.money import money_of, named_by
from mdo.execution.ledger import Euros, Ledger, Named
from mdo.projects import money as of_projects
from models.applications import ApplicationState as State
from models.applications import Means
from models.calls import CallState
from tests.calls.reading import shown, words
from tests.support import TODAY, orders
from tests.support import calls as make
from tests.support import projects as follow

COMMITTED = ("Engagé", "Facturé")
ONE = Euros(Decimal("1234.57"), Decimal("1481.48"))


def test_an_order_that_an_application_a_project_and_a_contract_name_counts_once(
    session: Session, client_as: Callable[[str], FlaskClient]
) -> None:
    contract = orders.RunningContractFactory()
    order = orders.order_of(contract, "1234.57")
    orders.order_of(contract, "9000")  # of the contract too, named by nothing of the call
    call = make.ProjectCallFactory(state=CallState.NOTIFIED)
    files = [
        make.ApplicationFactory(
            call=call, number=number, title=title, state=State.RETAINED, granted_incl_tax=Decimal("1500.25"),
            notified_on=TODAY, means=Means.PURCHASE, contract=contract, order=order,
        )
        for number, title in ((1, "Jardin partagé"), (2, "Fresque du quai"))
    ]  # fmt: skip
    subsidised = make.ApplicationFactory(
        call=call, number=3, state=State.RETAINED, granted_incl_tax=Decimal(900), notified_on=TODAY,
        means=Means.SUBSIDY,
    )  # fmt: skip
    make.SubsidyFactory(application=subsidised, amount_incl_tax=Decimal(900))
    project = follow.ProjectFactory(title="Rives apaisées")
    follow.ProjectSpendingFactory(project=project, order=order)
    session.commit()

    found = money_of(session, call.id)
    assert found.bought.committed == ONE
    assert (found.granted, found.subsidised, found.subsidies_paid) == (Decimal("3900.50"), Decimal(900), Decimal(0))
    assert of_projects.money_of(session, [project.id])[1].committed == ONE
    names = [
        *named_by(session, [row.id for row in files]).values(),
        *of_projects.named_by(session, [project.id]).values(),
    ]
    every = Named.together(names)
    assert Ledger(session, every).of(every).committed == ONE

    mission = client_as("mission")
    page = f"/appels-a-projets/show/{call.id}?tab=money"
    assert shown(mission, page) >= {"3900,50€", "1481,48€", "1234,57€", "900,00€"}
    assert "2962,96€" not in shown(mission, page)
    assert "Rives apaisées" in words(mission, page)
    others = words(mission, f"/projets/show/{project.id}?tab=money")
    assert "Jardin partagé, Fresque du quai" in others
    for name in ("ref5", "stagiaire"):
        assert "1481,48€" not in shown(client_as(name), page)


def test_the_report_says_what_the_purchases_of_each_call_committed_and_an_order_of_two_calls_once_in_all(
    session: Session, client_as: Callable[[str], FlaskClient]
) -> None:
    contract = orders.RunningContractFactory()
    shared, own = orders.order_of(contract, "1234.57"), orders.order_of(contract, "100.10")
    orders.invoice_of(contract, "1000.01", order=shared)
    calls = [
        make.ProjectCallFactory(title=f"Appel {year}", year=year, state=CallState.NOTIFIED) for year in (2026, 2025)
    ]
    for call, order in ((calls[0], shared), (calls[1], shared), (calls[1], own)):
        make.ApplicationFactory(
            call=call, state=State.RETAINED, granted_incl_tax=Decimal(4000), notified_on=TODAY, means=Means.PURCHASE,
            contract=contract, order=order,
        )  # fmt: skip
    session.commit()

    # With 20 %: 1,481.48 + 120.12 = 1,601.60 once, 3,083.08 if the order counted twice.
    money = [money_of(session, call.id).bought.committed.incl_tax for call in calls]
    assert money == [Decimal("1481.48"), Decimal("1601.60")]
    mission = client_as("mission")
    said = words(mission, "/rapports/appels_a_projets")
    book = load_workbook(io.BytesIO(mission.get("/rapports/appels_a_projets/export").data))
    (sheet,) = (sheet for sheet in book.worksheets if "Engagé" in str([cell.value for cell in sheet[1]]))
    heads, *lines = sheet.iter_rows(values_only=True)
    at = [next(place for place, head in enumerate(heads) if str(head).startswith(word)) for word in COMMITTED]
    by_label = {line[0]: tuple(line[place] for place in at) for line in lines if line[0]}
    assert by_label["Appel 2026"] == (1481.48, 1200.01)
    assert by_label["Appel 2025"] == (1601.6, 1200.01)
    assert by_label["Total"] == (1601.6, 1200.01)
    for call in calls:
        assert {"1200,01€"} < shown(mission, f"/appels-a-projets/show/{call.id}?tab=money")
    assert {"1481,48€", "1601,60€", "1200,01€"} <= shown(mission, "/rapports/appels_a_projets")
    assert "une seule fois dans le total" in said


def test_an_order_that_is_cancelled_is_no_money_of_a_call(session: Session) -> None:
    order = orders.order_of(orders.RunningContractFactory(), "10", state=orders.OrderState.CANCELLED)
    row = make.ApplicationFactory(
        call=make.ProjectCallFactory(state=CallState.NOTIFIED), state=State.RETAINED, granted_incl_tax=Decimal(12),
        notified_on=TODAY, contract=order.contract, order=order,
    )  # fmt: skip
    session.commit()
    assert money_of(session, row.call_id).bought.committed == Euros()
