"""A mandate, its seat, its college and its function stay of one body, whatever is moved; a dissolution ends all."""

import datetime as dt
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.base import Record
from models.instances import Instance, InstanceState, SessionPeriod
from models.people import EndReason, Mandate
from tests.base.pages import document, refusals, save
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.forms import post

pytestmark = pytest.mark.db


@pytest.fixture
def mission(client_as: Any) -> FlaskClient:
    client: FlaskClient = client_as("mission")
    return client


@pytest.fixture
def head(client_as: Any) -> FlaskClient:
    """Who may change the types of bodies."""
    client: FlaskClient = client_as("responsable")
    return client


def address(path: str, row: Record) -> str:
    return f"/{path}/edit/{row.id}"


def said(client: FlaskClient, path: str, row: Record, **changes: Any) -> list[str]:
    """The fields at which a change is refused; none when it is saved."""
    answer = save(client, address(path, row), **{name: str(value) for name, value in changes.items()})
    assert answer.status_code in {302, 422}
    return [] if answer.status_code == 302 else list(refusals(answer))


def test_a_seat_with_mandates_stays_in_its_body(session: Session, mission: FlaskClient) -> None:
    one, other = make.InstanceFactory(), make.InstanceFactory()
    used, free = make.SeatFactory(instance=one), make.SeatFactory(instance=one)
    make.MandateFactory(instance=one, seat=used)
    session.commit()
    assert said(mission, "sieges", used, instance=other.id) == ["instance"]
    assert said(mission, "sieges", used, label="Habitants") == []
    assert said(mission, "sieges", free, instance=other.id) == []


def test_a_seat_is_of_a_closed_body_and_of_its_colleges(session: Session, mission: FlaskClient) -> None:
    one, other = make.InstanceFactory(), make.InstanceFactory()
    free_body = make.InstanceFactory(type=make.InstanceTypeFactory(open=True))
    mine, theirs = make.CollegeFactory(instance=one), make.CollegeFactory(instance=other)
    of_type = make.CollegeFactory(instance=None, type=one.type)
    session.commit()
    answers = [
        post(
            mission,
            "/sieges/add",
            {"instance": str(body.id), "college": str((college and college.id) or ""), "number": str(n)},
        )
        for n, (body, college) in enumerate(
            [(one, mine), (one, of_type), (one, None), (one, theirs), (free_body, None)], start=1
        )
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 422, 422]
    assert [list(refusals(answer)) for answer in answers[3:]] == [["college"], ["instance"]]


@pytest.mark.parametrize(("closed_on", "fields"), [("2027-12-31", []), ("2027-12-30", ["closed_on"])])
def test_a_seat_closes_after_the_last_day_of_its_holder(
    session: Session, mission: FlaskClient, closed_on: str, fields: list[str]
) -> None:
    body = make.InstanceFactory()
    seat = make.SeatFactory(instance=body)
    make.MandateFactory(instance=body, seat=seat)
    session.commit()
    assert said(mission, "sieges", seat, closed_on=closed_on) == fields


@pytest.mark.parametrize(("opened_on", "fields"), [("2025-01-01", []), ("2025-01-02", ["opened_on"])])
def test_a_seat_opens_before_the_first_day_of_its_holder(
    session: Session, mission: FlaskClient, opened_on: str, fields: list[str]
) -> None:
    body = make.InstanceFactory()
    seat = make.SeatFactory(instance=body)
    make.MandateFactory(instance=body, seat=seat)
    session.commit()
    assert said(mission, "sieges", seat, opened_on=opened_on) == fields


@pytest.mark.parametrize(("planned", "fields"), [("2026-06-30", []), ("2026-07-01", ["seat"])])
def test_a_mandate_ends_before_its_seat_closes(
    session: Session, mission: FlaskClient, planned: str, fields: list[str]
) -> None:
    body = make.InstanceFactory()
    seat = make.SeatFactory(instance=body, closed_on=dt.date(2026, 6, 30))
    mandate = make.MandateFactory(instance=body)
    session.commit()
    assert said(mission, "mandats", mandate, seat=seat.id, planned_end_on=planned) == fields


def test_a_college_stays_with_those_that_use_it(session: Session, head: FlaskClient) -> None:
    one, other = make.InstanceFactory(), make.InstanceFactory()
    of_type, of_body = make.CollegeFactory(instance=None, type=one.type), make.CollegeFactory(instance=one)
    make.MandateFactory(instance=one, college=of_type)
    make.SeatFactory(instance=one, college=of_body)
    session.commit()
    assert said(head, "colleges", of_type, type=other.type_id) == ["type"]
    assert said(head, "colleges", of_type, type="", instance=other.id) == ["instance"]
    assert said(head, "colleges", of_type, type="", instance=one.id) == []
    assert said(head, "colleges", of_body, instance=other.id) == ["instance"]
    assert said(head, "colleges", of_body, instance="", type=one.type_id) == []
    assert said(head, "colleges", of_body, instance=one.id) == ["instance"], "of a type or of a body, not both"


def test_a_function_is_not_kept_for_a_body_while_others_use_it(session: Session, head: FlaskClient) -> None:
    one, other = make.InstanceFactory(), make.InstanceFactory()
    function = make.MandateFunctionFactory()
    make.MandateFactory(instance=one, function=function)
    session.commit()
    assert said(head, "fonctions", function, instance=other.id) == ["instance"]
    assert said(head, "fonctions", function, instance=one.id) == []
    assert said(head, "fonctions", function, instance="") == []


def test_a_body_with_seats_is_not_made_open(session: Session, head: FlaskClient) -> None:
    with_seat, without = make.InstanceFactory(), make.InstanceFactory()
    make.SeatFactory(instance=with_seat)
    open_type = make.InstanceTypeFactory(open=True)
    session.commit()
    assert said(head, "instances", with_seat, membership="open") == ["membership"]
    assert said(head, "instances", with_seat, type=open_type.id) == ["membership"]
    assert said(head, "instances", without, membership="open") == []
    assert said(head, "types", with_seat.type, membership="open") == ["membership"]
    assert said(head, "types", without.type, membership="open") == []


def test_a_body_that_uses_the_colleges_of_its_type_keeps_it(session: Session, mission: FlaskClient) -> None:
    body, free = make.InstanceFactory(), make.InstanceFactory()
    make.MandateFactory(instance=body, college=make.CollegeFactory(instance=None, type=body.type))
    session.commit()
    assert said(mission, "instances", body, type=free.type_id) == ["type"]
    assert said(mission, "instances", free, type=body.type_id) == []


def test_no_body_is_below_itself(session: Session, mission: FlaskClient) -> None:
    top = make.InstanceFactory()
    middle = make.InstanceFactory(parent=top)
    bottom = make.InstanceFactory(parent=middle)
    other = make.InstanceFactory()
    session.commit()
    assert said(mission, "instances", top, parent=bottom.id) == ["parent"]
    assert said(mission, "instances", top, parent=middle.id) == ["parent"]
    assert said(mission, "instances", top, parent=other.id) == []


def test_a_substitute_is_of_the_same_body(session: Session, mission: FlaskClient) -> None:
    body = make.InstanceFactory()
    here, elsewhere = make.MandateFactory(instance=body), make.MandateFactory()
    row = make.MandateFactory(instance=body)
    session.commit()
    assert said(mission, "mandats", row, substitute_of=elsewhere.id) == ["substitute_of"]
    assert said(mission, "mandats", row, substitute_of=here.id) == []


def test_a_dissolution_ends_the_mandates_of_the_body(session: Session, mission: FlaskClient) -> None:
    body = make.InstanceFactory()
    going_on = make.MandateFactory(instance=body)
    over = make.MandateFactory(instance=body, ended_on=dt.date(2025, 6, 30), end_reason=EndReason.MOVED)
    undated = make.MandateFactory(instance=body, start_on=None, planned_end_on=None)
    elsewhere = make.MandateFactory()
    session.commit()
    ids = [row.id for row in (going_on, over, undated, elsewhere)]
    dissolved = {"state": "dissolved", "state_on": "2026-11-01", "state_reason": "Fin"}
    body_id = body.id
    session.rollback()
    assert save(mission, f"/instances/state/{body_id}", **dissolved).status_code == 302
    day = dt.date(2026, 11, 1)
    found = [session.get_one(Mandate, row_id) for row_id in ids]
    assert [(row.ended_on, row.end_reason) for row in found] == [
        (day, EndReason.DISSOLUTION),
        (dt.date(2025, 6, 30), EndReason.MOVED),
        (day, EndReason.DISSOLUTION),
        (None, None),
    ]


@pytest.mark.parametrize(("start", "status"), [("2026-11-01", 302), ("2026-11-02", 422)])
def test_a_mandate_to_come_is_settled_before_the_dissolution(
    session: Session, mission: FlaskClient, start: str, status: int
) -> None:
    body = make.InstanceFactory()
    make.MandateFactory(instance=body, start_on=dt.date.fromisoformat(start))
    session.commit()
    dissolved = {"state": "dissolved", "state_on": "2026-11-01", "state_reason": "Fin"}
    answer = save(mission, f"/instances/state/{body.id}", **dissolved)
    assert answer.status_code == status
    assert status == 302 or list(refusals(answer)) == ["state_on"]


@pytest.mark.parametrize(("ended_on", "fields"), [("2026-11-01", []), ("2026-11-02", ["instance"]), ("", ["instance"])])
def test_a_dissolved_body_takes_only_what_is_over(
    session: Session, mission: FlaskClient, ended_on: str, fields: list[str]
) -> None:
    body: Instance = make.InstanceFactory(
        state=InstanceState.DISSOLVED, state_reason="Fin", dissolved_on=dt.date(2026, 11, 1)
    )
    function, person = make.MandateFunctionFactory(), make.PersonFactory()
    session.commit()
    answer = post(
        mission,
        "/mandats/add",
        {
            "instance": str(body.id), "person": str(person.id), "function": str(function.id), "rank": "1",
            "designation": "unknown", "commitment": "unknown", "start_on": "2025-01-01",
            "ended_on": ended_on, "end_reason": "term" if ended_on else "",
        },
    )  # fmt: skip
    assert (answer.status_code, list(refusals(answer)) if fields else []) == (422 if fields else 302, fields)


def test_a_name_is_given_once_where_it_is_chosen(session: Session, mission: FlaskClient, head: FlaskClient) -> None:
    one, other = make.InstanceFactory(), make.InstanceFactory()
    make.CollegeFactory(instance=None, type=one.type, name="Habitants")
    make.CollegeFactory(instance=one, name="Habitants")
    make.MandateFunctionFactory(label="Référence")
    make.MandateFunctionFactory(label="Propre", instance=one)
    make.SeatFactory(instance=one, number=1)
    session.commit()
    cases = [
        ("/colleges/add", {"name": "Habitants", "type": one.type_id}, "name"),
        ("/colleges/add", {"name": "Habitants", "type": other.type_id}, None),
        ("/colleges/add", {"name": "Habitants", "instance": one.id}, "name"),
        ("/colleges/add", {"name": "Habitants", "instance": other.id}, None),
        ("/fonctions/add", {"label": "Référence", "code": "a"}, "label"),
        ("/fonctions/add", {"label": "Propre", "code": "b", "instance": one.id}, "label"),
        ("/fonctions/add", {"label": "Propre", "code": "c", "instance": other.id}, None),
        ("/fonctions/add", {"label": "Propre", "code": "d"}, None),
        ("/sieges/add", {"number": 1, "instance": one.id}, "number"),
        ("/sieges/add", {"number": 1, "instance": other.id}, None),
    ]
    session.rollback()
    for path, values, field in cases:
        answer = post(head, path, {"position": "0"} | {name: str(value) for name, value in values.items()})
        assert answer.status_code == (422 if field else 302), (path, values)
        assert field is None or list(refusals(answer)) == [field], (path, values)


@ON_SQLITE
def test_what_the_charter_asks_for_and_nothing_counts_is_said_not_to_be_followed(
    session: Session, mission: FlaskClient
) -> None:
    body = make.InstanceFactory(sessions_due=4, sessions_period=SessionPeriod.YEAR)
    college = make.CollegeFactory(instance=body, seats_planned=12, is_predominant=True)
    session.commit()
    college_page = document(mission.get(f"/colleges/show/{college.id}")).text_content()
    body_page = document(mission.get(f"/instances/show/{body.id}?tab=sheet")).text_content()
    assert "12 (non suivi)" in college_page
    assert "oui (non suivi)" in college_page.casefold()
    assert "4 (non suivi)" in body_page
