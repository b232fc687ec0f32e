"""The budget of an application, line by line: read from a cell, summed to the cent on screen, in Excel and in Word."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.calls.budget_cells import Expense, in_a_cell, read_expenses, total_of
from mdo.kernel.base.errors import RuleViolation
from models.applications import Application, ApplicationExpense
from models.applications import ApplicationState as State
from models.calls import CallState
from tests.calls.reading import amounts, first_sheet, links, paper, sent_as_given, shown, words, words_of
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support import calls as make
from tests.support import factories as base
from tests.support.forms import hidden_value, post

Client = Callable[[str], FlaskClient]
HEADERS = ("Appel à projets", "Conseil", "Intitulé", "Budget")
CELL = "Plants : 1 200,50 € (devis)\nBois – 300\nTerre : 0,01 €"


@pytest.mark.parametrize(("text", "said"), [
    ("Plants : 1 200,50 € (devis)", Expense("Plants", Decimal("1200.50"), True)),
    ("- Bois = 300", Expense("Bois", Decimal(300))),
    ("Terre: 12,5 euros TTC", Expense("Terre", Decimal("12.50"))),
    ("Film 2027 : 1.500 €", Expense("Film 2027", Decimal(1500))),
    ("Jeux 3-6 ans : 40\u202f000,00\u00a0€ (avec devis).", Expense("Jeux 3-6 ans", Decimal(40_000), True)),
])  # fmt: skip
def test_an_expense_is_read_with_its_amount(text: str, said: Expense) -> None:
    assert read_expenses(text, TODAY) == (said,)
    row = make.ApplicationExpenseFactory.build(
        application=None, label=said.label, planned_incl_tax=said.planned_incl_tax, has_quote=said.has_quote
    )
    assert read_expenses(in_a_cell([row]), TODAY) == (said,)  # what is written reads back


@pytest.mark.parametrize("text", ["Plants", "Plants : beaucoup", "1 200 €", "Plants : 12,345 €", f"{'é' * 251} : 1 €"])
def test_a_line_that_says_no_amount_is_told(text: str) -> None:
    with pytest.raises(RuleViolation):
        read_expenses(f"Bois : 300 €\n{text}", TODAY)


@pytest.mark.parametrize("text", ["", None, "\n \n", "Total : 1 500,51 €"])
def test_a_total_is_no_expense(text: str | None) -> None:
    assert read_expenses(text, TODAY) is None


def preview(client: FlaskClient, *rows: tuple[str, ...]) -> Any:
    """The page on which a workbook of applications is looked at before it is written."""
    content = io.BytesIO(workbook(HEADERS, *rows))
    sent = post(
        client, "/import/applications", {"file": (content, "dossiers.xlsx")}, content_type="multipart/form-data"
    )
    assert sent.status_code == 303, sent.text
    return client.get(sent.location)


def imported(client: FlaskClient, *rows: tuple[str, ...]) -> None:
    """Writes what a workbook says, by the form of its preview."""
    page = preview(client, *rows)
    done = post(client, f"{page.request.path}/apply", {"plan": hidden_value(page, "plan")})
    assert done.status_code == 303, words_of(page)


def test_a_line_without_its_amount_is_told_before_anything_is_written(session: Session, client_as: Client) -> None:
    make.ProjectCallFactory(title="APICQ 2027", state=CallState.OPEN)
    base.InstanceFactory(name="Montchat")
    session.commit()
    page = preview(client_as("mission"), ("APICQ 2027", "Montchat", "Un jardin", "Plants : 10 €\nBois"))
    assert "« Bois » ne dit pas son montant" in words_of(page)


def test_lines_of_a_call_or_of_a_council_that_is_not_known_are_told(session: Session, client_as: Client) -> None:
    make.ProjectCallFactory(title="APICQ 2027", state=CallState.OPEN)
    base.InstanceFactory(name="Montchat")
    session.commit()
    page = preview(
        client_as("mission"),
        ("APICQ 2027", "Nulle part", "Un jardin", "Plants : 10 €"),
        ("APICQ 1999", "Montchat", "Une fresque", "Peinture : 20 €"),
    )
    assert page.status_code == 422, words_of(page)
    assert "Nulle part" in words_of(page)
    assert "APICQ 1999" in words_of(page)


def test_a_workbook_of_a_referent_files_nothing_to_a_call_that_was_decided(session: Session, client_as: Client) -> None:
    make.ProjectCallFactory(title="APICQ 2027", state=CallState.NOTIFIED)
    base.InstanceFactory(name="Ménival", arrondissements=[5])
    session.commit()
    line = ("APICQ 2027", "Ménival", "Un jardin", "Plants : 10 €")
    assert "Cet appel est délibéré" in words_of(preview(client_as("ref5"), line))
    assert "Cet appel est délibéré" not in words_of(preview(client_as("mission"), line))


def test_lines_typed_on_the_page_are_summed_to_the_cent_on_screen_in_excel_and_in_word(
    session: Session, client_as: Client
) -> None:
    row = make.ApplicationFactory(
        call=make.ProjectCallFactory(state=CallState.OPEN), title="Jardin partagé", state=State.FILED,
        instance=base.InstanceFactory(arrondissements=[5]),
    )  # fmt: skip
    session.commit()
    council = client_as("ref5")
    for label, amount in (("Plants", "1200,50"), ("Bois", "300"), ("Terre", "0,01")):
        added = sent_as_given(
            council, f"/budgets-des-dossiers/add?application={row.id}", label=label, planned_incl_tax=amount,
            position="1", has_quote="y" if label == "Plants" else "",
        )  # fmt: skip
        assert added.status_code == 200, words_of(added)
    session.rollback()
    assert total_of(session.get_one(Application, row.id).expenses) == Decimal("1500.51")
    page = f"/dossiers/show/{row.id}?tab=expenses"
    assert shown(council, page) >= {"1200,50€", "300,00€", "0,01€"}
    sheet = first_sheet(council.get(f"/budgets-des-dossiers/export?f_application={row.id}").data)
    assert sum(Decimal(str(value)) for line in sheet for value in line if isinstance(value, float | int)
               and value in (1200.5, 300, 0.01)) == Decimal("1500.51")  # fmt: skip
    asked = "/dossiers/export?cols=title,expenses,budget_incl_tax"
    [line] = [line for line in first_sheet(council.get(asked).data) if "Jardin partagé" in line]
    assert 1500.51 in line
    assert "Plants\u00a0: 1\u202f200,50\u00a0€ (devis)\nBois\u00a0: 300,00\u00a0€\nTerre\u00a0: 0,01\u00a0€" in line
    receipt = paper(council.get(links(council, f"/dossiers/show/{row.id}")["Récépissé (Word)"]).data)
    assert amounts("|".join(receipt)) >= {"1500,51€", "1200,50€", "300,00€", "0,01€"}
    assert receipt[receipt.index("Plants") + 2] == "oui"


def test_the_workbook_of_the_call_brings_the_lines_and_sent_again_changes_nothing(
    session: Session, client_as: Client
) -> None:
    call = make.ProjectCallFactory(title="APICQ 2027", state=CallState.OPEN)
    base.InstanceFactory(name="Montchat")
    session.commit()
    mission = client_as("mission")
    for said, expected in (
        (CELL, [("Plants", "1200.50", True), ("Bois", "300.00", False), ("Terre", "0.01", False)]),
        (CELL, [("Plants", "1200.50", True), ("Bois", "300.00", False), ("Terre", "0.01", False)]),
        ("Bois : 310 €\nGants : 20 €", [("Plants", "1200.50", True), ("Bois", "310.00", False),
                                         ("Terre", "0.01", False), ("Gants", "20.00", False)]),
    ):  # fmt: skip
        imported(mission, ("APICQ 2027", "Montchat", "Un jardin", said))
        session.rollback()
        [row] = session.scalars(select(Application).where(Application.call_id == call.id))
        found = [(line.label, str(line.planned_incl_tax), line.has_quote) for line in row.expenses]
        assert found == expected
        versions = {line.label: line.version for line in row.expenses}
    assert versions["Plants"] == 1
    assert versions["Bois"] == 2


@pytest.mark.parametrize(("call_state", "state", "passes"), [
    (CallState.OPEN, State.DRAFT, True), (CallState.OPEN, State.FILED, True),
    (CallState.EXAMINED, State.FILED, False), (CallState.EXAMINED, State.EXAMINED, False),
])  # fmt: skip
def test_a_council_writes_its_budget_until_it_is_examined(
    session: Session, client_as: Client, call_state: CallState, state: State, passes: bool
) -> None:
    row = make.ApplicationFactory(
        call=make.ProjectCallFactory(state=call_state), state=state, instance=base.InstanceFactory(arrondissements=[5])
    )
    line = make.ApplicationExpenseFactory(application=row, label="Bois", planned_incl_tax=Decimal(300))
    session.commit()
    council, mission = client_as("ref5"), client_as("mission")

    def typed(client: FlaskClient, amount: str) -> Decimal:
        sent_as_given(client, f"/budgets-des-dossiers/edit/{line.id}", planned_incl_tax=amount)
        session.rollback()
        return session.get_one(ApplicationExpense, line.id).planned_incl_tax

    assert (typed(council, "310") == Decimal(310)) is passes
    assert typed(mission, "320") == Decimal(320)
    assert "Dépense" in words(council, f"/dossiers/show/{row.id}?tab=expenses")
