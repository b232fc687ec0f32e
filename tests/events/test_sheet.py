"""The sign-in sheet of a session is that of its event: no network of référents, no members, as what each comes."""

import io

import pytest
from docx import Document
from lxml.html import fromstring

from models.events import EventQuality
from tests.support import events as hold
from tests.support import factories as make
from tests.support.forms import post


def sheet_of(client, meeting):
    """The Word file that the page of the session makes: its first heads, then its lines."""
    page = fromstring(client.get(f"/reunions/show/{meeting.id}?tab=papers").get_data(as_text=True))
    (form,) = [
        form
        for form in page.xpath(f"//form[@action='/documents/make/{meeting.id}']")
        if dict(form.form_values()).get("kind") == "sign_in_sheet"
    ]
    sent = {**dict(form.form_values()), "format": form.xpath(".//button/@value")[0]}
    made = fromstring(post(client, form.get("action"), sent, follow_redirects=True).get_data(as_text=True))
    (file, *_) = made.xpath("//main//a[starts-with(@href, '/documents/file/')]/@href")
    document = Document(io.BytesIO(client.get(file).data))
    heads = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    return heads, [[cell.text for cell in row.cells] for row in document.tables[0].rows]


@pytest.mark.parametrize(
    ("title", "whose"), [("Premier soir", "Oser"), ("Oser, le 4 mai", "Ville de Lyon – Mission Démocratie Ouverte")]
)
def test_the_sheet_names_the_event_and_says_as_what_each_comes(session, client_as, title, whose):
    event = hold.EventFactory(title="Oser")
    meeting = hold.session_of(event, 9, title=title)
    body = make.InstanceFactory(name="Conseil de quartier Nord")
    hold.EventRegistrationFactory(event=event, name="Ana Roux", quality=EventQuality.INHABITANT)
    hold.EventRegistrationFactory(event=event, name="Zoé Petit", quality=EventQuality.COUNCIL, instance=body)
    session.commit()
    heads, lines = sheet_of(client_as("mission"), meeting)
    assert heads[1].startswith(f"{whose} – ")
    assert len(heads) == 2, "a session without agenda says none"
    bands = [line[0] for line in lines if len(set(line)) == 1]
    assert bands == ["Inscrit·es", "Visiteurs et invités"]
    assert [line[1:3] for line in lines if line[1] in ("Ana Roux", "Zoé Petit")] == [
        ["Ana Roux", "Habitant·e"],
        ["Zoé Petit", "Conseil de quartier Nord"],
    ]
