"""What leaves, once to each address, against a real mail server; what a crash leaves behind is never sent again."""

from contextlib import contextmanager

import icalendar
import pytest
from sqlalchemy import select

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.periods import day_of
from mdo.mail.addressees import Addressee, Mailing
from mdo.mail.sending import MOST_ATTEMPTS, PAUSES, deliver, queue, queue_again
from mdo.mail.smtp import MailServer, Tls
from models.mail import MailRecipient, MailState, OutgoingMail, RecipientState
from tests.documents.rows import meeting

QUEUED, SENDING, SENT, FAILED, UNSURE = RecipientState


def mailing(*addresses):
    return Mailing(tuple(Addressee(f"Membre {address}", address) for address in addresses), ())


def queued(session, *addresses, known=0, **values):
    row = values.pop("meeting", None) or meeting(session)
    texts = {
        "subject": "Convocation : été",
        "plain": "Bonjour à tous\n",
        "html": "<p>Bonjour à <strong>tous</strong></p>",
        "invitation": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        "from_address": "cq.ile@example.org",
    }
    mail = queue(session, row, mailing(*addresses), known=known, **{**texts, **values})
    session.commit()
    return mail


def sent_by(session, server, mail, tell=lambda done, total: None, *, pause=lambda seconds: None, pauses=(0, 0, 0)):
    @contextmanager
    def opened():
        yield session
        session.commit()

    deliver(opened, server, mail.id, tell, pause, pauses=pauses)
    session.expire_all()
    return {row.address: row.state for row in mail.recipients}


def test_each_address_receives_the_message_once_in_plain_and_html_with_the_invitation(session, box):
    mail = queued(session, "a@example.org", "b@example.org")
    assert sent_by(session, box.server, mail) == {"a@example.org": SENT, "b@example.org": SENT}
    assert box.addresses == ["a@example.org", "b@example.org"]
    message = box.messages[0][1]
    assert (message["From"], message["To"]) == ("cq.ile@example.org", '"Membre a@example.org" <a@example.org>')
    assert message["Subject"] == "Convocation : été"
    assert message.get_body(("plain",)).get_content().strip() == "Bonjour à tous"
    assert "<strong>tous</strong>" in message.get_body(("html",)).get_content()
    (attached,) = message.iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("text/calendar", "invitation.ics")
    assert mail.state is MailState.DONE
    ids = {row.message_id for row in mail.recipients}
    assert ids == {found["Message-ID"] for _, found in box.messages}
    assert len(ids) == 2
    sent_by(session, box.server, mail)
    assert len(box.messages) == 2


def test_an_address_that_two_people_share_has_one_message(session, box):
    row = meeting(session)
    shared = Mailing((Addressee("Zoé", "z@example.org"), Addressee("Noël", "z@example.org", to="Maël")), ())
    mail = queue(session, row, shared, subject="S", plain="p", html="h", invitation="", from_address="a@b.fr", known=0)
    assert [(row.name, row.address) for row in mail.recipients] == [("Zoé, Maël", "z@example.org")]


def test_a_refusal_is_final_and_does_not_stop_the_others(session, box):
    box.refused.add("a@example.org")
    mail = queued(session, "a@example.org", "b@example.org")
    assert sent_by(session, box.server, mail) == {"a@example.org": FAILED, "b@example.org": SENT}
    refused = mail.recipients[0]
    assert (refused.reason, refused.attempts) == ("550 No such user", 1)


@pytest.mark.parametrize(("times", "state"), [(0, SENT), (MOST_ATTEMPTS - 1, SENT), (MOST_ATTEMPTS, FAILED)])
def test_what_is_put_off_is_tried_three_times(session, box, times, state):
    box.put_off["a@example.org"] = times
    mail = queued(session, "a@example.org")
    assert sent_by(session, box.server, mail) == {"a@example.org": state}
    assert mail.recipients[0].attempts == min(times + 1, MOST_ATTEMPTS)


def test_a_server_that_is_not_there_fails_each_after_three_attempts(session, box):
    nowhere = MailServer("127.0.0.1", 1, "a@b.fr", tls=Tls.NONE)
    mail = queued(session, "a@example.org")
    assert sent_by(session, nowhere, mail) == {"a@example.org": FAILED}
    assert mail.recipients[0].attempts == MOST_ATTEMPTS


def test_a_connection_lost_while_the_message_leaves_is_to_check_and_not_tried_again(session, box):
    box.lost.add("a@example.org")
    mail = queued(session, "a@example.org")
    assert sent_by(session, box.server, mail) == {"a@example.org": UNSURE}
    assert len(box.messages) == 1


class Crash(BaseException):
    pass


def test_after_a_crash_nothing_is_sent_twice(session, box, monkeypatch):
    """The worker dies once the server has the second message and before the state is written."""
    mail = queued(session, "a@example.org", "b@example.org", "c@example.org")
    from mdo.mail import sending  # noqa: PLC0415  # its name is replaced below

    real = sending.send

    def dies(server, message, sender, address):
        real(server, message, sender, address)
        if address == "b@example.org":
            raise Crash

    monkeypatch.setattr(sending, "send", dies)
    with pytest.raises(Crash):
        sent_by(session, box.server, mail)
    session.rollback()
    monkeypatch.setattr(sending, "send", real)
    assert sent_by(session, box.server, mail) == {"a@example.org": SENT, "b@example.org": UNSURE, "c@example.org": SENT}
    assert box.addresses == ["a@example.org", "b@example.org", "c@example.org"]
    unsure = mail.recipients[1]
    assert unsure.message_id in {message["Message-ID"] for _, message in box.messages}


def test_stopped_on_the_way_the_others_go_on_waiting(session, box):
    mail = queued(session, "a@example.org", "b@example.org")

    def stop(done, total):
        if done:
            raise Crash

    with pytest.raises(Crash):
        sent_by(session, box.server, mail, stop)
    session.rollback()
    assert [row.state for row in mail.recipients] == [SENT, QUEUED]
    assert sent_by(session, box.server, mail) == {"a@example.org": SENT, "b@example.org": SENT}


def test_a_stop_is_heard_while_one_waits_to_try_again(session, box):
    box.put_off["a@example.org"] = 1
    mail = queued(session, "a@example.org")
    waits = []

    def stop(seconds):
        waits.append(seconds)
        raise Crash

    with pytest.raises(Crash):
        sent_by(session, box.server, mail, pause=stop, pauses=PAUSES)
    session.rollback()
    assert (waits, [row.state for row in mail.recipients]) == ([PAUSES[1]], [QUEUED])
    assert sent_by(session, box.server, mail) == {"a@example.org": SENT}


@pytest.mark.parametrize("goodbye", ["refuses", "hangs up"])
def test_what_the_server_makes_of_a_goodbye_changes_nothing_of_what_it_took(session, box, goodbye):
    box.goodbye = goodbye
    mail = queued(session, "a@example.org", "b@example.org")
    assert sent_by(session, box.server, mail) == {"a@example.org": SENT, "b@example.org": SENT}
    assert [(row.attempts, row.reason) for row in mail.recipients] == [(1, None), (1, None)]
    box.refused.add("c@example.org")
    other = queued(session, "c@example.org")
    assert sent_by(session, box.server, other) == {"c@example.org": FAILED}
    assert other.recipients[0].reason == "550 No such user"


def test_only_what_a_person_ticks_among_failed_and_unsure_is_sent_again(session, box):
    box.refused.add("a@example.org")
    mail = queued(session, "a@example.org", "b@example.org")
    sent_by(session, box.server, mail)
    box.refused.clear()
    assert queue_again(session, mail, [row.id for row in mail.recipients]) == 1
    session.commit()
    sent_by(session, box.server, mail)
    assert box.addresses == ["b@example.org", "a@example.org"]


def test_a_form_opened_before_the_last_message_sends_nothing(session):
    row = meeting(session)
    queued(session, "a@example.org", meeting=row)
    with pytest.raises(RuleViolation, match="meanwhile"):
        queued(session, "a@example.org", meeting=row)
    assert queued(session, "a@example.org", meeting=row, known=1).id


@pytest.mark.parametrize("address", ["", "pas une adresse", "a@b@c"])
def test_a_mailbox_that_is_no_address_is_refused_before_anything_is_queued(session, address):
    with pytest.raises(RuleViolation):
        queued(session, "a@example.org", from_address=address)
    session.rollback()
    assert session.scalars(select(OutgoingMail)).all() == []


def test_a_subject_with_line_ends_adds_no_header(session, box):
    mail = queued(session, "a@example.org", subject="Été\r\nBcc: b@example.org")
    sent_by(session, box.server, mail)
    assert (box.addresses, box.messages[0][1]["Bcc"]) == (["a@example.org"], None)


def test_the_invitation_is_read_back_with_the_hour_of_paris(session):
    from mdo.mail.invitation import invitation_of  # noqa: PLC0415  # as above
    from models.base import utc_now  # noqa: PLC0415  # the one test that needs the clock

    row = meeting(session)
    calendar = icalendar.Calendar.from_ical(invitation_of(row, utc_now(), "cq.ile@example.org"))
    (event,) = calendar.walk("VEVENT")
    start = event["DTSTART"].dt
    assert (start.hour, start.minute, start.utcoffset().total_seconds(), day_of(start).isoformat()) == (
        18,
        30,
        3600,
        "2026-12-10",
    )
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert str(event["UID"]).startswith(row.uid)


def test_recipients_of_a_message_are_told_apart_from_those_of_others(session, box):
    first, second = queued(session, "a@example.org"), queued(session, "b@example.org")
    sent_by(session, box.server, first)
    states = {row.address: row.state for row in session.scalars(select(MailRecipient))}
    assert states == {"a@example.org": SENT, "b@example.org": QUEUED}
    assert second.state is MailState.QUEUED
