"""What is admitted is complete by every way; what stays is not offered to go; an adoption follows its meeting."""

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mdo.calls.application_states import APPLICATION_ACTS
from mdo.calls.call_states import CALL_ACTS
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.rules.row_rules import check_row
from mdo.kernel.scope.limits import Scope
from mdo.kernel.states.acts import perform
from models.applications import Application, ApplicationOpinion, Means, OpinionKind
from models.applications import ApplicationState as State
from models.calls import CallState
from models.journal import JournalEntry
from tests.calls.reading import amounts, links, main_of, paper, sent_as_given, words, words_of
from tests.calls.test_undoing import pressed
from tests.support import ON_SQLITE, TODAY
from tests.support import calls as make
from tests.support import factories as base
from tests.support import procurement as buying
from tests.support.forms import post

pytestmark = ON_SQLITE  # pages and rules, which the other database would only repeat

Client = Callable[[str], FlaskClient]
_SAYS = "Un dossier recevable est complet"


def test_an_application_is_admitted_once_it_is_complete_and_stays_so(session: Session, client_as: Client) -> None:
    row = make.ApplicationFactory(state=State.FILED)
    session.commit()
    mission, pk = client_as("mission"), row.id
    admit = links(mission, f"/dossiers/show/{pk}")["Déclarer recevable"]
    refused = sent_as_given(mission, admit)
    assert refused.status_code == 422
    assert _SAYS in refused.get_data(as_text=True)
    assert sent_as_given(mission, admit, is_complete="y").status_code == 200
    session.rollback()
    assert session.get_one(Application, pk).state is State.ADMISSIBLE
    session.rollback()
    page = main_of(mission, f"/dossiers/edit/{pk}")
    [form] = [each for each in page.xpath("//form[@method='post']") if "is_complete" in [*each.inputs.keys()]]
    fields = {name: value for name, value in form.form_values() if name not in ("csrf_token", "is_complete")}
    refused = post(mission, f"/dossiers/edit/{pk}", fields)
    assert refused.status_code == 422
    assert _SAYS in refused.get_data(as_text=True)


def test_an_undo_does_not_admit_what_is_no_longer_complete(session: Session, client_as: Client) -> None:
    row = make.ApplicationFactory()
    session.commit()
    mission, pk = client_as("mission"), row.id
    out = links(mission, f"/dossiers/show/{pk}")["Déclarer irrecevable"]
    assert sent_as_given(mission, out, inadmissible_reason="Un devis manque.").status_code == 200
    session.rollback()
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    address = f"/journal/show/{entry.id}"
    session.execute(update(Application.__table__).values(is_complete=False))  # which no door does
    session.commit()
    answer = pressed(mission, address, "Annuler")
    assert _SAYS in answer
    session.rollback()
    assert session.get_one(Application, pk).state is State.INADMISSIBLE


@pytest.mark.parametrize("complete", ["", "non", "oui"])
@pytest.mark.parametrize("state", ["recevable", "instruit"])
def test_a_workbook_admits_what_is_complete_alone(session: Session, state: str, complete: str) -> None:
    call = make.ProjectCallFactory(title="APICQ 2027")
    base.InstanceFactory(name="Conseil de quartier Ménival", arrondissements=[5])
    session.commit()
    lines = (
        "Appel;Conseil;Intitulé;Demandé TTC (€);Déposé le;État;Complet",
        f"{call.title};Conseil de quartier Ménival;Jardin;4000;10/10/2026;{state};{complete}",
    )
    made = plan(session, "applications", "\n".join(lines).encode(), today=TODAY, file_name="dossiers.csv")
    assert bool(made.errors) is (complete != "oui"), made.errors


def test_what_was_abandoned_since_the_adoption_is_not_notified_as_retained(session: Session) -> None:
    call = make.ProjectCallFactory(state=CallState.DECIDED, decided_on=TODAY)
    scenario = make.CallScenarioFactory(call=call, cut=2, adopted_on=TODAY)
    kept, gone = (make.ApplicationFactory(call=call, number=n, state=State.EXAMINED) for n in (1, 2))
    for place, row in enumerate((kept, gone), start=1):
        make.ScenarioLineFactory(scenario=scenario, application=row, position=place, amount_incl_tax=1000)
    session.commit()
    perform(APPLICATION_ACTS, APPLICATION_ACTS.act("abandon"), session, gone, {"abandoned_reason": "Non."})
    perform(CALL_ACTS, CALL_ACTS.act("notify"), session, call, {"notified_on": TODAY})
    assert (kept.state, gone.state, gone.granted_incl_tax) == (State.RETAINED, State.ABANDONED, None)


def _deletions(client: FlaskClient, address: str) -> set[str]:
    return {link for link in main_of(client, address).xpath("//a/@href") if "/delete/" in link}


def _bulk(client: FlaskClient, address: str) -> set[str]:
    return set(main_of(client, address).xpath("//button[@name='action']/@value"))


def test_lists_offer_no_deletion_of_what_stays(session: Session, client_as: Client) -> None:
    call = make.ProjectCallFactory()
    filed = make.ApplicationFactory(call=call, number=1, state=State.FILED)
    scenario = make.CallScenarioFactory(call=call, adopted_on=TODAY)
    make.ScenarioLineFactory(scenario=scenario, application=filed, position=1, amount_incl_tax=1000)
    session.commit()
    mission = client_as("mission")
    for address in ("/dossiers/list/?all=1", "/scenarios/list/", "/projets-de-scenarios/list/"):
        assert _deletions(mission, address) == set(), address
        assert "delete" not in _bulk(mission, address), address
    draft = make.ApplicationFactory(call=call, number=2, state=State.DRAFT, filed_on=None)
    session.commit()
    [only] = _deletions(mission, "/dossiers/list/?all=1")
    assert only.partition("?")[0] == f"/dossiers/delete/{draft.id}"
    assert "delete" in _bulk(mission, "/dossiers/list/?all=1")


def test_the_day_of_an_adoption_follows_its_meeting_and_an_undo_takes_back_both(
    session: Session, client_as: Client
) -> None:
    start = dt.datetime(2026, 9, 30, 16, tzinfo=dt.UTC)
    council = base.InstanceFactory(arrondissements=[5])
    meeting = base.MeetingFactory(instance=council, start_at=start, end_at=start + dt.timedelta(hours=2))
    row = make.ApplicationFactory(
        instance=council, adoption_meeting=meeting, adopted_on=start.date(), state=State.EXAMINED
    )
    session.commit()
    ids = row.id, meeting.id
    client = client_as("ref5")
    moved = sent_as_given(client, f"/reunions/edit/{ids[1]}", start_at="2026-09-23T18:00", end_at="2026-09-23T20:00")
    assert moved.status_code == 200, moved.get_data(as_text=True)
    session.rollback()
    assert session.get_one(Application, ids[0]).adopted_on == dt.date(2026, 9, 23)
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    assert {change.model for change in entry.changes} >= {"Meeting", "Application"}
    address = f"/journal/show/{entry.id}"
    session.rollback()
    pressed(client_as("mission"), address, "Annuler")
    session.rollback()
    assert session.get_one(Application, ids[0]).adopted_on == start.date()


def test_the_workbook_of_a_call_says_it_over_its_headers_and_comes_back(session: Session, client_as: Client) -> None:
    call = make.ProjectCallFactory(title="APICQ 2027 : les quartiers", state=CallState.OPEN, closes_on=TODAY)
    make.CallAxisFactory(call=call, name="Cadre de vie")
    base.InstanceFactory(name="Conseil de quartier Ménival", arrondissements=[5])
    session.commit()
    client = client_as("ref5")
    given = client.get(links(client, f"/appels-a-projets/show/{call.id}")["Classeur à remplir (Excel)"])
    book = load_workbook(io.BytesIO(given.data))
    sheet: Any = book.worksheets[0]
    assert sheet["A1"].value == "Appel à projets : APICQ 2027 : les quartiers"
    headers = [cell.value for cell in sheet[2]]
    assert "Appel à projets" not in headers
    assert sheet.freeze_panes == "A3"
    line = {"Intitulé": "Jardin", "Conseil": "Conseil de quartier Ménival", "Axe": "Cadre de vie",
            "Demandé TTC (€)": "4000", "Déposé le": dt.date(2026, 11, 20)}  # fmt: skip
    for name, value in line.items():
        sheet.cell(3, headers.index(name) + 1).value = value
    stream = io.BytesIO()
    book.save(stream)
    made = plan(session, "applications", stream.getvalue(), today=TODAY)
    assert (made.errors, made.unknown_columns) == ((), ())
    apply(session, made)
    session.commit()
    [row] = session.scalars(select(Application)).all()
    assert (row.call_id, row.title, row.state) == (call.id, "Jardin", State.FILED)


def test_a_call_of_before_without_its_jury_says_so(session: Session, client_as: Client) -> None:
    row = make.ApplicationFactory(call=make.ProjectCallFactory(state=CallState.CLOSED), state=State.REFUSED)
    session.commit()
    page = words(client_as("mission"), f"/appels-a-projets/show/{row.call_id}?tab=ranking")
    assert "Sur 0" not in page
    assert "n’est pas noté ici" in page


def test_a_referent_reads_that_the_mission_follows_what_she_may_not_open(session: Session, client_as: Client) -> None:
    call = make.ProjectCallFactory(state=CallState.NOTIFIED)
    row = make.ApplicationFactory(
        call=call, instance=base.InstanceFactory(arrondissements=[5]), state=State.RETAINED, granted_incl_tax=1000,
        contract=buying.ContractFactory(title="Besoin de la mission"),
    )  # fmt: skip
    session.commit()
    page = words(client_as("ref5"), f"/dossiers/show/{row.id}?tab=sheet")
    assert "suivi par la mission" in page
    assert "hors de vos arrondissements" not in page
    assert "Besoin de la mission" not in page


def test_the_receipt_says_what_the_application_was_filed_with_whatever_it_became(
    session: Session, client_as: Client
) -> None:
    call = make.ProjectCallFactory(state=CallState.OPEN, closes_on=TODAY, ceiling_incl_tax=Decimal(9000))
    row = make.ApplicationFactory(
        call=call, instance=base.InstanceFactory(arrondissements=[5]), state=State.DRAFT, filed_on=None,
        asked_incl_tax=Decimal("6200.10"),
    )  # fmt: skip
    line = make.ApplicationExpenseFactory(application=row, label="Plants", planned_incl_tax=Decimal("7000.35"))
    gone = make.ApplicationExpenseFactory(application=row, label="Terre", planned_incl_tax=Decimal(100), position=2)
    session.commit()
    council, mission, page = client_as("ref5"), client_as("mission"), f"/dossiers/show/{row.id}"
    assert sent_as_given(council, links(council, page)["Déposer"]).status_code == 200
    assert sent_as_given(mission, links(mission, page)["Déclarer recevable"], is_complete="y").status_code == 200
    assert sent_as_given(mission, f"/dossiers/edit/{row.id}", asked_incl_tax="5000").status_code == 200
    assert sent_as_given(mission, f"/budgets-des-dossiers/edit/{line.id}", planned_incl_tax="5000").status_code == 200
    assert sent_as_given(mission, f"/budgets-des-dossiers/delete/{gone.id}").status_code == 200
    session.rollback()
    session.add(make.ApplicationExpense(application=session.get_one(Application, row.id), label="Outils",
                                        position=3, planned_incl_tax=Decimal(40)))  # fmt: skip
    session.commit()
    receipt = paper(council.get(links(council, page)["Récépissé (Word)"]).data)
    assert amounts("|".join(receipt)) == {"7100,35€", "6200,10€", "900,25€", "7000,35€", "100,00€", "9000,00€"}
    assert {"Budget total TTC", "Montant demandé TTC", "Autres financements TTC", "Plants", "Terre"} <= {*receipt}
    assert "Outils" not in receipt


def _adopted_later(session: Session) -> tuple[int, int]:
    """An application that was filed, whose council adopted it at a meeting that is then put off to a day to come."""
    start = dt.datetime(2026, 9, 30, 16, tzinfo=dt.UTC)
    council = base.InstanceFactory(arrondissements=[5])
    meeting = base.MeetingFactory(instance=council, start_at=start, end_at=start + dt.timedelta(hours=2))
    row = make.ApplicationFactory(
        instance=council, adoption_meeting=meeting, adopted_on=start.date(), state=State.FILED
    )
    session.commit()
    return row.id, meeting.id


def test_an_adoption_put_off_keeps_nobody_from_writing_the_rest(session: Session, client_as: Client) -> None:
    pk, meeting = _adopted_later(session)
    mission = client_as("mission")
    moves = links(mission, f"/reunions/show/{meeting}")["Modifier"]
    moved = sent_as_given(mission, moves, start_at="2026-12-16T18:00", end_at="2026-12-16T20:00")
    assert moved.status_code == 200, moved.get_data(as_text=True)
    session.rollback()
    assert session.get_one(Application, pk).adopted_on == dt.date(2026, 12, 16)
    session.rollback()
    address = links(mission, f"/dossiers/show/{pk}")["Modifier"]
    assert sent_as_given(mission, address, summary="Avec le quartier").status_code in {200, 302}
    session.rollback()
    assert session.get_one(Application, pk).summary == "Avec le quartier"
    session.rollback()
    admit = links(mission, f"/dossiers/show/{pk}")["Déclarer recevable"]
    assert sent_as_given(mission, admit, is_complete="y").status_code == 200
    assert sent_as_given(mission, address, adoption_meeting="", adopted_on="").status_code in {200, 302}
    again = sent_as_given(mission, address, adoption_meeting=str(meeting), adopted_on="2026-12-16")
    assert again.status_code == 422


def test_a_workbook_by_command_and_many_rows_at_once_ask_what_is_admitted_too(
    session: Session, client_as: Client, tmp_path: Path
) -> None:
    call = make.ProjectCallFactory(title="APICQ 2027")
    council = base.InstanceFactory(name="Conseil de quartier Ménival", arrondissements=[5])
    row = make.ApplicationFactory(call=call, instance=council, number=1, title="Jardin", state=State.FILED)
    session.commit()
    lines = (
        "Appel;N° de dossier;Conseil;Intitulé;État;Complet",
        f"{call.title};1;{council.name};Jardin;recevable;non",
    )
    given = tmp_path / "dossiers.csv"
    given.write_text("\n".join(lines), encoding="utf-8")
    client = client_as("mission")
    answer = client.application.test_cli_runner().invoke(args=["mdo", "import", "applications", str(given)])
    assert _SAYS in answer.output, answer.output
    assert answer.exit_code != 0
    session.rollback()
    assert session.get_one(Application, row.id).state is State.FILED
    # Nothing of a grouped act leads to the jury: neither the state nor « complete » is changed for many at once.
    assert _bulk(client, "/dossiers/list/?all=1") == {"set-axis"}


def test_a_file_says_that_it_is_late_or_asks_too_much(session: Session, client_as: Client) -> None:
    call = make.ProjectCallFactory(
        state=CallState.OPEN, closes_on=dt.date(2026, 11, 20), ceiling_incl_tax=Decimal(5000)
    )
    place = base.InstanceFactory(arrondissements=[5])
    rows = {
        (True, False): make.ApplicationFactory(call=call, instance=place, number=1, state=State.FILED,
                                               filed_on=dt.date(2026, 11, 21), asked_incl_tax=Decimal(5000)),
        (False, True): make.ApplicationFactory(call=call, instance=place, number=2, state=State.FILED,
                                               filed_on=dt.date(2026, 11, 20), asked_incl_tax=Decimal("5000.01")),
    }  # fmt: skip
    session.commit()
    for told, row in rows.items():
        page = words(client_as("ref5"), f"/dossiers/show/{row.id}")
        assert (
            "hors délai" in page,
            "au-dessus du plafond de 5 000,00 €" in page.replace("\u202f", " ").replace("\xa0", " "),
        ) == told


def test_a_referent_reads_that_another_council_asks_with_hers(session: Session, client_as: Client) -> None:
    names = {place: f"Conseil du {place}e" for place in (5, 7)}
    five, seven = (base.InstanceFactory(name=name, arrondissements=[place]) for place, name in names.items())
    call = make.ProjectCallFactory(state=CallState.NOTIFIED, notified_on=TODAY)
    row = make.ApplicationFactory(
        call=call, instance=five, partners=[seven], state=State.RETAINED, granted_incl_tax=1000, notified_on=TODAY,
        means=Means.SUBSIDY,
    )  # fmt: skip
    session.commit()
    address = f"/dossiers/show/{row.id}"
    page = words(client_as("ref5"), f"{address}?tab=sheet")
    assert "Conseils associéshors de vos arrondissements" in page
    assert "Subvention à une association – suivi par la mission" in page
    assert names[7] in words(client_as("mission"), f"{address}?tab=sheet")
    sheets = [
        paper(client_as(who).get(links(client_as(who), address)["Fiche publique (Word)"]).data)
        for who in ("ref5", "mission")
    ]
    assert sheets[0] == sheets[1]
    assert any(names[7] in part for part in sheets[0])


def test_a_referent_is_not_offered_the_opinions_that_the_mission_asks(
    session: Session, client_as: Client, as_reader: Any
) -> None:
    place = base.ArrondissementFactory(number=5)
    row = make.ApplicationFactory(instance=base.InstanceFactory(arrondissements=[5]), state=State.FILED)
    technical = make.ApplicationOpinionFactory(application=row, kind=OpinionKind.TECHNICAL, author="Voirie")
    session.commit()
    council, page = client_as("ref5"), f"/avis-sur-dossiers/show/{technical.id}"
    edits = f"/avis-sur-dossiers/edit/{technical.id}"
    tab = links(council, f"/dossiers/show/{row.id}?tab=opinions").values()
    [adding] = {address for address in tab if address.startswith("/avis-sur-dossiers/add")}
    for client, is_hers in ((council, False), (client_as("mission"), True)):
        kinds = main_of(client, adding).xpath("//main//select[@name='kind']/option/@value")
        assert ("technical" in kinds, "mairie" in kinds) == (is_hers, True)
        assert any(address.startswith(edits) for address in links(client, page).values()) is is_hers
        assert client.get(edits).status_code == (200 if is_hers else 403)
    for kind, status in (("technical", 422), ("mairie", 200)):
        answer = sent_as_given(council, adding, kind=kind, author="Mairie du 5e")
        assert answer.status_code == status, words_of(answer)
    # Behind the form, the rule: she neither writes one, nor makes it another's.
    reader = as_reader(Scope.arrondissements(1, frozenset({place.id})))
    hers = reader.get_one(ApplicationOpinion, technical.id)
    for kind in (OpinionKind.TECHNICAL, OpinionKind.MAIRIE):
        hers.kind = kind
        with reader.no_autoflush, pytest.raises(RuleViolation, match="mission asks directions"):
            check_row(reader, hers, TODAY)


@pytest.mark.parametrize(("who", "is_asked"), [("ref5", False), ("mission", True)])
def test_what_the_mission_alone_writes_is_no_field_of_a_referent(
    session: Session, client_as: Client, who: str, *, is_asked: bool
) -> None:
    call = make.ProjectCallFactory(state=CallState.OPEN)
    body = base.InstanceFactory(arrondissements=[5])
    row = make.ApplicationFactory(
        call=call, instance=body, state=State.FILED, is_complete=True, sitting=make.CallSittingFactory(call=call)
    )
    session.commit()
    reader, page, sitting = client_as(who), f"/dossiers/show/{row.id}", row.sitting_id
    edits = next(address for address in links(reader, page).values() if address.startswith("/dossiers/edit/"))
    for address in (edits, "/dossiers/add"):
        form = main_of(reader, address).xpath("//main//form[@method='post']")[-1]
        asked = {*form.inputs.keys()}
        assert {"title", "quotes", "report"} <= asked
        assert {"is_complete", "sitting", "heard_at", "year_end"} & asked == (
            {"is_complete", "sitting", "heard_at", "year_end"} if is_asked else set()
        )
        assert ("Séance" in " ".join(form.xpath("string()").split())) is is_asked
    assert "Complet" in words(reader, f"{page}?tab=sheet")
    answer = sent_as_given(reader, edits, title="Un titre plus clair")
    assert answer.status_code == 200, words_of(answer)
    session.rollback()
    row = session.get_one(Application, row.id)
    assert (row.title, row.is_complete, row.sitting_id) == ("Un titre plus clair", True, sitting)
