"""The public page of an event, by who wants to come and by who means harm: followed as a person does."""

import datetime as dt
import re

import pytest
from lxml.html import fromstring
from sqlalchemy import select

from mdo.events.erasing import forget_unconfirmed
from mdo.events.public import secret_of
from mdo.kernel.rights.identity import hash_of_token
from models.events import (
    EventEvaluation,
    EventQuality,
    EventState,
    Food,
    RegistrationState,
)
from models.journal import Door, JournalChange, JournalEntry
from models.meetings import MeetingState
from tests.events.guests import ZOE, counts, deliver, links, main_of, page_of, press, send, stored
from tests.support import ON_SQLITE
from tests.support import events as make
from views.security.logs import masked

_GONE = "Ce lien n’ouvre rien"


@ON_SQLITE
def test_one_registers_confirms_and_cancels_by_the_link_alone(session, app, event, box):
    page = send(app, page_of(event), **ZOE, needs="fauteuil", food="vegetarian")
    assert "Ouvrez le lien qu’il contient dans les 48 heures" in main_of(page)
    row = stored(session)["zoe@example.org"]
    assert (row.state, row.quality, row.food) == (
        RegistrationState.UNCONFIRMED,
        EventQuality.INHABITANT,
        Food.VEGETARIAN,
    )
    deliver(app)
    link = links(box)["zoe@example.org"]
    for part in ("plain", "html"):
        said = box.messages[-1][1].get_body((part,)).get_content()
        assert re.search(r"de 1[89]\sh", said)
        assert "Ville de Lyon – Mission Démocratie Ouverte" in said
    assert "fauteuil" not in "".join(str(message) for _, message in box.messages)
    assert "je viens" in app.test_client().get(link).text
    press(app, link, "confirm")
    assert stored(session)["zoe@example.org"].state is RegistrationState.CONFIRMED
    press(app, link, "cancel")
    assert stored(session)["zoe@example.org"].state is RegistrationState.CANCELLED
    doors = set(session.scalars(select(JournalEntry.door).where(JournalEntry.id > 0)))
    assert Door.PUBLIC_PAGE in doors
    of_page = select(JournalEntry.summary).where(JournalEntry.door == Door.PUBLIC_PAGE).order_by(JournalEntry.id)
    assert session.scalars(of_page).all() == [
        f"{what}\N{NO-BREAK SPACE}: Prendre la parole"
        for what in (
            "Inscription par la page publique",
            "Confirmation par le lien personnel",
            "Désistement par le lien personnel",
        )
    ]
    session.rollback()


@ON_SQLITE
@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.POSTPONED])
def test_a_session_that_does_not_take_place_is_announced_to_nobody(session, app, event, state):
    make.session_of(event, 40, title="Second soir", place="Salle Rameau")
    off = make.session_of(event, 50, title="Troisième soir")
    off.state = state
    session.commit()
    said = main_of(app.test_client().get(page_of(event)))
    assert "Premier soir" in said
    assert "Salle Rameau" in said
    assert "Troisième soir" not in said


@ON_SQLITE
def test_the_page_says_for_whom_no_place_is_left_before_one_writes(session, app, event):
    url, guest = page_of(event), app.test_client()
    assert "Il ne reste plus de place" not in main_of(guest.get(url))
    make.EventPlacesFactory(event=event, quality=EventQuality.AGENT, places=1)
    make.EventRegistrationFactory(event=event, name="Ana Roux", quality=EventQuality.AGENT)
    session.commit()
    assert "Il ne reste plus de place pour\N{NO-BREAK SPACE}: Agent" in main_of(guest.get(url))
    make.a_list(event, 24)
    session.commit()
    assert "vous vous inscrivez sur la liste d’attente" in main_of(guest.get(url))
    assert "Inscrite 01" not in main_of(guest.get(url))


@ON_SQLITE
def test_reading_a_page_or_a_link_a_hundred_times_writes_nothing(session, app, event, box):
    send(app, page_of(event), **ZOE)
    deliver(app)
    link, before = links(box)["zoe@example.org"], counts(session)
    guest = app.test_client()
    for _ in range(50):
        assert guest.get(link).status_code == guest.get(page_of(event)).status_code == 200
    assert guest.head(link).status_code == guest.head(page_of(event)).status_code == 200
    assert counts(session) == before


@ON_SQLITE
def test_an_address_already_there_gets_the_same_answer_and_no_second_registration(session, app, event, box):
    first = send(app, page_of(event), **ZOE)
    again = send(app, page_of(event), **{**ZOE, "name": "Une autre", "email": " ZOE@example.org "})
    assert (first.status_code, main_of(first)) == (again.status_code, main_of(again))
    assert len(stored(session)) == 1
    deliver(app)
    press(app, links(box)["zoe@example.org"], "confirm")
    known = send(app, page_of(event), **ZOE)
    assert (known.status_code, main_of(known)) == (first.status_code, main_of(first))
    deliver(app)
    assert len(stored(session)) == 1
    assert "Votre inscription" in box.messages[-1][1]["Subject"]


@ON_SQLITE
def test_what_is_not_confirmed_in_48_hours_is_erased_with_its_message_and_its_name_in_the_journal(session, app, event):
    send(app, page_of(event), **ZOE)
    by = stored(session)["zoe@example.org"].confirm_by
    assert forget_unconfirmed(session, by - dt.timedelta(minutes=1)) == 0
    assert forget_unconfirmed(session, by) == 1
    session.commit()
    assert stored(session) == {}
    assert counts(session)[3:5] == [0, 0]
    session.rollback()
    said = str([(row.label, row.fields) for row in session.scalars(select(JournalChange))])
    assert "Almeida" not in said
    assert "zoe@" not in said


@ON_SQLITE
def test_a_closed_page_a_forged_slug_and_a_forged_link_open_nothing(session, app, event, box):
    send(app, page_of(event), **ZOE)
    deliver(app)
    link = links(box)["zoe@example.org"]
    guest = app.test_client()
    for forged in ("/evenement/autre", f"{link[:-2]}xx", "/inscription/1", f"/inscription/{'a' * 43}"):
        answer = guest.get(forged)
        assert answer.status_code == 404
        assert _GONE in answer.text
        assert "convocation" not in answer.text
    for change in ({"is_public": False}, {"is_public": True, "state": EventState.CLOSED}):
        session.rollback()
        for name, value in change.items():
            setattr(event, name, value)
        session.commit()
        assert guest.get(page_of(event)).status_code == 404


@ON_SQLITE
def test_a_link_is_of_one_registration_and_says_nothing_of_the_others(session, app, event, box):
    make.a_list(event, 3)
    session.commit()
    send(app, page_of(event), **ZOE)
    deliver(app)
    for text in (app.test_client().get(links(box)["zoe@example.org"]).text, app.test_client().get(page_of(event)).text):
        assert "Inscrite 01" not in text
        assert "inscrite01@" not in text


@ON_SQLITE
def test_a_flood_is_limited_by_the_database_for_an_address_and_from_a_place(session, app, event):
    answers = [send(app, page_of(event), **ZOE).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
    others = [send(app, page_of(event), **{**ZOE, "email": f"n{n}@example.org"}).status_code for n in range(51)]
    assert others == [200] * 50 + [429]


@ON_SQLITE
def test_html_in_a_name_and_a_line_end_in_an_address_harm_nobody(session, app, event, box):
    send(app, page_of(event), **{**ZOE, "name": "<script>alert(1)</script>"})
    deliver(app)
    html = box.messages[0][1].get_body(("html",)).get_content()
    assert "<script>" not in html
    assert "<script>alert" not in app.test_client().get(links(box)["zoe@example.org"]).text
    for address in ("zoe@example.org\nBcc: tous@example.org", "pas une adresse", "a@b", "zoe@[127.0.0.12]", ""):
        assert send(app, page_of(event), **{**ZOE, "email": address}).status_code == 422
    assert len(stored(session)) == 1


@ON_SQLITE
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": " "}, "Écrivez votre prénom"),
        ({"quality": "roi"}, "Choisissez à quel titre"),
        ({"name": "x" * 161}, "C’est trop long"),
        ({"is_minor": "1"}, "Un mineur est inscrit par son responsable légal"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_typed_stays(session, app, event, said, words):
    answer = send(app, page_of(event), **{**ZOE, **said})
    assert answer.status_code == 422
    assert words in answer.text
    assert "zoe@example.org" in answer.text
    assert stored(session) == {}


@ON_SQLITE
def test_a_minor_is_registered_by_a_guardian_who_is_written_to(session, app, event, box):
    send(app, page_of(event), **ZOE, is_minor="1", guardian="Ana D’Almeida")
    deliver(app)
    assert stored(session)["zoe@example.org"].guardian_name == "Ana D’Almeida"
    assert "Ana" in str(box.messages[0][1]["To"])


@ON_SQLITE
def test_who_cancels_by_the_link_lets_the_next_one_in_and_a_message_says_it(session, app, mail_on):
    full = make.EventFactory(capacity=1, is_public=True, site_url="https://mission.example/")
    make.session_of(full)
    session.commit()
    for name in ("une", "deux"):
        send(app, page_of(full), **{**ZOE, "email": f"{name}@example.org"})
        deliver(app)
        press(app, links(mail_on)[f"{name}@example.org"], "confirm")
    assert stored(session)["deux@example.org"].state is RegistrationState.WAITING
    press(app, links(mail_on)["une@example.org"], "cancel")
    assert stored(session)["deux@example.org"].state is RegistrationState.OFFERED
    deliver(app)
    assert "Une place pour vous" in mail_on.messages[-1][1]["Subject"]
    send(app, page_of(full), **{**ZOE, "email": "deux@example.org"})
    deliver(app)
    assert len(mail_on.messages) == 4
    assert "Une place pour vous" in mail_on.messages[-1][1]["Subject"]
    press(app, links(mail_on)["deux@example.org"], "confirm")
    assert stored(session)["deux@example.org"].state is RegistrationState.CONFIRMED


@ON_SQLITE
def test_after_the_event_the_link_takes_one_answer_that_names_nobody(session, app, event):
    (row,) = make.a_list(event, 1)
    session.commit()
    row.token_hash = None
    secret = secret_of(row, app.config["SECRET_KEY"])
    row.token_hash = hash_of_token(secret)
    event.state = EventState.HELD
    session.commit()
    link = f"/inscription/{secret}"
    guest = app.test_client()
    form = fromstring(guest.get(link).get_data(as_text=True)).xpath("//main//form")[0]
    fields = {**dict(form.form_values()), "overall": "5", "comment": "Très bien"}
    for _ in range(2):
        guest.post(link, data=fields)
    session.rollback()
    (answer,) = session.scalars(select(EventEvaluation)).all()
    assert (answer.overall, answer.comment) == (5, "Très bien")
    changes = session.scalars(select(JournalChange).where(JournalChange.entry_id == session.scalar(
        select(JournalChange.entry_id).where(JournalChange.model == "EventEvaluation")))).all()  # fmt: skip
    assert {change.model for change in changes} == {"EventEvaluation"}
    assert not guest.get(link).text.count("Envoyer ma réponse")


def test_a_forged_form_writes_nothing_and_logs_hide_the_secret(session, app, event):
    answer = app.test_client().post(page_of(event), data=ZOE)
    assert answer.status_code == 400
    assert stored(session) == {}
    assert "abcdefghijklmnopqrstuvwxyz" not in masked("GET /inscription/abcdefghijklmnopqrstuvwxyz HTTP/1.1")


def test_pages_without_an_account_are_indexed_by_nobody(app, event):
    answer = app.test_client().get(page_of(event))
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "CNIL" in answer.text


@ON_SQLITE
def test_who_types_the_address_of_somebody_known_erases_nothing(session, app, event):
    (row,) = make.a_list(event, 1)
    row.state = RegistrationState.CANCELLED
    session.commit()
    send(app, page_of(event), **{**ZOE, "email": row.email})
    (again,) = stored(session).values()
    assert again.state is RegistrationState.UNCONFIRMED
    assert forget_unconfirmed(session, again.confirm_by) == 0
    session.commit()
    (kept,) = stored(session).values()
    assert (kept.state, kept.name) == (RegistrationState.LAPSED, "Inscrite 01")


@ON_SQLITE
def test_two_of_one_address_each_have_their_own_link(session, app, event, box):
    """A guardian who registered two children by the staff: a place that comes free is confirmed for the right one."""
    event.capacity = 1
    rows = [
        make.EventRegistrationFactory(
            event=event, name=name, guardian_name="Ana Roux", email="ana@example.org", state=state
        )
        for name, state in (("Lou", RegistrationState.WAITING), ("Max", RegistrationState.WAITING))
    ]
    session.commit()
    event.capacity = 3
    session.commit()
    deliver(app)
    deliver(app)
    told = {}
    for address, message in box.messages:
        told[message["to"]] = re.search(r"(/inscription/[\w-]+)", message.get_body(("plain",)).get_content())[1]
        assert address == "ana@example.org"
    assert {name for header in told for name in ("Lou", "Max") if name in header} == {"Lou", "Max"}
    for header, link in told.items():
        press(app, link, "confirm")
        name = "Lou" if "Lou" in header else "Max"
        session.rollback()
        confirmed = [row.name for row in rows if row.state is RegistrationState.CONFIRMED]
        assert name in confirmed
        assert len(confirmed) == 1 + list(told).index(header)
