"""What somebody who means harm sends to the public page of an event, by its own form: it does nothing of it."""

import datetime as dt

import pytest
from lxml.html import fromstring

from models.base import utc_now
from models.events import EventRegistration, EventState, RegistrationState, RegistrationWay
from tests.events.guests import ZOE, counts, deliver, links, main_of, page_of, press, send, stored
from tests.events.test_erasure import everywhere
from tests.support import SLOW_ON_POSTGRESQL
from tests.support import events as make
from views.jobs import events as worker

_MARKUP = "<img src=x onerror=alert(1)>"


def form_of(guest, url, place=0):
    """A form of a page with what it holds, as a browser keeps it open."""
    form = fromstring(guest.get(url).get_data(as_text=True)).xpath("//main//form")[place]
    return form.get("action"), dict(form.form_values())


@SLOW_ON_POSTGRESQL
def test_the_same_form_sent_twice_is_one_registration_and_one_message(session, app, event, box):
    guest = app.test_client()
    url, kept = form_of(guest, page_of(event))
    answers = [main_of(guest.post(url, data={**kept, **ZOE}, follow_redirects=True)) for _ in range(2)]
    assert answers[0] == answers[1]
    deliver(app)
    assert len(stored(session)) == len(box.messages) == 1


@SLOW_ON_POSTGRESQL
def test_a_button_pressed_twice_acts_once_and_the_rank_stays(session, app, event, box):
    send(app, page_of(event), **ZOE)
    deliver(app)
    guest = app.test_client()
    url, kept = form_of(guest, links(box)["zoe@example.org"])
    assert kept["act"] == "confirm"
    guest.post(url, data=kept)
    before, asked_at = counts(session), stored(session)["zoe@example.org"].registered_at
    assert "Inscrit" in main_of(guest.post(url, data=kept, follow_redirects=True))
    assert counts(session) == before
    assert stored(session)["zoe@example.org"].registered_at == asked_at


@SLOW_ON_POSTGRESQL
def test_no_address_that_is_only_opened_writes_whatever_it_says(session, app, event, box):
    send(app, page_of(event), **ZOE)
    deliver(app)
    guest, before = app.test_client(), counts(session)
    for url in (links(box)["zoe@example.org"], page_of(event)):
        for act in ("confirm", "cancel", "evaluate"):
            said = {**form_of(guest, url)[1], **ZOE, "email": "autre@example.org", "act": act}
            assert guest.get(url, query_string=said).status_code == 200
            assert guest.head(url, query_string=said).status_code == 200
        for method in ("PUT", "PATCH", "DELETE"):
            assert guest.open(url, method=method, data=said).status_code in {400, 405}
    assert counts(session) == before


@SLOW_ON_POSTGRESQL
def test_what_the_form_does_not_ask_is_not_taken(session, app, event, box):
    other = make.EventFactory(title="Réservée aux élu·es")
    make.session_of(other)
    session.commit()
    forged = {
        **{name: str(other.id) for name in ("event", "event_id", "person", "person_id", "arrondissement", "id")},
        "state": "confirmed",
        "way": "staff",
        "slug": other.slug,
        "has_evaluated": "1",
    }
    send(app, page_of(event), **ZOE, **forged)
    row = stored(session)["zoe@example.org"]
    assert (row.event_id, row.state, row.way) == (event.id, RegistrationState.UNCONFIRMED, RegistrationWay.PUBLIC_PAGE)
    assert (row.person_id, row.arrondissement_id, row.has_evaluated) == (None, None, False)
    assert app.test_client().get(page_of(other)).status_code == 404


@SLOW_ON_POSTGRESQL
def test_a_link_neither_reads_nor_moves_a_registration_of_another_event(session, app, event, box):
    other = make.EventFactory(title="Autre formation", is_public=True, site_url="https://mission.example/")
    make.session_of(other, title="Soir d’ailleurs")
    (theirs,) = make.a_list(other, 1)
    session.commit()
    number = theirs.id
    send(app, page_of(event), **ZOE)
    deliver(app)
    guest = app.test_client()
    url, kept = form_of(guest, links(box)["zoe@example.org"])
    forged = {"id": str(number), "pk": str(number), "registration_id": str(number), "event_id": str(other.id)}
    answer = guest.post(url, data={**kept, **forged, "act": "cancel"}, follow_redirects=True)
    assert "Soir d’ailleurs" not in main_of(answer)
    session.rollback()
    assert session.get_one(EventRegistration, number).state is RegistrationState.CONFIRMED
    assert stored(session)["zoe@example.org"].state is RegistrationState.CANCELLED


@SLOW_ON_POSTGRESQL
@pytest.mark.parametrize(
    "change", [{"state": EventState.CLOSED}, {"is_public": False}, {"state": EventState.CANCELLED, "reason": "Grève"}]
)
def test_a_form_left_open_writes_nothing_once_the_event_is_closed(session, app, event, change):
    guest = app.test_client()
    url, kept = form_of(guest, page_of(event))
    for name, value in change.items():
        setattr(event, name, value)
    session.commit()
    assert guest.post(url, data={**kept, **ZOE}).status_code == 404
    assert stored(session) == {}


@SLOW_ON_POSTGRESQL
def test_a_form_left_open_writes_nothing_once_the_first_session_began(session, app, event):
    guest = app.test_client()
    url, kept = form_of(guest, page_of(event))
    event.sessions[0].start_at = utc_now() - dt.timedelta(minutes=1)
    session.commit()
    assert guest.post(url, data={**kept, **ZOE}).status_code == 404
    assert stored(session) == {}


@SLOW_ON_POSTGRESQL
def test_a_link_of_an_event_that_was_cancelled_or_held_moves_nothing(session, app, event, box):
    send(app, page_of(event), **ZOE)
    deliver(app)
    guest = app.test_client()
    url, kept = form_of(guest, links(box)["zoe@example.org"])
    for change in ({"state": EventState.HELD}, {"state": EventState.CANCELLED, "reason": "Grève"}):
        session.rollback()
        for name, value in change.items():
            setattr(event, name, value)
        session.commit()
        guest.post(url, data=kept)
        assert stored(session)["zoe@example.org"].state is RegistrationState.UNCONFIRMED


@SLOW_ON_POSTGRESQL
def test_markup_in_what_a_guest_writes_is_words_wherever_staff_and_guests_read_it(session, app, event, box, client_as):
    said = {"name": _MARKUP, "needs": _MARKUP, "is_minor": "1", "guardian": f"Ana {_MARKUP}"}
    send(app, page_of(event), **{**ZOE, **said})
    deliver(app)
    link = links(box)["zoe@example.org"]
    press(app, link, "confirm")
    row = stored(session)["zoe@example.org"]
    number, staff = row.id, client_as("mission")
    session.rollback()
    for address in (
        "/inscriptions/list/",
        f"/inscriptions/show/{number}",
        f"/inscriptions/edit/{number}",
        f"/evenements/show/{event.id}",
        f"/evenements/show/{event.id}?tab=registrations",
    ):
        text = staff.get(address).get_data(as_text=True)
        assert "<img src=x" not in text, address
        assert "onerror" not in "".join(fromstring(text).xpath("//@*[starts-with(name(), 'on')]")), address
    assert "&lt;img src=x" in staff.get(f"/inscriptions/show/{number}").get_data(as_text=True)
    refused = send(app, page_of(event), **{**ZOE, **said, "email": "pas une adresse"})
    assert refused.status_code == 422
    assert "<img src=x" not in refused.text
    for _, message in box.messages:
        assert "<img src=x" not in message.get_body(("html",)).get_content()


@SLOW_ON_POSTGRESQL
@pytest.mark.parametrize(
    "address",
    [
        "zoe@example.org\r\nBcc: tous@example.org",
        "zoe@example.org\nBcc: tous@example.org",
        "zoe@example.org, tous@example.org",
        "zoe@example.org;tous@example.org",
        "Zoé <zoe@example.org>",
        "<zoe@example.org>",
        "zoe@example.org%0aBcc:tous@example.org",
        "zoe @example.org",
        '"zoe tous"@example.org',
    ],
)
def test_an_address_that_is_more_than_one_address_is_refused(session, app, event, box, address):
    answer = send(app, page_of(event), **{**ZOE, "email": address})
    assert answer.status_code == 422
    assert "Écrivez une adresse électronique" in answer.text
    deliver(app)
    assert (stored(session), box.messages) == ({}, [])


@SLOW_ON_POSTGRESQL
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_a_line_end_in_a_name_adds_no_header_and_no_addressee(session, app, event, box, end):
    name = f"Zoé{end}Bcc: tous@example.org{end}X-Forged: 1"
    send(app, page_of(event), **{**ZOE, "name": name, "is_minor": "1", "guardian": name})
    deliver(app)
    assert box.addresses == ["zoe@example.org"]
    (_, message) = box.messages[0]
    assert message["Bcc"] is None
    assert message["X-Forged"] is None
    assert [one.addr_spec for one in message["To"].addresses] == ["zoe@example.org"]


@SLOW_ON_POSTGRESQL
def test_nobody_is_named_to_who_asks_for_a_list(session, app, event):
    make.a_list(event, 3)
    session.commit()
    guest = app.test_client()
    for address in (
        "/inscriptions/list/",
        "/inscriptions/show/1",
        f"/evenements/show/{event.id}",
        f"/evenements/{event.id}/attestations",
        f"/evenement/{event.id}",
        "/evenement/",
        "/inscription/",
        f"{page_of(event)}?q=Inscrite",
    ):
        answer = guest.get(address)
        assert "Inscrite 0" not in answer.text, address
        assert "inscrite0" not in answer.text, address


@SLOW_ON_POSTGRESQL
def test_forged_links_are_limited_and_keep_nobody_else_out(session, app, event, box):
    send(app, page_of(event), **ZOE)
    deliver(app)
    guest, link = app.test_client(), links(box)["zoe@example.org"]
    _, kept = form_of(guest, link)
    before = counts(session)
    answers = [guest.post(f"/inscription/{'a' * 40}{number:03}", data=kept).status_code for number in range(11)]
    assert answers == [404] * 10 + [429]
    assert counts(session) == before
    press(app, link, "confirm")
    assert stored(session)["zoe@example.org"].state is RegistrationState.CONFIRMED


@SLOW_ON_POSTGRESQL
def test_a_need_written_on_the_page_is_nowhere_after_the_event(session, app, event, box):
    send(app, page_of(event), **ZOE, needs="fauteuil roulant", food="vegetarian")
    deliver(app)
    press(app, links(box)["zoe@example.org"], "confirm")
    assert everywhere(session) == ["event_registration"]
    event.sessions[0].start_at = utc_now() - dt.timedelta(days=2)
    event.sessions[0].end_at = event.sessions[0].start_at + dt.timedelta(hours=2)
    event.state = EventState.HELD
    session.commit()
    with app.app_context():
        worker.forget(dt.datetime.now(dt.UTC))
    assert everywhere(session) == []
    row = stored(session)["zoe@example.org"]
    assert (row.access_needs, row.food, row.name) == (None, None, ZOE["name"])
    folder = app.extensions["mdo_settings"].data_dir
    kept = [path for path in folder.rglob("*") if path.is_file() and ".sqlite" not in path.name]
    assert not [path for path in kept if b"fauteuil" in path.read_bytes()]
    assert not [message for _, message in box.messages if "fauteuil" in str(message)]


@SLOW_ON_POSTGRESQL
def test_an_address_already_there_is_answered_no_sooner_than_a_new_one(session, app, event, monkeypatch):
    waits = []
    monkeypatch.setattr("views.events.public.SHORTEST_ANSWER", 3600)
    monkeypatch.setattr("views.events.public.time.sleep", waits.append)
    for _ in range(2):
        send(app, page_of(event), **ZOE)
    assert len(waits) == 2
    assert min(waits) > 3000
