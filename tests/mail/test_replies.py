"""Replies to a convocation, from the message that asks to the reminder: the link is followed as a person does."""

import datetime as dt
import io
import re

import pytest
from lxml.html import fromstring
from openpyxl import load_workbook
from sqlalchemy import func, select

from mdo.kernel.base.periods import day_of
from mdo.meetings.attendance import freeze, lines_of
from mdo.meetings.replies import secret_of
from mdo.meetings.reply_counts import counts_of
from models.attendance import Attendance, Presence
from models.base import utc_now
from models.journal import Door, JournalChange, JournalEntry
from models.mail import MailRecipient, OutgoingMail
from models.meetings import Meeting, MeetingState
from models.people import Consent, EndReason, Mandate, Person
from models.replies import BodyCalendar, MeetingReply, ReplyAnswer, ReplyWay
from tests.documents.rows import member
from tests.mail.councils import FEW, NAMES, council, morning_before
from tests.meetings.reading import take_back
from tests.support import ON_SQLITE
from tests.support import events as hold
from tests.support.forms import hidden_value, post
from views.jobs import reminders
from views.security.logs import masked

_LINK = re.compile(r"http://localhost(/reponse/[\w-]+)")


def links_of(session, app, row):
    """The link of each, as the message gives it."""
    session.rollback()
    found = session.scalars(select(MeetingReply).where(MeetingReply.meeting_id == row.id)).all()
    key = app.config["SECRET_KEY"]
    said = {reply.attendance.person.last_name: f"/reponse/{secret_of(reply, key)}" for reply in found}
    session.rollback()
    return said


def send(staff, row, run_all):
    """Sends the convocation as its page gives it."""
    page = staff.get(f"/courrier/convocation/{row.id}")
    assert "Le lien personnel de chaque destinataire" in page.text
    fields = {"known": hidden_value(page, "known"), "subject": "Venez", "text": "Bonjour"}
    assert post(staff, f"/courrier/envoi/{row.id}", fields).status_code == 303
    run_all()


def links(box):
    """The link of each in the messages that came, by the start of the address."""
    found = {}
    for address, message in box.messages:
        text = message.get_body(("plain",)).get_content()
        found[address.partition("@")[0].capitalize()] = _LINK.search(text)[1]
        assert _LINK.search(message.get_body(("html",)).get_content())[1] == _LINK.search(text)[1]
    return found


def reply(app, link, said, name=""):
    """Answers as a person does: opens the link, fills the form of the page in, sends it; nobody is signed in."""
    guest = app.test_client()
    form = fromstring(guest.get(link).get_data(as_text=True)).xpath("//main//form")[0]
    assert form.get("action") == link
    fields = {**dict(form.form_values()), "answer": said, "replaced_by": name}
    return guest.post(form.get("action"), data=fields, follow_redirects=True)


def stored(session):
    session.rollback()
    return {
        str(row.attendance.person.last_name): row
        for row in session.scalars(select(MeetingReply))
        if row.answer is not None
    }


def presences(session, row):
    session.rollback()
    return {line.person.last_name: line.presence for line in lines_of(session, session.get_one(Meeting, row.id))}


def _everything(session):
    session.rollback()
    rows = (MeetingReply, Attendance, JournalEntry, JournalChange, MailRecipient)
    counts = [session.scalar(select(func.count(row.id))) for row in rows]
    return counts, sorted(session.execute(select(MeetingReply.id, MeetingReply.version, MeetingReply.answer)))


@ON_SQLITE
def test_a_hundred_readings_write_nothing(session, app, convoked):
    link = links_of(session, app, convoked)["Nom01"]
    before = _everything(session)
    guest = app.test_client()
    for _ in range(100):
        assert guest.get(link).status_code == 200
    assert guest.head(link).status_code == 200
    assert _everything(session) == before


@ON_SQLITE
def test_the_page_says_a_first_name_and_the_meeting_alone(session, app, convoked):
    answer = app.test_client().get(links_of(session, app, convoked)["Nom01"])
    text = answer.get_data(as_text=True)
    assert "Prénom0" in text
    assert "Plénière d’hiver" in text
    assert not any(name in text for name in NAMES)
    assert "@example.org" not in text.replace("cq.ile@example.org", "")
    tree = fromstring(text)
    assert len(tree.xpath("//main//form")) == 1
    assert len(tree.xpath("//main//button")) == 1
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "CNIL" in text


@ON_SQLITE
def test_sent_twice_it_is_one_answer_and_the_last_wins(session, app, convoked):
    link = links_of(session, app, convoked)["Nom01"]
    for _ in range(2):
        assert "Votre réponse est notée : je viens" in reply(app, link, "coming").text.replace("\xa0", " ")
    assert len(stored(session)) == 1
    operations = session.scalars(select(JournalEntry).where(JournalEntry.door == Door.REPLY)).all()
    assert len(operations) == 1
    assert operations[0].actor_id is None
    assert presences(session, convoked)["Nom01"] is Presence.EXPECTED
    reply(app, link, "away")
    assert (stored(session)["Nom01"].answer, stored(session)["Nom01"].way) == (ReplyAnswer.AWAY, ReplyWay.LINK)
    assert presences(session, convoked)["Nom01"] is Presence.EXCUSED
    reply(app, link, "coming")
    assert presences(session, convoked)["Nom01"] is Presence.EXPECTED


@ON_SQLITE
def test_a_member_who_replaces_represents_and_a_stranger_waits(session, app, convoked, client_as):
    found = links_of(session, app, convoked)
    told = [reply(app, found[name], "replaced", who).text for name, who in (
        ("Nom01", "prénom1 NOM02"), ("Nom03", "<b>Inconnu</b> Total"))]  # fmt: skip
    known, unknown = (re.sub(r"Prénom\d|value=\"[^\"]*\"|/reponse/[\w-]+", "", text) for text in told)
    assert known == unknown  # who is on the list is told to nobody
    assert "<b>Inconnu</b>" not in told[1]
    marks = presences(session, convoked)
    assert (marks["Nom01"], marks["Nom03"]) == (Presence.REPRESENTED, Presence.EXCUSED)
    assert [stored(session)[name].is_settled for name in ("Nom01", "Nom03")] == [True, False]
    staff = client_as("ref5")
    page = staff.get(f"/presences/{convoked.id}/reponses").text
    assert "Noms à vérifier" in page
    assert "&lt;b&gt;Inconnu&lt;/b&gt; Total" in page
    line = stored(session)["Nom03"].attendance_id
    form = fromstring(staff.get(f"/presences/{convoked.id}/reponse/{line}").text).xpath("//main//form")[-1]
    by = next(option.get("value") for option in form.xpath(".//select/option") if "NOM05" in option.text.upper())
    sent = post(staff, f"/presences/{convoked.id}/reponse/{line}", {"answer": "replaced", "by": by, "way": "phone"})
    assert sent.status_code == 302
    assert presences(session, convoked)["Nom03"] is Presence.REPRESENTED
    assert stored(session)["Nom03"].is_settled


@ON_SQLITE
def test_nobody_is_replaced_at_a_session_of_an_event(session, app, convoked):
    """Who gives a place up leaves it to the waiting list."""
    link = links_of(session, app, convoked)["Nom01"]
    assert "replaced_by" in app.test_client().get(link).text
    convoked.instance, convoked.event = None, hold.EventFactory()
    session.commit()
    guest = app.test_client()
    page = guest.get(link).text
    assert "Je viens" in page
    assert "replaced_by" not in page
    [form] = fromstring(page).xpath("//main//form")
    fields = {**dict(form.form_values()), "answer": "replaced", "replaced_by": "Zoé"}
    refused = guest.post(form.get("action"), data=fields)
    assert (refused.status_code, "va à la liste d’attente" in refused.text) == (422, True)
    assert not stored(session)
    assert "Votre réponse est notée : je ne viens pas" in reply(app, link, "away").text.replace("\xa0", " ")


@ON_SQLITE
def test_a_substitute_takes_the_place_of_the_member(session, app, convoked):
    line = session.scalars(select(Attendance).order_by(Attendance.id)).first()
    name = line.person.last_name
    stands_in = member(convoked, "Suppléante", first_name="Léa", substitute_of=line.mandate)
    session.commit()
    reply(app, links_of(session, app, convoked)[name], "replaced", "Léa Suppléante")
    assert presences(session, convoked)[name] is Presence.EXCUSED
    assert stored(session)[name].is_settled
    line = session.scalars(select(Attendance).where(Attendance.person_id == stands_in.person_id)).one()
    assert line.is_convened
    # She stays on the list, as substitutes do whose mandate is in force: the place counts once, whoever takes it.
    for said in ("replaced", "coming"):
        reply(app, links_of(session, app, convoked)[name], said, "Léa Suppléante")
        count = counts_of(session, [session.get_one(Meeting, convoked.id)])[convoked.id]
        assert (count.answered, count.announced, count.needed) == (1, 1, 3)
    assert presences(session, convoked)[name] is Presence.EXPECTED


@ON_SQLITE
def test_a_reply_typed_by_mistake_is_undone_and_the_former_one_counts_again(session, app, convoked, client_as):
    """Of who had not answered, and of who had, by the link: the list follows both times, and the link goes on."""
    found = links_of(session, app, convoked)
    reply(app, found["Nom02"], "coming")
    staff = client_as("ref5")
    for name, counted in (("Nom01", None), ("Nom02", ReplyAnswer.COMING)):
        line = next(line.id for line in lines_of(session, convoked) if line.person.last_name == name)
        session.rollback()
        post(staff, f"/presences/{convoked.id}/reponse/{line}", {"answer": "away", "way": "phone"})
        assert presences(session, convoked)[name] is Presence.EXCUSED
        take_back(staff, session)
        assert presences(session, convoked)[name] is Presence.EXPECTED
        before = stored(session).get(name)
        assert (before.answer if before is not None else None) is counted
        assert app.test_client().get(found[name]).status_code == 200
    row = session.get_one(Meeting, convoked.id)
    assert (counts_of(session, [row])[row.id].answered, counts_of(session, [row])[row.id].announced) == (1, 1)


def _linked(staff, row):
    """The rows of the list of links, by last name, as the button of the page of replies gives it."""
    page = fromstring(staff.get(f"/presences/{row.id}/reponses").text)
    form = page.xpath('//form[.//button[contains(., "liens de réponse")]]')[0]
    for _ in range(2):  # taken twice from the same page: two files
        answer = post(staff, form.get("action"), dict(form.form_values()))
        assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    headers, *lines = sheet.iter_rows(values_only=True)
    return {line[0]: dict(zip(headers, line, strict=True)) for line in lines}


@ON_SQLITE
def test_without_a_mail_server_the_list_of_a_mail_merge_gives_each_link(session, app, convoked, client_as):
    """One objects to letters, one has a postal address alone, one has none: who can be written to has the link."""
    people = {line.person.last_name: line.person for line in lines_of(session, convoked)}
    people["Nom01"].newsletter_consent = Consent.REFUSED
    people["Nom02"].email, people["Nom02"].address = None, "1 rue du Bœuf"
    people["Nom03"].email = None
    session.commit()
    known = links_of(session, app, convoked)
    reply(app, known["Nom04"], "away")
    staff = client_as("ref5")
    composed = staff.get(f"/courrier/convocation/{convoked.id}").text
    assert f"/courrier/liens/{convoked.id}" in composed
    rows = _linked(staff, convoked)
    assert sorted(rows) == ["Nom01", "Nom02", "Nom04", "Nom05"]
    assert {name: row["Lien de réponse"] for name, row in rows.items()} == {
        name: f"http://localhost{known[name]}" for name in rows
    }
    assert {name: row["Réponse"] for name, row in rows.items() if row["Réponse"]} == {"Nom04": "ne vient pas"}
    reply(app, rows["Nom02"]["Lien de réponse"].removeprefix("http://localhost"), "coming")
    assert stored(session)["Nom02"].answer is ReplyAnswer.COMING


@ON_SQLITE
def test_the_links_of_a_list_that_no_message_prepared_are_given_by_the_file(session, app, client_as):
    row = council(session, FEW)
    staff = client_as("ref5")
    assert post(staff, f"/courrier/liens/{row.id}").status_code == 404  # nobody is convened yet
    freeze(session, row, utc_now().date(), now=utc_now())
    session.commit()
    assert sorted(_linked(staff, row)) == FEW
    assert sorted(links_of(session, app, row)) == FEW
    row.state = MeetingState.CANCELLED
    session.commit()
    assert post(staff, f"/courrier/liens/{row.id}").status_code == 404


@ON_SQLITE
@pytest.mark.parametrize(("who", "status"), [("ref7", 404), ("elu5", 403), ("direction", 403), ("saisie5", 403)])
def test_who_may_not_send_takes_no_link_along(convoked, client_as, who, status):
    client = client_as(who)
    assert post(client, f"/courrier/liens/{convoked.id}").status_code == status
    assert "/courrier/liens/" not in client.get(f"/presences/{convoked.id}/reponses").text


def _gone(app, link, words):
    answer = app.test_client().get(link)
    assert answer.status_code == 410
    assert words in answer.text.replace("\xa0", " ")
    guest = app.test_client()
    guest.get(link)
    assert post(guest, link, {"answer": "coming"}).status_code == 410


@ON_SQLITE
def test_a_postponed_meeting_voids_links_and_answers(session, app, convoked, client_as):
    found = links_of(session, app, convoked)
    reply(app, found["Nom01"], "coming")
    reply(app, found["Nom02"], "away")
    staff = client_as("ref5")
    moved = (convoked.start_at + dt.timedelta(days=7)).strftime("%d/%m/%Y 18:30")
    typed = {"to": "postponed", "origin": "convened", "reason": "Grève", "start_at": moved}
    assert post(staff, f"/reunions/etat/{convoked.id}", typed).status_code in {302, 303}
    for name in ("Nom01", "Nom02", "Nom03"):
        _gone(app, found[name], "ne compte plus")
    session.rollback()
    assert counts_of(session, [session.get_one(Meeting, convoked.id)]) == {}
    assert presences(session, convoked)["Nom02"] is Presence.EXPECTED
    take_back(staff, session)
    assert presences(session, convoked)["Nom02"] is Presence.EXCUSED
    assert app.test_client().get(found["Nom01"]).status_code == 200


@ON_SQLITE
def test_a_cancelled_meeting_and_an_ended_mandate_void_links(session, app, convoked):
    found = links_of(session, app, convoked)
    reply(app, found["Nom01"], "coming")
    mandate = session.scalars(
        select(Mandate).join(Mandate.person).where(Mandate.id == stored(session)["Nom01"].attendance.mandate_id)
    ).one()
    mandate.ended_on, mandate.end_reason = utc_now().date(), EndReason.RESIGNATION
    session.commit()
    _gone(app, found["Nom01"], "vous n’êtes plus convoqué")
    row = session.get_one(Meeting, convoked.id)
    count = counts_of(session, [row])[row.id]
    assert (count.convened, count.answered) == (4, 0)
    row.state = MeetingState.CANCELLED
    session.commit()
    _gone(app, found["Nom02"], "annulée")


@ON_SQLITE
def test_a_link_is_dead_once_the_meeting_has_begun(session, app, convoked):
    link = links_of(session, app, convoked)["Nom01"]
    row = session.get_one(Meeting, convoked.id)
    now = utc_now()
    moved = now - dt.timedelta(minutes=5)
    row.start_at, row.end_at = moved, moved + dt.timedelta(hours=2)
    for one in session.scalars(select(MeetingReply)):
        one.meeting_on = day_of(row.start_at)
    session.commit()
    _gone(app, link, "a commencé ou est passée")


@ON_SQLITE
def test_a_forged_link_opens_a_page_that_says_what_to_do(session, app, convoked):
    guest = app.test_client()
    for token in ("x", "A" * 43, "..%2f", "é"):
        answer = guest.get(f"/reponse/{token}")
        assert answer.status_code == 404
    page = guest.get(f"/reponse/{'A' * 43}").text
    assert "Ouvrez le lien du dernier message" in page
    assert guest.post(f"/reponse/{'A' * 43}", data={"answer": "coming"}).status_code == 400
    assert post(guest, f"/reponse/{'A' * 43}", {"answer": "coming"}).status_code == 404


@ON_SQLITE
def test_a_flood_is_limited_by_the_database(session, app, convoked):
    link = links_of(session, app, convoked)["Nom01"]
    guest = app.test_client()
    guest.get(link)
    codes = [post(guest, link, {"answer": said}).status_code for said in ("coming", "away") * 6]
    assert codes[:10] == [303] * 10
    assert codes[10:] == [429] * 2
    forged = [post(guest, f"/reponse/{number:043}", {"answer": "coming"}).status_code for number in range(12)]
    assert 429 in forged


@ON_SQLITE
def test_no_secret_is_stored_logged_or_written_in_the_journal(session, app, convoked):
    link = links_of(session, app, convoked)["Nom01"]
    token = link.rpartition("/")[2]
    reply(app, link, "coming")
    session.rollback()
    kept = [row.plain + row.html for row in session.scalars(select(OutgoingMail))]
    kept += [str(row.fields) + row.label for row in session.scalars(select(JournalChange))]
    kept += [row.token_hash or "" for row in session.scalars(select(MeetingReply))]
    assert token not in "".join(kept)
    assert masked(f"GET {link} 200") == "GET /reponse/… 200"


@ON_SQLITE
def test_of_23_convened_11_answer_and_12_are_reminded_once(session, app, client_as, mail_on, jobs, run_all):
    """Nine come, one of them said so by telephone, two do not; one has no address, another's came back."""
    row = council(session, NAMES)
    staff = client_as("ref5")
    send(staff, row, run_all)
    found = links(mail_on)
    assert sorted(found) == NAMES
    for name in NAMES[:8]:
        reply(app, found[name], "coming")
    for name in NAMES[8:10]:
        reply(app, found[name], "away")
    session.rollback()
    lines = {line.person.last_name: line.id for line in session.scalars(select(Attendance))}
    session.rollback()
    post(staff, f"/presences/{row.id}/reponse/{lines['Nom11']}", {"answer": "coming", "way": "phone"})
    told = "11 réponses, 9 annoncés, quorum 12"
    page = staff.get(f"/reunions/show/{row.id}").text
    assert told in page
    assert "Rappeler (12)" in page
    assert told in staff.get("/reunions/list/?f_to_come=1").text
    assert told in staff.get("/").text
    shown = staff.get(f"/courrier/convocation/{row.id}?about=reminder").text.partition("mail-people")[2]
    assert [name for name in NAMES if f"{name.lower()}@example.org" in shown] == NAMES[11:]
    mail_on.messages.clear()
    settings, morning = app.extensions["mdo_settings"], morning_before(row)
    with app.app_context():
        assert reminders.send_due(settings, morning - dt.timedelta(days=14)) == 0
        assert reminders.send_due(settings, morning) == 1
        assert reminders.send_due(settings, morning) == 0
    assert sorted(mail_on.addresses) == [f"nom{number}@example.org" for number in range(12, 24)]
    assert {message["Subject"].partition(":")[0].strip() for _, message in mail_on.messages} == {"Rappel"}
    assert links(mail_on)["Nom12"] == found["Nom12"]  # one link, whichever message it is opened from
    reply(app, found["Nom12"], "coming")
    assert len(stored(session)) == 12
    _calendar_of_the_body(session, app, mail_on)
    _who_is_called(session, staff, row)


def _calendar_of_the_body(session, app, box):
    text = box.messages[0][1].get_body(("plain",)).get_content()
    address = re.search(r"http://localhost(/calendrier/instance/[\w-]+\.ics)", text)[1]
    file = app.test_client().get(address)
    assert file.content_type == "text/calendar; charset=utf-8"
    content = file.text.replace("\r\n ", "")
    assert "SUMMARY:Plénière d’hiver" in content
    assert "Mairie du 5e" in content
    assert "Nom01" not in content
    assert masked(f"GET {address}") == "GET /calendrier/instance/….ics"
    session.rollback()
    assert session.scalars(select(BodyCalendar)).one().token_hash not in address


def _who_is_called(session, staff, row):
    """Who has no address, or whose address came back, is called: the number is one tap away."""
    session.rollback()
    people = {one.last_name: one for one in session.scalars(select(Person))}
    people["Nom13"].email, people["Nom13"].phone = None, "04 72 00 00 00"
    session.commit()
    returned = session.scalars(select(MailRecipient).filter_by(address="nom14@example.org")).first()
    url, number = f"/courrier/message/{row.id}/{returned.mail_id}", str(returned.id)
    session.rollback()
    post(staff, f"{url}/revenu", {"recipient": number})
    page = staff.get(f"/presences/{row.id}/reponses").text
    assert 'href="tel:0472000000"' in page
    called = page.partition("call-title")[2].partition("<table")[0]
    assert [name for name in NAMES if name in called] == ["Nom13", "Nom14"]
    assert "l’adresse est revenue" in called
    shown = staff.get(f"/courrier/convocation/{row.id}?about=reminder").text.partition("mail-people")[2]
    assert "nom14@example.org" not in shown
    labels = staff.get(f"/courrier/reunion/{row.id}?only=call").text
    assert "Nom15" not in labels
