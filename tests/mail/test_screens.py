"""Mail on screen: nothing leaves unless it is switched on, one sends once, letters name who is left out."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from models.jobs import Job, JobState
from models.journal import AccessLog
from models.mail import MailRecipient, OutgoingMail, RecipientState
from models.people import Consent
from tests.documents.rows import meeting, member
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.application import account
from tests.support.forms import hidden_value, post


@pytest.fixture
def evening(session):
    """Two members of the 5th who can be written to, one who cannot."""
    account("ref5")
    row = meeting(session)
    for name in ("Alpha", "Bravo"):
        member(row, name).person.email = f"{name.lower()}@example.org"
    member(row, "Sans")
    session.commit()
    return row


def form(client, row, **typed):
    page = client.get(f"/courrier/convocation/{row.id}")
    return {"known": hidden_value(page, "known"), "subject": "Venez", "text": "Bonjour,\n\nà jeudi.", **typed}


def states(session):
    session.rollback()
    return {row.address: row.state for row in session.scalars(select(MailRecipient))}


@ON_SQLITE
def test_by_default_nothing_leaves(session, evening, client_as):
    client = client_as("ref5")
    page = client.get(f"/courrier/convocation/{evening.id}")
    assert "Aucun courriel ne part d’ici" in page.text
    assert "/courrier/envoi/" not in page.text
    for verb in ("envoi", "essai"):
        sent = post(client, f"/courrier/{verb}/{evening.id}", form(client, evening))
        assert "Aucun courriel ne part d’ici" in sent.text
    assert states(session) == {}


@ON_SQLITE
def test_the_preview_shows_the_text_the_agenda_and_who_is_left_out(evening, client_as, mail_on):
    client = client_as("ref5")
    page = post(client, f"/courrier/convocation/{evening.id}", form(client, evening, text="<b>Été</b>")).text
    for words in ("&lt;b&gt;Été&lt;/b&gt;", "Place &amp; marché (30 min) – Avis", "Sans Zoé", "cq.ile@example.org"):
        assert words in page
    assert "Venez" in page


@ON_SQLITE
def test_a_trial_goes_to_its_author_alone(session, evening, client_as, mail_on):
    client = client_as("ref5")
    answer = post(client, f"/courrier/essai/{evening.id}", form(client, evening))
    me = account_email(session)
    assert mail_on.addresses == [me]
    assert me in answer.text
    assert mail_on.messages[0][1]["Subject"].endswith("Venez")
    assert states(session) == {}


def account_email(session):
    session.rollback()
    from models.accounts import User  # noqa: PLC0415  # for this name alone

    return session.scalars(select(User.email).where(User.username == "ref5")).one()


def test_a_convocation_is_sent_by_a_worker_and_its_page_says_what_became_of_it(
    session, evening, client_as, mail_on, jobs, run_all
):
    mail_on.refused.add("bravo@example.org")
    client = client_as("ref5")
    sent = post(client, f"/courrier/envoi/{evening.id}", form(client, evening))
    assert mail_on.addresses == []
    run_all()
    assert states(session) == {
        "alpha@example.org": RecipientState.SENT,
        "bravo@example.org": RecipientState.FAILED,
    }
    job = session.scalars(select(Job)).one()
    assert (job.state, [number for _, number in job.result["figures"]]) == (JobState.DONE, [1, 1, 0])
    message = mail_on.messages[0][1]
    assert message.get_body(("plain",)).get_content().replace("\r", "").startswith("Bonjour,\n\nà jeudi.")
    assert "1. Place & marché (30 min) – Avis" in message.get_body(("plain",)).get_content()
    assert "Place &amp; marché" in message.get_body(("html",)).get_content()
    page = client.get(sent.location).text
    assert "550 No such user" in page
    mail_on.refused.clear()
    recipient = session.scalars(select(MailRecipient).filter_by(address="bravo@example.org")).one()
    session.rollback()
    post(client, f"{sent.location}/again", {"recipient": str(recipient.id)})
    run_all()
    assert mail_on.addresses == ["alpha@example.org", "bravo@example.org"]
    run_all()
    assert len(mail_on.messages) == 2


@ON_SQLITE
def test_a_second_click_sends_nothing(session, evening, client_as, mail_on, jobs, run_all):
    client = client_as("ref5")
    fields = form(client, evening)
    post(client, f"/courrier/envoi/{evening.id}", fields)
    again = post(client, f"/courrier/envoi/{evening.id}", fields)
    assert again.status_code == 409
    run_all()
    assert len(mail_on.messages) == 2
    session.rollback()
    assert len(session.scalars(select(OutgoingMail)).all()) == 1


@ON_SQLITE
@pytest.mark.parametrize(
    ("who", "status"),
    [("mission", 303), ("saisie5", 303), ("ref7", 404), ("direction", 403), ("stagiaire", 403), ("elu5", 403)],
)
def test_who_may_send(evening, client_as, mail_on, jobs, who, status):
    account(who) if who[-1].isdigit() else None
    client = client_as(who)
    assert post(client, f"/courrier/envoi/{evening.id}", {"known": "0"}).status_code == status


# ---- Letters ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def people(session):
    account("ref5")
    body = make.InstanceFactory(arrondissements=[5])
    rows = [
        make.PersonFactory(last_name="Alpha", first_name="Zoé", with_contact=True),
        make.PersonFactory(last_name="Bravo", first_name="Zoé", with_contact=True),
        make.PersonFactory(last_name="Non", first_name="Zoé", with_contact=True),
        make.PersonFactory(last_name="Sans", first_name="Zoé"),
    ]
    rows[0].email, rows[1].email, rows[2].newsletter_consent = "a@example.org", "b@example.org", Consent.REFUSED
    for row in rows:
        make.MandateFactory(person=row, instance=body)
    session.commit()
    return rows


@ON_SQLITE
def test_writing_to_ticked_people_gives_addresses_and_names_who_is_left_out(session, people, client_as):
    ids = [str(row.id) for row in people]
    page = post(client_as("ref5"), "/personnes/bulk", {"action": "write", "rowid": ids}).text
    assert "a@example.org; b@example.org" in page
    for words in ("Non Zoé – refuse les envois", "Sans Zoé – pas d’adresse de courriel"):
        assert words in page.replace("&#39;", "’")
    session.rollback()
    assert [(row.what, row.row_count) for row in session.scalars(select(AccessLog))] == [("PersonView", 2)]


@ON_SQLITE
@pytest.mark.parametrize(("name", "count"), [("labels", 2), ("label-list", 2), ("merge", 2)])
def test_labels_and_mail_merge_leave_out_the_same_and_are_logged(session, people, client_as, name, count):
    answer = post(client_as("ref5"), f"/courrier/membres/{name}", {"person": [str(row.id) for row in people]})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    if name != "labels":
        sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
        assert sheet.max_row == count + 1
    session.rollback()
    assert [row.row_count for row in session.scalars(select(AccessLog))] == [count]


@ON_SQLITE
def test_letters_are_for_people_in_sight_alone(session, people, client_as):
    hidden = make.PersonFactory(last_name="Caché", with_contact=True)
    make.MandateFactory(person=hidden, instance=make.InstanceFactory(arrondissements=[7]))
    session.commit()
    client = client_as("ref5")
    answer = post(client, "/courrier/membres/merge", {"person": [str(hidden.id)]})
    assert load_workbook(io.BytesIO(answer.data)).worksheets[0].cell(2, 1).value is None
    assert post(client, "/personnes/bulk", {"action": "write", "rowid": str(hidden.id)}).status_code == 404


@ON_SQLITE
@pytest.mark.parametrize(("who", "status"), [("stagiaire", 403), ("saisie5", 403), ("direction", 403)])
def test_letters_need_the_right_to_export(people, client_as, who, status):
    account(who) if who[-1].isdigit() else None
    answer = post(client_as(who), "/courrier/membres/merge", {"person": str(people[0].id)})
    assert answer.status_code == status
