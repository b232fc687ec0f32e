"""A call on screen: launched from its template, filed to, judged, told; what each reader sees of it at each step."""

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import User
from models.applications import Application, ApplicationState
from models.calls import CallState, ProjectCall
from models.journal import AccessLog, JournalChange, JournalEntry
from models.judging import ApplicationMark, CallScenario, JurorInterest
from tests.support import TODAY
from tests.support import calls as make
from tests.support import factories as base
from tests.support import procurement as buying
from tests.support.forms import post

Client = Callable[[str], FlaskClient]
City = dict[str, Any]


def account(session: Session, name: str) -> User:
    """An account that a client signed in with."""
    return session.scalars(select(User).where(User.username == name)).one()


def words(answer: Any) -> str:
    """What a page says, its spaces as one."""
    return " ".join(html.fromstring(answer.get_data(as_text=True)).xpath("string(//main)").split())


def links(answer: Any) -> set[str]:
    """The addresses that a page leads to."""
    return set(html.fromstring(answer.get_data(as_text=True)).xpath("//a/@href"))


def sent_as_given(client: FlaskClient, url: str, **values: str) -> Any:
    """A form as its page gives it, with what is typed."""
    page = client.get(url)
    assert page.status_code == 200, (url, page.status_code, page.location)
    forms = html.fromstring(page.get_data(as_text=True)).xpath("//main//form[@method='post']")
    form = next(form for form in forms if form.action.partition("?")[0] == url.partition("?")[0])
    buttons = {*form.xpath(".//button/@name")}
    assert {*values} <= {*form.inputs.keys()} | buttons, "the page does not ask for it"
    fields = {name: value for name, value in form.form_values() if name != "csrf_token"}
    return post(client, url, {**fields, **values})


def test_a_call_is_launched_from_the_page_of_its_template(session: Session, client_as: Client) -> None:
    mission = client_as("mission")
    template = session.scalars(select(ProjectCall).where(ProjectCall.state == CallState.TEMPLATE)).one()
    address = f"/appels-a-projets/lancer/{template.id}"
    assert address in links(mission.get(f"/appels-a-projets/show/{template.id}"))
    looked = sent_as_given(mission, address, title="APICQ 2028", year="2028", day="2027-11-02", days="1")
    seen = mission.get(looked.location)
    assert "vendredi 7 janvier 2028" in words(seen)
    assert "Ses jours, si le dépôt ouvre le mardi 2 novembre 2027" in words(seen)
    [title] = html.fromstring(seen.get_data(as_text=True)).xpath("//main//input[@name='title']/@value")
    assert title == "APICQ 2028", "what was typed is lost"
    done = sent_as_given(mission, address, title="APICQ 2028", year="2028", day="2027-11-02")
    session.rollback()
    call = session.scalars(select(ProjectCall).where(ProjectCall.title == "APICQ 2028")).one()
    assert done.location.endswith(f"/appels-a-projets/show/{call.id}")
    assert (call.state, call.closes_on, len(call.axes)) == (CallState.DRAFT, dt.date(2028, 1, 7), 4)
    opened = sent_as_given(mission, f"/appels-a-projets/ouverture/{call.id}", opens_on="2026-11-24")
    assert opened.status_code == 302, words(opened)
    session.rollback()
    assert session.get_one(ProjectCall, call.id).state is CallState.OPEN


@pytest.fixture
def city(session: Session, client_as: Client) -> City:
    """Two files of the 5th and of the 7th, and the référent of the 5th on the jury."""
    client_as("ref5")
    call = make.ProjectCallFactory()
    make.CallCriterionFactory(call=call, name="Utilité", weight=Decimal(100))
    own, other = (
        make.ApplicationFactory(
            call=call,
            number=number,
            title=title,
            instance=base.InstanceFactory(name=f"Conseil {place}", arrondissements=[place]),
        )
        for number, title, place in ((3, "Fresque du cinquième", 5), (4, "Potager du septième", 7))
    )
    juror = make.CallJurorFactory(call=call, user=account(session, "ref5"))
    session.commit()
    return {"call": call.id, "own": own.id, "other": other.id, "juror": juror.id, "criterion": call.criteria[0].id}


def test_a_juror_without_account_is_opened_from_her_call(session: Session, client_as: Client) -> None:
    """The head of her line says nothing: her name, in another cell, leads to her."""
    juror = make.CallJurorFactory(user=None, name="Mireille Constantin")
    session.commit()
    page = html.fromstring(client_as("mission").get(f"/appels-a-projets/show/{juror.call_id}?tab=jurors").data)
    assert page.xpath("//tbody//td/a[. = 'Mireille Constantin']/@href") == [f"/jures/show/{juror.id}"]


def test_a_juror_declares_herself_before_a_file_opens_then_marks_it_and_each_opening_is_noted(
    session: Session, client_as: Client, city: City
) -> None:
    juror, other = client_as("ref5"), city["other"]
    assert juror.get(f"/dossiers/show/{other}").status_code == 404
    page = juror.get("/jury/")
    assert "Potager du septième" in words(page)
    assert f"/jury/declaration/{other}" in links(page)
    assert f"/dossiers/show/{other}" not in links(page)
    assert juror.get(f"/jury/notes/{other}").location.endswith(f"/jury/declaration/{other}")
    done = sent_as_given(juror, f"/jury/declaration/{other}", concerned="no")
    assert done.location.endswith(f"/jury/notes/{other}")
    assert juror.get(f"/dossiers/show/{other}").status_code == 200
    wrong = sent_as_given(juror, f"/jury/notes/{other}", **{f"mark_{city['criterion']}": "6"})
    assert wrong.status_code == 422
    sent_as_given(juror, f"/jury/notes/{other}", **{f"mark_{city['criterion']}": "4"})
    session.rollback()
    assert session.scalars(select(ApplicationMark.mark)).all() == [4]
    noted = session.scalars(select(AccessLog).where(AccessLog.action == "reading")).one()
    assert "Potager du septième" in noted.filters
    assert noted.user_id == account(session, "ref5").id


def test_who_is_concerned_opens_neither_the_file_nor_its_marks_and_the_ranking_says_deport(
    session: Session, client_as: Client, city: City
) -> None:
    juror, mission, own = client_as("ref5"), client_as("mission"), city["own"]
    assert juror.get(f"/dossiers/show/{own}").status_code == 200
    refused = sent_as_given(juror, f"/jury/declaration/{own}", concerned="yes")
    assert refused.location.endswith(f"/jury/declaration/{own}")  # she says how
    sent_as_given(juror, f"/jury/declaration/{own}", concerned="yes", reason="Mon conseil")
    session.rollback()
    assert session.scalars(select(JurorInterest.is_concerned)).all() == [True]
    for address in (f"/dossiers/show/{own}", f"/dossiers/edit/{own}", f"/jury/notes/{own}"):
        assert juror.get(address).status_code == 404, address
    assert "Fresque" not in juror.get("/dossiers/list/").get_data(as_text=True)
    ranking = words(mission.get(f"/appels-a-projets/show/{city['call']}?tab=ranking"))
    assert "déport" in ranking
    assert " 0,00 " not in ranking


def test_a_juror_changes_what_she_declared_and_the_marks_that_she_had_given_are_set_aside(
    session: Session, client_as: Client, city: City
) -> None:
    juror, mission, other = client_as("ref5"), client_as("mission"), city["other"]
    declaration, mark = f"/jury/declaration/{other}", f"mark_{city['criterion']}"
    outside = make.CallJurorFactory(call=session.get_one(ProjectCall, city["call"]), user=None, name="Une voisine")
    file = session.get_one(Application, other)
    make.JurorInterestFactory(juror=outside, application=file)
    make.ApplicationMarkFactory(juror=outside, application=file, criterion=file.call.criteria[0], mark=2)
    session.commit()
    sent_as_given(juror, declaration, concerned="no")
    sent_as_given(juror, f"/jury/notes/{other}", **{mark: "4"})

    def ranked() -> str:
        return words(mission.get(f"/appels-a-projets/show/{city['call']}?tab=ranking"))

    assert "3,00" in ranked()
    assert declaration in links(juror.get("/jury/"))
    assert "mises de côté" in words(juror.get(declaration))  # what would become of them is said before
    sent_as_given(juror, declaration, concerned="yes")
    session.rollback()
    assert session.scalars(select(JurorInterest.is_concerned)).all() == [False, False]  # she says how
    sent_as_given(juror, declaration, concerned="yes", reason="Ma sœur y travaille")
    page = juror.get("/jury/")
    assert "Vos notes sur ce dossier sont mises de côté : 1" in " ".join(
        html.fromstring(page.text).text_content().split()
    )
    assert juror.get(f"/dossiers/show/{other}").status_code == 404
    assert "notes mises de côté : 1" in ranked()
    assert "2,00" in ranked()
    assert "3,00" not in ranked()
    session.rollback()
    assert sorted(session.scalars(select(ApplicationMark.mark))) == [2, 4]
    row = session.scalars(select(JurorInterest).where(JurorInterest.juror_id == city["juror"])).one()
    told = (
        select(JournalEntry)
        .join(JournalChange)
        .where(JournalChange.model == "JurorInterest", JournalChange.row_id == row.id)
    )
    assert [entry.actor_id for entry in session.scalars(told)] == [account(session, "ref5").id] * 2
    sent_as_given(juror, declaration, concerned="no")
    session.rollback()
    assert row.is_concerned is True  # whoever changes back says why too
    sent_as_given(juror, declaration, concerned="no", reason="Elle n’y travaille plus")
    assert "3,00" in ranked()  # what she had given counts again
    post(mission, f"/scenarios/adoption/{_scenario(session, city)}")
    sent_as_given(mission, f"/appels-a-projets/decision/{city['call']}", deliberation="2026/77")
    assert juror.get(declaration).status_code == 404


def _scenario(session: Session, city: City) -> int:
    """A scenario of the call that retains its first project."""
    session.rollback()
    scenario = make.CallScenarioFactory(call=session.get_one(ProjectCall, city["call"]))
    make.ScenarioLineFactory(scenario=scenario, application=session.get_one(Application, city["own"]))
    session.commit()
    return int(scenario.id)


def test_a_juror_of_the_mission_who_is_concerned_opens_no_file_either(
    session: Session, client_as: Client, city: City
) -> None:
    mission = client_as("mission")
    juror = make.CallJurorFactory(call=session.get_one(ProjectCall, city["call"]), user=account(session, "mission"))
    other = session.get_one(Application, city["other"])
    line = make.ScenarioLineFactory(scenario__call=juror.call, application=other, mean=Decimal("2.75"))
    session.commit()
    city["scenario"] = line.scenario_id
    assert mission.get(f"/dossiers/show/{city['other']}").status_code == 200
    assert "2,75" in words(mission.get(f"/scenarios/show/{line.scenario_id}"))
    assert "Potager du septième" in words(mission.get(f"/jury/grille/juror/{city['juror']}"))
    make.JurorInterestFactory(
        juror=juror, application=session.get_one(Application, city["other"]), is_concerned=True, reason="Amie"
    )
    session.commit()
    assert mission.get(f"/dossiers/show/{city['other']}").status_code == 404
    scenario, grid = f"/scenarios/show/{city['scenario']}", f"/jury/grille/juror/{city['juror']}"
    assert "Potager du septième" not in words(mission.get(grid))
    assert f"/dossiers/show/{city['other']}" not in links(mission.get(scenario))
    for address in (scenario, f"{scenario}?tab=lines", "/projets-de-scenarios/list/"):
        assert "2,75" not in words(mission.get(address)), address
    assert "ne vous sont pas montrées" in words(mission.get(f"/appels-a-projets/show/{city['call']}?tab=ranking"))


def test_the_mission_types_the_grid_of_who_has_no_account(session: Session, client_as: Client, city: City) -> None:
    mission = client_as("mission")
    outside = make.CallJurorFactory(call=session.get_one(ProjectCall, city["call"]), user=None, name="Une voisine")
    session.commit()
    grids = mission.get(f"/jury/grille/{city['call']}")
    address = f"/jury/grille/juror/{outside.id}"
    assert address in links(grids)
    mark = f"mark_{city['other']}_{city['criterion']}"
    wrong = sent_as_given(mission, address, **{f"out_{city['other']}": "1", mark: "4"})
    assert wrong.status_code == 422
    sent_as_given(mission, address, **{mark: "5", f"out_{city['own']}": "1", f"why_{city['own']}": "Elle y habite"})
    session.rollback()
    said = {row.application_id: row.is_concerned for row in session.scalars(select(JurorInterest))}
    assert said == {city["other"]: False, city["own"]: True}
    assert session.scalars(select(ApplicationMark.mark)).all() == [5]
    ref5 = client_as("ref5")
    assert ref5.get(address).status_code == 404
    assert ref5.get(f"/jury/grille/{city['call']}").status_code == 403  # she reads the call, and judges for herself


def test_the_grid_of_who_has_no_account_sets_marks_aside_too(session: Session, client_as: Client, city: City) -> None:
    mission = client_as("mission")
    outside = make.CallJurorFactory(call=session.get_one(ProjectCall, city["call"]), user=None, name="Une voisine")
    session.commit()
    address, other = f"/jury/grille/juror/{outside.id}", city["other"]
    mark, out, why = f"mark_{other}_{city['criterion']}", f"out_{other}", f"why_{other}"
    sent_as_given(mission, address, **{mark: "4"})
    sent_as_given(mission, address, **{mark: "", out: "1", why: "Sa cousine"})
    ranking = f"/appels-a-projets/show/{city['call']}?tab=ranking"
    assert "Une voisine (notes mises de côté : 1)" in words(mission.get(ranking))
    sent_as_given(mission, address)  # opened and sent as it is, nothing changes
    page = html.fromstring(mission.get(address).get_data(as_text=True)).xpath("//main//form[@method='post']")[-1]
    fields = {name: value for name, value in page.form_values() if name not in ("csrf_token", out)}
    post(mission, address, {**fields, why: "Elle n’y est plus"})
    session.rollback()
    said = session.scalars(select(JurorInterest).where(JurorInterest.juror_id == outside.id)).one()
    assert (said.is_concerned, said.reason) == (False, "Elle n’y est plus")
    assert session.scalars(select(ApplicationMark.mark)).all() == [4]
    assert "4,00" in words(mission.get(ranking))


@pytest.mark.parametrize(
    ("name", "files", "juries"),
    [("ref5", True, False), ("saisie5", True, False), ("stagiaire", False, False), ("dpo", False, False),
     ("elu5", False, False), ("direction", True, True)],
)  # fmt: skip
def test_what_each_reader_opens_of_a_call(
    session: Session, client_as: Client, city: City, name: str, files: bool, juries: bool
) -> None:
    scenario = make.CallScenarioFactory(call=session.get_one(ProjectCall, city["call"]))
    session.commit()
    client = client_as(name)
    assert (client.get(f"/dossiers/show/{city['own']}").status_code == 200) is files
    assert (client.get(f"/scenarios/show/{scenario.id}").status_code == 200) is juries
    if name in ("ref5", "saisie5"):
        for address in (f"/dossiers/show/{city['other']}", f"/avis-sur-dossiers/list/?f_application={city['other']}"):
            assert "Potager du septième" not in client.get(address).get_data(as_text=True)
        assert "Potager du septième" not in client.get("/search/?q=Potager").get_data(as_text=True)


def test_a_call_goes_from_its_scenarios_to_results_that_all_read(
    session: Session, client_as: Client, city: City
) -> None:
    mission, reader = client_as("mission"), client_as("ref5")
    criterion = session.get_one(ProjectCall, city["call"]).criteria[0]
    other = session.get_one(Application, city["other"])
    juror = session.get_one(ProjectCall, city["call"]).jurors[0]
    make.JurorInterestFactory(juror=juror, application=other)
    make.ApplicationMarkFactory(juror=juror, application=other, criterion=criterion, mark=5)
    session.commit()
    added = sent_as_given(mission, f"/scenarios/add?call={city['call']}", name="Tous")
    assert added.status_code == 302
    session.rollback()
    scenario = session.scalars(select(CallScenario)).one()
    assert scenario.cut == 1
    page = words(mission.get(f"/scenarios/show/{scenario.id}"))
    assert "5 000,00 €" in page
    post(mission, f"/scenarios/adoption/{scenario.id}")
    sent_as_given(mission, f"/appels-a-projets/decision/{city['call']}", deliberation="2026/77")
    assert "Potager" not in reader.get("/projets-retenus/list/").get_data(as_text=True)
    sent_as_given(mission, f"/appels-a-projets/notification/{city['call']}")
    session.rollback()
    assert session.get_one(ProjectCall, city["call"]).state is CallState.NOTIFIED
    told = words(reader.get("/projets-retenus/list/"))
    assert "Potager du septième" in told
    assert "Conseil 7" in told
    assert reader.get(f"/dossiers/show/{city['other']}").status_code == 404
    book = load_workbook(io.BytesIO(mission.get("/dossiers/export?format=xlsx").data))
    granted = [value for row in book.active.iter_rows(values_only=True) for value in row if value == 5000]
    assert granted


def test_the_city_buys_from_the_page_of_the_project(session: Session, client_as: Client) -> None:
    family = buying.PurchaseFamilyFactory()
    row = make.ApplicationFactory(
        call=make.ProjectCallFactory(state=CallState.NOTIFIED), state=ApplicationState.RETAINED,
        granted_incl_tax=Decimal(5000), notified_on=TODAY,
    )  # fmt: skip
    session.commit()
    mission = client_as("mission")
    assert f"/dossiers/achat/{row.id}" in links(mission.get(f"/dossiers/show/{row.id}"))
    done = sent_as_given(mission, f"/dossiers/achat/{row.id}", family=str(family.id), vat_rate="20")
    assert done.status_code == 302, words(done)
    session.rollback()
    need = session.get_one(Application, row.id).contract
    assert need is not None
    assert (need.estimate_excl_tax, need.family_id) == (Decimal("4166.67"), family.id)


@pytest.mark.parametrize(
    ("state", "first"),
    [
        (ApplicationState.EXAMINED, "Le dossier en entier"),
        (ApplicationState.RETAINED, "Ce qu’il est devenu"),
        (ApplicationState.REPORTED, "Ce qu’il est devenu"),
    ],
)
def test_an_application_opens_on_what_is_asked_then_once_paid_on_what_became_of_it(
    session: Session, client_as: Client, state: ApplicationState, first: str
) -> None:
    paid = {"granted_incl_tax": Decimal(4_000), "notified_on": TODAY}
    told = {
        "reported_on": TODAY,
        "report": "Six boîtes posées.",
        "realised_on": TODAY,
        "spent_incl_tax": Decimal(3_900),
    }
    row = make.ApplicationFactory(
        call=make.a_notified_call(),
        state=state,
        summary="Des boîtes à livres.",
        **(paid if state is not ApplicationState.EXAMINED else {}),
        **(told if state is ApplicationState.REPORTED else {}),
    )
    session.commit()
    page = html.fromstring(client_as("mission").get(f"/dossiers/show/{row.id}").get_data(as_text=True))
    assert page.xpath("normalize-space(//*[@id='tabs']//a[@data-tab][1])") == first
    (shown,) = page.xpath("//section[@class='tabs__panel']")
    titles = [title.text_content() for title in shown.xpath(".//section[@class='fact-group']/h4")]
    assert ("Des boîtes à livres." in shown.text_content()) == (state is ApplicationState.EXAMINED)
    assert ("Six boîtes posées." in shown.text_content()) == (state is ApplicationState.REPORTED)
    if state is ApplicationState.REPORTED:
        assert titles == ["Bilan", "Réalisation", "Issue"]
    assert "Le dossier en entier" in page.xpath("string(//*[@id='tabs'])")
