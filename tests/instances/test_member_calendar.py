"""« Calendrier des membres »: its address made from the page of a body, made anew, revoked; nobody signs in to read."""

import pytest
from sqlalchemy import select

from models.replies import BodyCalendar
from tests.base.pages import document
from tests.documents.rows import body, meeting
from tests.meetings.reading import take_back
from tests.support import ON_SQLITE
from tests.support.forms import post


@pytest.fixture
def council(session):
    row = meeting(session).instance
    meeting(session, body(7, "Conseil de quartier d’ailleurs"), title="Ailleurs")
    session.commit()
    return row


def _address(page):
    found = document(page).xpath('//input[@id="address"]/@value')
    return found[0].removeprefix("http://localhost") if found else ""


def _press(client, page, words):
    """Sends the form of the button that says this; the page that follows."""
    form = document(page).xpath(f'//main//form[.//button[normalize-space()="{words}"]]')[0]
    return post(client, form.get("action"), follow_redirects=True)


@ON_SQLITE
def test_an_address_is_made_made_anew_and_revoked(session, app, client_as, council):
    staff = client_as("ref5")
    shown = document(staff.get(f"/instances/show/{council.id}"))
    page = staff.get(shown.xpath('//a[normalize-space()="Calendrier des membres"]/@href')[0])
    assert _address(page) == ""
    page = _press(staff, page, "Nouvelle adresse")
    first = _address(page)
    guest = app.test_client()
    file = guest.get(first)
    assert (file.status_code, file.content_type) == (200, "text/calendar; charset=utf-8")
    assert "SUMMARY:Plénière d’hiver" in file.text
    assert "Ailleurs" not in file.text
    page = _press(staff, page, "Nouvelle adresse")
    second = _address(page)
    assert second not in ("", first)
    assert (guest.get(first).status_code, guest.get(second).status_code) == (404, 200)
    page = _press(staff, page, "Révoquer")
    assert _address(page) == ""
    assert "Il n’y a pas d’adresse" in page.text
    assert guest.get(second).status_code == 404
    session.rollback()
    assert session.scalars(select(BodyCalendar)).one().token_hash is None
    take_back(staff, session)
    assert guest.get(second).status_code == 404  # the journal keeps no secret: an undo brings no address back


@ON_SQLITE
@pytest.mark.parametrize("who", ["ref7", "direction"])
def test_who_may_not_change_a_body_makes_no_address(session, client_as, council, who):
    client = client_as(who)
    for end in ("", "/nouveau", "/revocation"):
        url = f"/instances/calendrier/{council.id}{end}"
        assert (post(client, url) if end else client.get(url)).status_code in {403, 404}
    session.rollback()
    assert session.scalars(select(BodyCalendar)).all() == []
