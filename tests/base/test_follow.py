"""Choices follow what is chosen already: those of the body, what its last meeting had, who creates as responsible."""

import datetime as dt

import pytest
from sqlalchemy import select

from models.meetings import ActionItem, MeetingKind, MeetingState
from tests.base.pages import document, opened
from tests.support import factories as make
from tests.support.application import account
from tests.support.forms import post

EVENING = dt.datetime(2026, 10, 6, 16, 30, tzinfo=dt.UTC)


@pytest.fixture
def bodies(session):
    """Two bodies of the 5th, each with a college, a seat and a function of its own."""
    found = []
    for name in ("Mermoz", "Duchère"):
        kind = make.InstanceTypeFactory(label=f"Conseil {name}")
        body = make.InstanceFactory(name=name, type=kind, arrondissements=[5])
        make.CollegeFactory(name=f"Collège {name}", type=kind, instance=None)
        make.CollegeFactory(name=f"Autre {name}", type=None, instance=body)
        make.MandateFunctionFactory(label=f"Garde {name}", instance=body)
        make.SeatFactory(instance=body, number=1)
        found.append(body)
    session.commit()
    return found


@pytest.mark.parametrize(
    ("field", "own", "other"),
    [
        ("college", ["Collège Mermoz – Conseil Mermoz", "Autre Mermoz – Mermoz"], "Duchère"),
        ("function", ["Garde Mermoz"], "Garde Duchère"),
        ("seat", ["Mermoz – n° 1"], "Duchère"),
    ],
)
@pytest.mark.parametrize("screen", ["mandats", "sieges"])
def test_the_choices_of_a_body_are_its_own(client_as, bodies, screen, field, own, other):
    if screen == "sieges" and field != "college":
        return
    client, address = client_as("ref5"), f"/{screen}/lookup/{field}"
    answer = client.get(address, query_string={"of": bodies[0].id, "within": "instance"}).get_json()
    texts = [choice["text"] for choice in answer["results"]]
    assert set(own) <= set(texts)
    assert not [text for text in texts if other in text]


@pytest.mark.parametrize("address", ["/mandats/add", "/personnes/enrol", "/sieges/add"])
def test_a_form_says_which_of_its_choices_hang_on_the_body(client_as, bodies, address):
    page = document(client_as("ref5").get(address))
    college = page.xpath('//select[@name="college"]')[0]
    assert college.get("data-narrow", college.get("data-lookup")).endswith("/lookup/college?within=instance")
    chosen = document(client_as("ref5").get(f"{address}?instance={bodies[0].id}"))
    options = " ".join(chosen.xpath('//select[@name="college"]/option/text()'))
    assert "Mermoz" in options
    assert "Duchère" not in options


def test_a_new_meeting_is_proposed_as_the_last_one_of_its_body(client_as, session, bodies):
    body = bodies[0]
    for kind, days, place, length, state in (
        (MeetingKind.PLENARY, 0, "MJC Laënnec", 150, MeetingState.HELD),
        (MeetingKind.BUREAU, 7, "Mairie du 5e", 60, MeetingState.HELD),
        (MeetingKind.COMMISSION, 9, "Nulle part", 30, MeetingState.CANCELLED),
    ):
        start = EVENING + dt.timedelta(days=days)
        make.MeetingFactory(
            instance=body,
            kind=kind,
            start_at=start,
            end_at=start + dt.timedelta(minutes=length),
            place=place,
            state=state,
        )
    session.commit()
    client = client_as("ref5")
    form = opened(client, f"/reunions/add?instance={body.id}")
    assert (form["title"], form["kind"], form["place"]) == ("Bureau", "bureau", "Mairie du 5e")
    asked = client.get(f"/reunions/habitudes?instance={body.id}&kind=plenary").get_json()
    assert (asked["title"], asked["place"], asked["minutes"]) == ("Plénière", "MJC Laënnec", 150)
    first = client.get(f"/reunions/habitudes?instance={bodies[1].id}&kind=plenary").get_json()
    assert (first["title"], first["place"], first["minutes"]) == ("Plénière", "", 120)
    assert client.get("/reunions/habitudes?kind=never&instance=x").get_json()["title"] == ""


def test_what_is_usual_of_a_body_out_of_sight_is_not_told(client_as, session):
    far = make.InstanceFactory(arrondissements=[7])
    make.MeetingFactory(instance=far, place="Salle du 7e", start_at=EVENING, end_at=EVENING + dt.timedelta(hours=1))
    session.commit()
    assert client_as("elu5").get(f"/reunions/habitudes?instance={far.id}").status_code in {302, 403, 404}
    answer = client_as("ref5").get(f"/reunions/habitudes?instance={far.id}").get_json()
    seen = client_as("ref5").get(f"/instances/show/{far.id}").status_code == 200
    assert (answer["place"] == "Salle du 7e") is seen


def test_a_meeting_of_the_network_takes_the_title_of_the_last(client_as, session):
    make.MeetingFactory(
        instance=None,
        kind=MeetingKind.NETWORK,
        title="Bimestrielle",
        start_at=EVENING,
        end_at=EVENING + dt.timedelta(hours=3),
    )
    session.commit()
    found = client_as("mission").get("/reunions/habitudes?instance=&kind=network").get_json()
    assert (found["title"], found["minutes"]) == ("Bimestrielle", 180)


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/reunions/add", "organiser"),
        ("/actions/add", "owner"),
        ("/demandes/add", "responsible"),
        ("/marches/add", "responsible"),
    ],
)
def test_the_responsible_is_who_creates_until_changed(client_as, session, address, field):
    user = account("mission")
    assert opened(client_as("mission"), address)[field] == str(user.id)


def test_a_name_that_is_typed_takes_the_place_of_who_creates(client_as, session, bodies):
    meeting = make.MeetingFactory(instance=bodies[0])
    session.commit()
    client = client_as("ref5")
    form = opened(client, f"/actions/add?meeting={meeting.id}")
    assert post(client, "/actions/add", form | {"text": "Écrire", "owner_name": "Mme Roche"}).status_code == 302
    session.rollback()
    row = session.scalars(select(ActionItem)).one()
    assert (row.owner_id, row.owner_name) == (None, "Mme Roche")
