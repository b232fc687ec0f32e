"""Ticked people are added to a mailing, chosen or new; who cannot be is told with the reason before any is written."""

import datetime as dt

import pytest
from sqlalchemy import select

from models.mail import MailRecipient, MailState, OutgoingMail, RecipientState
from models.people import Consent
from tests.base.pages import document
from tests.support import factories as make
from tests.support.forms import post

EVENING = dt.datetime(2026, 12, 10, 17, 30, tzinfo=dt.UTC)


@pytest.fixture
def mail(session, server_today):
    """A message of a meeting of the 5th that Alpha has, and another one of the 7th."""
    found = []
    for number in (5, 7):
        meeting = make.MeetingFactory(
            title=f"Plénière {number}", instance=make.InstanceFactory(arrondissements=[number]), start_at=EVENING,
            end_at=EVENING + dt.timedelta(hours=2),
        )  # fmt: skip
        row = OutgoingMail(
            meeting=meeting, subject=f"Invitation {number}", plain="Bonjour", html="<p>Bonjour</p>",
            from_address="cq@example.org", state=MailState.DONE,
        )  # fmt: skip
        row.recipients = [
            MailRecipient(
                meeting=meeting, name="Alpha", address="alpha@example.org", state=RecipientState.SENT, sent_at=EVENING
            )
        ]
        session.add(row)
        found.append(row)
    session.commit()
    return found[0]


@pytest.fixture
def people(session, mail):
    rows = [
        make.PersonFactory(last_name=name, email=email, newsletter_consent=consent)
        for name, email, consent in (
            ("Alpha", "alpha@example.org", Consent.GIVEN),
            ("Bravo", "bravo@example.org", Consent.GIVEN),
            ("Charlie", None, Consent.UNKNOWN),
            ("Delta", "delta@example.org", Consent.REFUSED),
        )
    ]
    body = mail.meeting.instance
    held = [make.MandateFactory(person=row, instance=body) for row in rows]
    session.commit()
    return {"personnes": [row.id for row in rows], "mandats": [row.id for row in held]}


def addresses(session) -> list[str]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(MailRecipient.address).order_by(MailRecipient.id)))


@pytest.mark.parametrize("screen", ["personnes", "mandats"])
def test_who_can_be_is_added_to_a_message_and_the_others_are_told(
    client_as, session, mail_on, jobs, mail, people, screen
):
    client, address = client_as("ref5"), f"/{screen}/bulk"
    sent = {"action": "mailing", "rowid": [str(number) for number in people[screen]]}
    first = document(post(client, address, sent))
    assert first.xpath('//input[@name="mailing"]/@value') == [str(mail.id), "letter"]
    assert "Invitation 7" not in first.text_content()
    assert "Choisissez l’envoi." in post(client, address, sent | {"step": "try"}).get_data(as_text=True)
    tried = document(post(client, address, sent | {"step": "try", "mailing": str(mail.id)}))
    told = [" ".join(item.text_content().split()) for item in tried.xpath('//li[contains(@class, "is-refused")]')]
    assert len(told) == 3
    for words in ("a déjà ce message", "Charlie", "Delta"):
        assert any(words in line for line in told)
    assert addresses(session).count("bravo@example.org") == 0
    accepted = tried.xpath('//input[@name="accepted"]/@value')
    done = post(client, address, sent | {"step": "write", "mailing": str(mail.id), "accepted": accepted})
    assert done.status_code == 302
    assert addresses(session) == ["alpha@example.org", "alpha@example.org", "bravo@example.org"]
    assert session.get_one(OutgoingMail, mail.id).state is MailState.QUEUED


def test_a_new_mailing_is_the_page_of_letters_which_tells_who_is_left_out(client_as, people):
    sent = {"action": "mailing", "rowid": [str(number) for number in people["personnes"]], "step": "try"}
    page = document(post(client_as("ref5"), "/personnes/bulk", sent | {"mailing": "letter"}))
    assert page.xpath('//textarea[@id="emails"]/text()') == ["alpha@example.org; bravo@example.org"]
    assert "Charlie" in page.xpath('//div[contains(@class, "note--warning")]')[0].text_content()


def test_where_no_mail_leaves_a_letter_is_begun_at_once(client_as, people):
    sent = {"action": "mailing", "rowid": [str(people["personnes"][0])]}
    page = document(post(client_as("ref5"), "/personnes/bulk", sent))
    assert page.xpath('//textarea[@id="emails"]/text()') == ["alpha@example.org"]
    (why,) = page.xpath('//main//div[@role="status"][contains(@class, "note--info")]')
    assert "Aucun courriel ne part d’ici" in why.text_content()


def test_where_no_message_may_take_them_the_letter_says_so(client_as, session, mail_on, mail, people):
    mail.meeting.start_at, mail.meeting.end_at = (day - dt.timedelta(days=90) for day in (EVENING, mail.meeting.end_at))
    session.commit()
    sent = {"action": "mailing", "rowid": [str(people["personnes"][0])]}
    page = document(post(client_as("ref5"), "/personnes/bulk", sent))
    (why,) = page.xpath('//main//div[@role="status"][contains(@class, "note--info")]')
    assert "Aucun message d’une réunion récente" in why.text_content()


def test_who_may_not_send_is_offered_nothing(client_as, people):
    sent = {"action": "mailing", "rowid": [str(people["personnes"][0])]}
    assert post(client_as("stagiaire"), "/personnes/bulk", sent).status_code in {302, 403}


def test_the_page_of_a_convocation_says_what_its_reader_can_do(client_as, session, mail):
    page = document(client_as("ref5").get(f"/courrier/convocation/{mail.meeting_id}"))
    text = page.text_content()
    assert "Copiez les adresses et le texte" in text
    assert "administr" not in page.xpath("//main")[0].text_content()
    assert page.xpath('//textarea[@id="plain"]')
