"""The minutes of a jury say who took no part in which project, from the page of its sitting."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import User
from models.meetings import Meeting
from tests.calls.reading import main_of, words
from tests.support import ON_SQLITE
from tests.support import calls as make
from tests.support import factories as base
from tests.support.forms import post

Client = Callable[[str], FlaskClient]
BUTTON = "Écrire les déports dans le compte rendu"


def pressed(client: FlaskClient, address: str) -> str:
    """The button of a page, and what the answer says."""
    form = next(
        form for form in main_of(client, address).xpath("//form[@method='post']") if BUTTON in form.text_content()
    )
    fields = {name: value for name, value in form.form_values() if name != "csrf_token"}
    return str(post(client, form.get("action"), fields, follow_redirects=True).get_data(as_text=True))


def test_the_minutes_say_each_deport_with_its_reason_once(session: Session, client_as: Client) -> None:
    sitting = make.CallSittingFactory(meeting__summary="La séance est ouverte.")
    juror = make.CallJurorFactory(call=sitting.call, user=None, name="Mireille Constantin")
    rows = [make.ApplicationFactory(call=sitting.call, number=number) for number in (4, 7)]
    make.JurorInterestFactory(juror=juror, application=rows[1])
    session.commit()
    mission, page = client_as("mission"), f"/seances-de-jury/show/{sitting.id}"
    assert "rien à en dire" in pressed(mission, page)
    session.rollback()
    make.JurorInterestFactory(juror=juror, application=rows[0], is_concerned=True, reason="Sa cousine")
    make.JurorInterestFactory(
        juror=make.CallJurorFactory(call=sitting.call, user=None, name="Jules Constantin"),
        application=rows[0], is_concerned=True, reason="Son neveu",
    )  # fmt: skip
    make.ApplicationMarkFactory(juror=juror, application=rows[0])
    session.commit()
    for _ in range(2):
        pressed(mission, page)
    session.rollback()
    assert session.get_one(Meeting, sitting.meeting_id).summary == (
        "La séance est ouverte.\nDéports du jury\u00a0: n°\u00a04\u00a0: Mireille Constantin (Sa cousine), dont "
        "les notes sont mises de côté ; n°\u00a04\u00a0: Jules Constantin (Son neveu)."
    )
    for name in ("ref5", "direction", "stagiaire"):
        assert post(client_as(name), f"/seances-de-jury/deports/{sitting.id}").status_code in {302, 403, 404}


@ON_SQLITE
def test_a_sitting_is_read_by_its_jurors_and_what_it_voted_by_the_mission_alone(
    session: Session, client_as: Client
) -> None:
    meeting = base.MeetingFactory(instance=None, title="Jury du soir", summary="Déports du jury : n° 4.")
    network = base.MeetingFactory(instance=None, title="Réseau du matin")
    sitting = make.CallSittingFactory(meeting=meeting)
    base.DecisionFactory(meeting=meeting, text="Le n° 4 est écarté", votes_for=2)
    client_as("ref7")
    of_seven = session.scalars(select(User).where(User.username == "ref7")).one()
    make.CallJurorFactory(call=sitting.call, user=of_seven)
    session.commit()
    page, tab = f"/reunions/show/{meeting.id}", f"/appels-a-projets/show/{sitting.call_id}?tab=sittings"
    for name, reads, votes in (
        ("ref5", False, False), ("ref7", True, False), ("direction", True, True), ("mission", True, True),
    ):  # fmt: skip
        client = client_as(name)
        listed = words(client, "/reunions/list/?all=1")
        assert ("Jury du soir" in listed, "Réseau du matin" in listed) == (reads, True), name
        assert client.get(page).status_code == (200 if reads else 404), name
        assert ("Le n° 4 est écarté" in client.get(page).get_data(as_text=True)) is votes, name
        assert ("Jury du soir" in words(client, tab)) is reads, name
        assert client.get(f"/reunions/show/{network.id}").status_code == 200


@ON_SQLITE
def test_a_sitting_is_headed_by_the_jury_of_its_call(session: Session, client_as: Client) -> None:
    sitting = make.CallSittingFactory(
        meeting=base.MeetingFactory(instance=None, title="Séance du soir"), call__title="Appel des rives"
    )
    network = base.MeetingFactory(instance=None, title="Réunion du matin")
    session.commit()
    mission = client_as("mission")
    page = main_of(mission, f"/reunions/show/{sitting.meeting_id}")
    [link] = [each for each in page.xpath("//main//a") if each.text_content().strip() == "Jury\u00a0: Appel des rives"]
    assert link.get("href") == f"/appels-a-projets/show/{sitting.call_id}"
    assert "Réseau des référent·es" not in " ".join(page.xpath("string(//main)").split())
    assert "Réseau des référent·es" in words(mission, f"/reunions/show/{network.id}")
    day = words(mission, "/calendrier/?day=2026-11-24")
    assert day.count("Appel des rives") == 1, day
    assert day.count("le réseau des référent·es") >= 1
