"""The minutes of a jury say who took no part in which project, from the page of its sitting."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.meetings import Meeting
from tests.calls.reading import main_of
from tests.support import calls as make
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
