"""The registers of documents, templates and messages: what is on each, for whom, and where one row leads."""

import io

import pytest
from openpyxl import load_workbook

from models.documents import Document
from models.mail import OutgoingMail, RecipientState
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support import paper_factories as papers
from tests.support.prepared import prepared


@prepared
def two_places(session):
    """A document and a message in the 5th, others in the 7th, and a document of the 5th that was withdrawn."""
    for number in (5, 7):
        body = make.InstanceFactory(name=f"Conseil {number}", arrondissements=[number])
        meeting = make.MeetingFactory(instance=body, title=f"Séance {number}")
        papers.MeetingDocumentFactory(meeting=meeting, title=f"Plan {number}")
        mail = papers.OutgoingMailFactory(meeting=meeting, subject=f"Message {number}")
        papers.MailRecipientFactory(mail=mail, name=f"Reçu {number}", state=RecipientState.FAILED)
        if number == 5:
            papers.MeetingDocumentFactory(meeting=meeting, title="Plan retiré", is_withdrawn=True)
            quiet = papers.OutgoingMailFactory(meeting=meeting, subject="Message sans souci")
            papers.MailRecipientFactory(mail=quiet, name="Reçu sans souci")
    session.commit()


def rows(client, address):
    """The first column of an Excel file."""
    sheet = load_workbook(io.BytesIO(client.get(address).data)).worksheets[0]
    return {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)}


@pytest.mark.parametrize(
    ("address", "own", "hidden"),
    [
        ("/registre-des-documents/export", {"Plan 5"}, {"Plan 7"}),
        ("/messages/export", {"Message 5", "Message sans souci"}, {"Message 7"}),
        ("/messages/export?f_failed=1", {"Message 5"}, {"Message 7"}),
        ("/destinataires/export", {"Reçu 5", "Reçu sans souci"}, {"Reçu 7"}),
        ("/destinataires/export?f_state=failed", {"Reçu 5"}, {"Reçu 7"}),
    ],
)
def test_a_referent_takes_what_is_of_the_own_arrondissement_and_the_mission_all(
    client_as, two_places, address, own, hidden
):
    assert rows(client_as("ref5"), address) == own
    assert rows(client_as("mission"), address) == own | hidden


@ON_SQLITE
@pytest.mark.parametrize(
    ("user", "words", "found"),
    [
        ("ref5", "plan", {"Plan 5"}),
        ("mission", "plan", {"Plan 5", "Plan 7"}),
        ("ref5", "message", {"Message 5", "Message sans souci"}),
        ("elu5", "message", set()),
    ],
)
def test_everything_is_found_from_every_page_but_what_was_withdrawn(client_as, two_places, user, words, found):
    page = client_as(user).get(f"/recherche?q={words}").get_data(as_text=True)
    titles = {"Plan 5", "Plan 7", "Plan retiré", "Message 5", "Message 7", "Message sans souci"}
    assert {title for title in titles if f">{title}<" in page} == found


@ON_SQLITE
def test_a_document_leads_to_its_file_and_one_withdrawn_says_so(session, client_as, two_places):
    client = client_as("mission")
    for title, is_offered in (("Plan 5", True), ("Plan retiré", False)):
        row = session.query(Document).filter_by(title=title).one()
        page = client.get(f"/registre-des-documents/show/{row.id}").get_data(as_text=True)
        assert (f"/documents/file/{row.meeting_id}/{row.id}" in page) is is_offered
        assert f"/reunions/show/{row.meeting_id}" in page


@ON_SQLITE
def test_a_message_opens_on_its_page_under_the_meeting(session, client_as, two_places):
    row = session.query(OutgoingMail).filter_by(subject="Message 5").one()
    answer = client_as("ref5").get(f"/messages/show/{row.id}")
    assert (answer.status_code, answer.location) == (302, f"/courrier/message/{row.meeting_id}/{row.id}")


@ON_SQLITE
def test_the_versions_of_templates_are_a_list_with_excel(client_as, session):
    papers.PaperTemplateFactory(name="Notre compte rendu")
    session.commit()
    assert "Notre compte rendu" in rows(client_as("mission"), "/versions-de-modeles/export")
    assert client_as("ref5").get("/versions-de-modeles/list/").status_code == 403
