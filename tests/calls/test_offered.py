"""What the pages of calls offer: nothing that is then refused, and days on which people work."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.calls.copying import first_day, launch, moved_days
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.rules.row_rules import check_row
from mdo.meetings.calendar_revisions import OFF
from models.applications import Application, ApplicationState
from models.calls import CallState, ProjectCall
from models.judging import ScenarioLine
from models.meetings import MeetingState
from tests.calls.test_screens import links, sent_as_given, words
from tests.support import ON_SQLITE, TODAY
from tests.support import calls as make
from tests.support import factories as base
from tests.support.forms import post

Client = Callable[[str], FlaskClient]


def tree(answer: Any) -> Any:
    return html.fromstring(answer.get_data(as_text=True))


def offered(answer: Any, name: str) -> set[str]:
    """The words of the choices that a select of a form lists."""
    return {
        option.text for option in tree(answer).xpath(f"//main//select[@name='{name}']/option") if option.get("value")
    }


# ---- Applications ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "is_offered"), [("ref5", False), ("mission", True)])
def test_a_decided_call_is_offered_to_who_may_add_to_it(
    session: Session, client_as: Client, who: str, *, is_offered: bool
) -> None:
    made = {
        state: make.ProjectCallFactory(state=state, title=f"Appel {state}")
        for state in (CallState.OPEN, CallState.EXAMINED, CallState.DECIDED, CallState.NOTIFIED, CallState.CLOSED)
    }
    council = base.InstanceFactory(name="Conseil du 5e", arrondissements=[5])
    make.ApplicationFactory(call=made[CallState.CLOSED], instance=council, state=ApplicationState.FILED)
    session.commit()
    reader = client_as(who)
    taking = {f"Appel {state}" for state in (CallState.OPEN, CallState.EXAMINED)}
    listed = offered(reader.get("/dossiers/add"), "call")
    assert listed == ({f"Appel {state}" for state in made} if is_offered else taking)
    for state, call in made.items():
        adds = f"/dossiers/add?call={call.id}" in links(reader.get(f"/appels-a-projets/show/{call.id}"))
        assert adds is (is_offered or f"Appel {state}" in taking), state


def test_a_draft_of_a_decided_call_stays_in_its_form_and_is_not_offered_to_be_filed(
    session: Session, client_as: Client
) -> None:
    call = make.ProjectCallFactory(state=CallState.DECIDED, title="Appel d’avant")
    council = base.InstanceFactory(name="Conseil du 5e", arrondissements=[5])
    draft = make.ApplicationFactory(call=call, instance=council, state=ApplicationState.DRAFT, filed_on=None)
    session.commit()
    page, filing = f"/dossiers/show/{draft.id}", f"/dossiers/depot/{draft.id}"
    assert filing not in links(client_as("ref5").get(page))
    assert filing in links(client_as("mission").get(page))
    kept = sent_as_given(client_as("ref5"), f"/dossiers/edit/{draft.id}", title="Un titre plus clair")
    assert kept.status_code == 302, words(kept)
    session.rollback()
    assert session.get_one(Application, draft.id).call_id == call.id


@pytest.mark.parametrize("state", [ApplicationState.DRAFT, ApplicationState.FILED])
def test_what_was_filed_is_not_offered_to_be_deleted(
    session: Session, client_as: Client, state: ApplicationState
) -> None:
    row = make.ApplicationFactory(state=state)
    session.commit()
    page = tree(client_as("mission").get(f"/dossiers/show/{row.id}"))
    assert bool(page.xpath(f"//main//*[contains(@href, '/dossiers/delete/{row.id}')]")) is (state == "draft")


# ---- The meeting of the adoption -------------------------------------------------------------------------------------


def test_the_meeting_of_the_adoption_is_one_of_the_council_and_gives_its_day(
    session: Session, client_as: Client
) -> None:
    own, other = (base.InstanceFactory(name=f"Conseil {n}", arrondissements=[5]) for n in (1, 2))
    at = dt.datetime(2026, 10, 6, 18, tzinfo=dt.UTC)
    meeting, elsewhere = (
        base.MeetingFactory(instance=body, start_at=at, end_at=at + dt.timedelta(hours=2)) for body in (own, other)
    )
    off = base.MeetingFactory(
        instance=own, start_at=at, end_at=at + dt.timedelta(hours=2), state=MeetingState.CANCELLED
    )
    to_come = dt.datetime.combine(TODAY + dt.timedelta(days=1), dt.time(9), tzinfo=dt.UTC)
    base.MeetingFactory(instance=own, start_at=to_come, end_at=to_come + dt.timedelta(hours=2))
    row = make.ApplicationFactory(instance=own, state=ApplicationState.DRAFT)
    session.commit()
    pk, body = row.id, own.id
    reader, address = client_as("ref5"), f"/dossiers/edit/{row.id}"
    field = tree(reader.get(address)).xpath("//main//select[@name='adoption_meeting']")[0]
    lookup = field.get("data-lookup") or field.getparent().xpath(".//@data-lookup")[0]
    found = reader.get(f"{lookup}{'&' if '?' in lookup else '?'}of={body}").get_json()
    assert [item["id"] for item in found["results"]] == [meeting.id]
    refused = sent_as_given(reader, address, adoption_meeting=str(elsewhere.id))
    assert "Cette réunion est d’une autre instance" in words(refused)
    refused = sent_as_given(reader, address, adoption_meeting=str(off.id))
    assert "Réunion de l’adoption : Ce choix n’est pas dans la liste" in words(refused).replace("\xa0", " ")
    refused = sent_as_given(reader, address, adoption_meeting=str(meeting.id), adopted_on="2026-10-05")
    assert "Le conseil s’est réuni le 06/10/2026" in words(refused)
    assert sent_as_given(reader, address, adoption_meeting=str(meeting.id)).status_code == 302
    session.rollback()
    row = session.get_one(Application, pk)
    assert (row.adoption_meeting_id, row.adopted_on) == (meeting.id, dt.date(2026, 10, 6))


def test_a_council_adopted_at_no_meeting_to_come_and_at_one_of_a_partner_too(session: Session) -> None:
    partner = base.InstanceFactory()
    at = dt.datetime.combine(TODAY + dt.timedelta(days=3), dt.time(18), tzinfo=dt.UTC)
    to_come = base.MeetingFactory(instance=partner, start_at=at, end_at=at + dt.timedelta(hours=1))
    past = base.MeetingFactory(instance=partner, start_at=at - dt.timedelta(30), end_at=at - dt.timedelta(29))
    when = {"start_at": past.start_at, "end_at": past.end_at}
    off = [base.MeetingFactory(instance=partner, state=state, **when) for state in OFF]
    row = make.ApplicationFactory(partners=[partner], adopted_on=None)
    session.commit()
    for meeting in off:
        row.adoption_meeting = meeting
        with session.no_autoflush, pytest.raises(RuleViolation, match="did not take place"):
            check_row(session, row, TODAY)
    row.adoption_meeting = to_come
    with session.no_autoflush, pytest.raises(RuleViolation, match="still to come"):
        check_row(session, row, TODAY)
    row.adoption_meeting, row.adopted_on = past, None
    with session.no_autoflush:
        check_row(session, row, TODAY)
    assert row.adopted_on == past.start_at.date()


# ---- The call --------------------------------------------------------------------------------------------------------


@ON_SQLITE
def test_a_template_offers_its_rules_and_nothing_of_a_year(session: Session, client_as: Client) -> None:
    template = session.scalars(select(ProjectCall).where(ProjectCall.state == CallState.TEMPLATE)).one()
    mission = client_as("mission")
    page = mission.get(f"/appels-a-projets/show/{template.id}")
    tabs = {
        address.partition("tab=")[2].partition("#")[0].partition("&")[0] for address in links(page) if "tab=" in address
    }
    assert tabs == {"criteria", "axes", "sheet", "documents", "history"}
    assert not [address for address in links(page) if address.startswith("/dossiers/add?call=")]
    for address in ("/jures/add", "/seances-de-jury/add", "/scenarios/add"):
        assert template.title not in offered(mission.get(address), "call"), address


def test_the_council_deliberates_and_a_place_goes_on_where_nothing_refuses_it(
    session: Session, client_as: Client
) -> None:
    mission = client_as("mission")
    call = make.ProjectCallFactory()
    scenario = make.CallScenarioFactory(call=call)
    notified = make.ProjectCallFactory(state=CallState.NOTIFIED)
    first, second = (
        make.ApplicationFactory(call=notified, number=number, state=ApplicationState.WAITING, waiting_rank=rank)
        for number, rank in ((1, 2), (2, 1))
    )
    session.commit()
    page, decision = f"/appels-a-projets/show/{call.id}", f"/appels-a-projets/decision/{call.id}"
    assert decision not in links(mission.get(page))
    scenario.adopted_on = TODAY
    session.commit()
    assert decision in links(mission.get(page))
    taken = [
        row.waiting_rank
        for row in (first, second)
        if f"/dossiers/liste-d-attente/{row.id}" in links(mission.get(f"/dossiers/show/{row.id}"))
    ]
    assert taken == [1]


@ON_SQLITE
def test_the_meetings_of_a_jury_are_offered_before_those_of_bodies(session: Session, client_as: Client) -> None:
    at = dt.datetime(2026, 10, 6, 18, tzinfo=dt.UTC)
    sitting, plenary = (
        base.MeetingFactory(title=title, instance=body, start_at=at, end_at=at + dt.timedelta(hours=2))
        for title, body in (("Jury d’octobre", None), ("Plénière d’octobre", base.InstanceFactory()))
    )
    session.commit()
    mission = client_as("mission")
    [lookup] = tree(mission.get("/seances-de-jury/add")).xpath("//main//select[@name='meeting']/@data-lookup")
    assert [item["id"] for item in mission.get(lookup).get_json()["results"]] == [sitting.id]
    typed = mission.get(f"{lookup}?q=Plénière").get_json()["results"]
    assert [item["id"] for item in typed] == [plenary.id]


@ON_SQLITE
def test_the_days_of_a_new_call_are_worked_and_its_opening_is_to_come(session: Session) -> None:
    template = session.scalars(select(ProjectCall).where(ProjectCall.state == CallState.TEMPLATE)).one()
    # Opened a Saturday later by one, the jury would sit on a Sunday, and the bilans come on Easter Monday.
    for shift in range(370):
        opens_on = dt.date(2027, 9, 1) + dt.timedelta(days=shift)
        days = moved_days(template, opens_on)
        assert days["opens_on"] == opens_on
        worked = [day for name, day in days.items() if name not in ("opens_on", "realisation_by")]
        assert all(day.weekday() < 5 for day in worked), (opens_on, days)
        assert not any((day.month, day.day) in ((12, 25), (5, 1), (7, 14)) for day in worked)
    assert first_day(template, dt.date(2026, 10, 1)) == dt.date(2026, 11, 2)
    assert first_day(template, dt.date(2026, 12, 2)) == dt.date(2027, 11, 2)


def test_the_year_follows_the_opening_and_who_launches_answers_for_the_call(
    session: Session, client_as: Client
) -> None:
    mission = client_as("mission")
    template = session.scalars(select(ProjectCall).where(ProjectCall.state == CallState.TEMPLATE)).one()
    address = f"/appels-a-projets/lancer/{template.id}"
    looked = sent_as_given(mission, address, title="APICQ 2029", day="2028-11-02", days="1")
    assert "celle du conseil municipal, 2029" in words(mission.get(looked.location))
    sent_as_given(mission, looked.location)
    session.rollback()
    call = session.scalars(select(ProjectCall).where(ProjectCall.title == "APICQ 2029")).one()
    assert (call.year, call.opens_on) == (2029, dt.date(2028, 11, 2))
    assert call.responsible is not None
    assert call.responsible.username == "mission"
    named = base.UserFactory()
    template.responsible = named
    assert launch(session, template, "APICQ 2030", 2030, dt.date(2029, 11, 2)).responsible is named


# ---- A scenario ------------------------------------------------------------------------------------------------------


def test_a_project_that_takes_a_rank_moves_the_others_on_and_comes_back_with_an_undo(
    session: Session, client_as: Client
) -> None:
    call = make.ProjectCallFactory()
    scenario = make.CallScenarioFactory(call=call, cut=2)
    for place, title in enumerate(("Jardin", "Balade", "Fresque"), 1):
        file = make.ApplicationFactory(call=call, number=place, title=title)
        make.ScenarioLineFactory(scenario=scenario, application=file, position=place, amount_incl_tax=Decimal(100))
    session.commit()
    pk, mission = scenario.id, client_as("mission")

    def ranks() -> list[tuple[int, str]]:
        session.rollback()
        rows = session.scalars(select(ScenarioLine).where(ScenarioLine.scenario_id == pk)).all()
        return sorted((row.position, row.application.title) for row in rows)

    [last] = [row.id for row in scenario.lines if row.application.title == "Fresque"]
    address = f"/projets-de-scenarios/edit/{last}"
    assert sent_as_given(mission, address, position="2").status_code == 302
    assert ranks() == [(1, "Jardin"), (2, "Fresque"), (3, "Balade")]
    shown = words(mission.get(f"/scenarios/show/{pk}?tab=simulation"))
    assert shown.index("– Fresque") < shown.index("– Balade")
    assert sent_as_given(mission, address, position="9").status_code == 302
    assert ranks() == [(1, "Jardin"), (2, "Balade"), (3, "Fresque")]
    page = tree(mission.get(f"/projets-de-scenarios/show/{last}"))
    [undo] = page.xpath("//main//form[contains(@action, '/annuler')]/@action")[:1]
    post(mission, undo)
    assert ranks() == [(1, "Jardin"), (2, "Fresque"), (3, "Balade")]
