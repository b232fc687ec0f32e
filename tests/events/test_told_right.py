"""What the pages of events say to each reader: to a référent nothing that she does not read, as nought or nobody."""

import datetime as dt

import pytest
from lxml.html import fromstring

from mdo.meetings.attendance import freeze, lines_of
from models.attendance import Presence
from models.base import utc_now
from models.events import EventState, RegistrationState
from tests.events.guests import ZOE, deliver, links, page_of, press, send, stored
from tests.events.test_followed import came
from tests.events.test_screens import link_called, page_at
from tests.support import ON_SQLITE, TODAY, factories
from tests.support import events as hold
from tests.support.application import account


def text_of(page):
    return " ".join(page.xpath("//main")[0].text_content().split())


def of_tab(client, page, words):
    """The page with this tab open."""
    (url,) = page.xpath(f"//main//*[@data-tabs]//a[contains(normalize-space(.), '{words}')]/@href")
    return page_at(client, url)


@pytest.fixture
def fifth(session):
    """A council of the 5th: one of its two members followed « Accueil », at an event that was held."""
    body = factories.InstanceFactory(name="Conseil de quartier du 5e", arrondissements=[5])
    people = [factories.PersonFactory(last_name=name) for name in ("Alpha", "Beta")]
    for person in people:
        factories.MandateFactory(instance=body, person=person)
    event = hold.EventFactory(title="Accueil d’hier", course="Accueil", state=EventState.HELD)
    came(event, people[0], TODAY)
    account("ref5")
    session.commit()
    return event, body, people[0]


@ON_SQLITE
@pytest.mark.parametrize("who", ["ref5", "mission"])
def test_whoever_reads_a_body_is_told_the_same_of_who_never_followed_a_training(client_as, fifth, who):
    _, body, person = fifth
    client = client_as(who)
    asking = page_at(client, link_called(page_at(client, "/evenements/list/?all=1"), "jamais suivi"))
    (form,) = [one for one in asking.xpath("//main//form") if one.xpath(".//select[@name='body']")]
    asked = f"{form.get('action') or '/evenements/jamais-suivi'}?course=Accueil&body={body.id}"
    told = page_at(client, asked)
    assert told.xpath("//main//a[contains(@href, '/personnes/show/')]/text()")[0].startswith("Beta")
    assert "Alpha" not in text_of(told)
    page = page_at(client, f"/personnes/show/{person.id}")
    assert "2 h 30" in text_of(of_tab(client, page, "Formations suivies"))


@ON_SQLITE
def test_a_referent_is_offered_to_register_and_nothing_that_would_be_refused_or_read_as_nought(
    session, client_as, fifth
):
    held, _, _ = fifth
    client, staff = client_as("ref5"), client_as("mission")
    page = page_at(client, f"/evenements/show/{held.id}")
    for words in ("Venu·es", "Attestations", "Évaluations"):
        assert words in text_of(page_at(staff, f"/evenements/show/{held.id}"))
        assert words not in text_of(page)
    assert client.get(f"/evenements/{held.id}/attestations").status_code == 302, "no file of names"
    coming = hold.EventFactory(title="Bientôt")
    hold.session_of(coming, 9)
    hold.EventRegistrationFactory(event=coming)
    session.commit()
    page = page_at(client, f"/evenements/show/{coming.id}")
    assert page_at(client, link_called(page, "Inscrire quelqu’un")).xpath("//main//form//input[@name='name']")
    assert "Personne que vous puissiez lire ici" in text_of(of_tab(client, page, "Inscriptions"))
    for one, offers in ((client, False), (staff, True)):
        tab = of_tab(one, page_at(one, f"/evenements/show/{coming.id}"), "Séances")
        assert bool(tab.xpath("//main//a[contains(@href, '/reunions/add')]")) is offers


@ON_SQLITE
def test_a_session_is_of_its_event_and_not_of_the_network_of_referents(session, client_as):
    event = hold.EventFactory(title="Oser")
    meeting = hold.session_of(event, 3, title="Le soir", place="Salle", organiser=factories.UserFactory())
    network = factories.MeetingFactory(instance=None, title="Réseau", start_at=meeting.start_at)
    session.commit()
    client = client_as("mission")
    for url in (f"/presences/{meeting.id}", f"/presences/{meeting.id}/pointage"):
        said = text_of(page_at(client, url))
        assert "réseau des référent" not in said
        assert "Oser –" in said
    shown = page_at(client, f"/reunions/show/{meeting.id}")
    (main,) = shown.xpath("//*[@class='record-actions']//*[contains(@class, 'btn-primary')]")
    assert main.text_content().split() == ["Convoquer"], "what is next, not an agenda"
    said = text_of(page_at(client, main.get("href")))
    assert "Personne n’a encore de place à cet événement" in said
    assert "mandat" not in said
    adding = page_at(
        client, link_called(of_tab(client, page_at(client, f"/evenements/show/{event.id}"), "Séances"), "Ajouter")
    )
    (form,) = adding.xpath("//main//form[.//input[@name='start_at']]")
    day = meeting.start_at.date() + dt.timedelta(days=7)
    evening = {"title": "Le soir d’après", "start_at": f"{day}T18:30", "end_at": f"{day}T20:30", "then": "another"}
    saved = client.post(form.get("action"), data={**dict(form.form_values()), **evening}, follow_redirects=True)
    (chosen,) = fromstring(saved.get_data(as_text=True)).xpath("//select[@name='event']/option[@selected]/@value")
    assert chosen == str(event.id), "the next evening is of the same event"
    listed = text_of(page_at(client, "/reunions/list/?f_instance=none"))
    assert network.title in listed
    assert meeting.title not in listed


@ON_SQLITE
def test_the_invitation_says_no_agenda_to_come_and_why_somebody_is_not_written_to(session, client_as, event):
    meeting = event.sessions[0]
    hold.EventRegistrationFactory(event=event, name="Sans Adresse")
    hold.EventRegistrationFactory(event=event, name="Avec Adresse", email="avec@example.org")
    session.commit()
    client = client_as("mission")
    url = link_called(page_at(client, f"/reunions/show/{meeting.id}?tab=papers"), "Préparer la convocation")
    said = text_of(page_at(client, url))
    assert "Sans Adresse – pas d’adresse de courriel" in said
    assert "hors de vos arrondissements" not in said
    assert "rdre du jour sera communiqué" not in said


@ON_SQLITE
@pytest.mark.parametrize(("presence", "answers"), [(Presence.PRESENT, 1), (Presence.EXPECTED, 0)])
def test_who_did_not_come_gives_no_evaluation_by_the_link(session, app, event, mail_on, presence, answers):
    send(app, page_of(event), **ZOE)
    deliver(app)
    link = links(mail_on)[ZOE["email"]]
    press(app, link, "confirm")
    session.rollback()
    other = hold.EventRegistrationFactory(event=event, name="Une autre", state=RegistrationState.CONFIRMED)
    session.commit()
    meeting = event.sessions[0]
    freeze(session, meeting, TODAY, now=utc_now())
    for line in lines_of(session, meeting):
        line.presence = Presence.PRESENT if line.registration_id == other.id else presence
    event.state = EventState.HELD
    session.commit()
    page = fromstring(app.test_client().get(link).get_data(as_text=True))
    assert len(page.xpath("//main//form//input[@name='act'][@value='evaluate']")) == answers
    # Her line was that of another registration of hers, which a merge took away.
    row, person = stored(session)[ZOE["email"]], factories.PersonFactory()
    row.person = person
    for line in lines_of(session, session.merge(meeting)):
        if line.registration_id == row.id:
            line.registration_id, line.person = None, person  # as `same_person` leaves it
    session.commit()
    page = fromstring(app.test_client().get(link).get_data(as_text=True))
    assert len(page.xpath("//main//form//input[@name='act'][@value='evaluate']")) == answers


@ON_SQLITE
def test_the_list_to_call_gives_the_address_of_who_left_no_number(session, client_as):
    event = hold.EventFactory(capacity=1)
    start = utc_now().replace(microsecond=0) + dt.timedelta(hours=3)
    hold.session_of(event, start_at=start, end_at=start + dt.timedelta(hours=1))
    hold.a_list(event, 1, 1)[1].email = "attend@example.org"
    session.commit()
    said = text_of(page_at(client_as("mission"), f"/evenements/show/{event.id}"))
    assert "attend@example.org" in said
    assert "pas de numéro" not in said


@ON_SQLITE
def test_the_list_to_call_says_to_who_reads_no_number_why_there_is_none(session, client_as):
    event = hold.EventFactory(capacity=1)
    start = utc_now().replace(microsecond=0) + dt.timedelta(hours=3)
    hold.session_of(event, start_at=start, end_at=start + dt.timedelta(hours=1))
    hold.a_list(event, 1, 1)[1].phone = "+33612345678"
    session.commit()
    for who, numbers in (("mission", True), ("direction", False)):
        said = text_of(page_at(client_as(who), f"/evenements/show/{event.id}"))
        assert "Inscrite 02" in said
        assert ("Téléphone ou courriel" in said, "qui lit les coordonnées" in said) == (numbers, not numbers)


@ON_SQLITE
def test_who_waits_is_told_with_the_rank_and_who_comes_in_with_the_answer(session, client_as):
    event = hold.EventFactory(title="Oser", capacity=2)
    hold.session_of(event, 30)
    hold.a_list(event, 2, 1)
    session.commit()
    client = client_as("mission")
    adding = page_at(client, link_called(page_at(client, f"/evenements/show/{event.id}"), "Inscrire quelqu’un"))
    (form,) = adding.xpath("//main//form[.//input[@name='name']]")
    asked = {**dict(form.form_values()), "name": "Zoé Dernière", "quality": "inhabitant"}
    saved = fromstring(client.post(form.get("action"), data=asked, follow_redirects=True).get_data(as_text=True))
    assert "Zoé Dernière : Sur la liste d’attente, rang 2" in text_of(saved)
    assert "Par la mission ou un·e référent·e" in text_of(saved)
    assert not saved.xpath("//form[contains(@action, '/confirmation/')]"), "no place to confirm"
    seated = link_called(of_tab(client, page_at(client, f"/evenements/show/{event.id}"), "Inscriptions"), "Inscrite 01")
    (form,) = page_at(client, seated).xpath("//form[contains(@action, '/desistement/')]")
    said = client.post(form.get("action"), data=dict(form.form_values()), follow_redirects=True)
    words = "Place proposée depuis la liste d’attente, à confirmer : Inscrite 03."
    assert words in text_of(fromstring(said.get_data(as_text=True)))
