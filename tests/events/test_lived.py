"""An event lived from its places to the day after, where a person goes: what each page and paper says of it."""

import datetime as dt
import io

import pytest
from docx import Document
from lxml.html import fromstring
from openpyxl import load_workbook

from mdo.kernel.imports.run import plan
from mdo.meetings.attendance import freeze, lines_of
from models.attendance import Presence
from models.base import utc_now
from models.events import EventQuality, RegistrationState
from tests.events.test_next import buttons
from tests.events.test_screens import link_called, page_at
from tests.events.test_told_right import of_tab, text_of
from tests.kernel.imports.sheets import workbook
from tests.support import ON_SQLITE, TODAY
from tests.support import events as hold
from tests.support import factories as make
from tests.support.forms import hidden_value, post

pytestmark = ON_SQLITE
NOBODY = "Personne n’est représenté à une séance d’un événement"


@pytest.fixture
def event(session):
    """Two who registered, an inhabitant and a member of a council, for an evening in nine days."""
    row = hold.EventFactory(title="Rencontres")
    hold.session_of(row, 9, title="Le matin", place="Salle", organiser=make.UserFactory())
    hold.EventRegistrationFactory(event=row, name="Ana Roux", email="ana@example.org")
    hold.EventRegistrationFactory(event=row, name="Luc Bel", quality=EventQuality.COUNCIL)
    session.commit()
    return row


def settled(session, event, start=None):
    """Its evening with its list, perhaps at another moment."""
    (meeting,) = event.sessions
    if start is not None:
        meeting.start_at, meeting.end_at = start, start + dt.timedelta(hours=2)
    freeze(session, meeting, TODAY, now=utc_now())
    session.commit()
    return meeting


def paper_of(client, meeting, kind, form):
    """The file that a button of the page of a session makes, in Word or in Excel."""
    page = page_at(client, f"/reunions/show/{meeting.id}?tab=papers")
    (button,) = page.xpath(
        f"//form[@action='/documents/make/{meeting.id}'][.//input[@value='{kind}']]//button[@value='{form}']"
    )[:1]
    (made_by,) = button.xpath("ancestor::form")
    sent = {**dict(made_by.form_values()), "format": form}
    made = post(client, made_by.get("action"), sent).location.partition("made=")[2]
    return client.get(f"/documents/file/{meeting.id}/{made.partition('&')[0].partition('#')[0]}").data


def test_places_that_are_kept_go_by_their_event(session, client_as, event):
    hold.EventPlacesFactory(event=event)
    session.commit()
    client = client_as("mission")
    listed = of_tab(client, page_at(client, f"/evenements/show/{event.id}"), "Places par public")
    page = page_at(client, link_called(listed, "Membre d’un conseil de quartier"))
    assert page.xpath("string(//h1)").strip().startswith("Rencontres – 5")


def test_the_lists_of_a_session_say_as_what_each_comes(session, client_as, event):
    client, meeting = client_as("mission"), event.sessions[0]
    convening = page_at(client, link_called(page_at(client, f"/reunions/show/{meeting.id}"), "Convoquer"))
    assert "Habitant·e" in text_of(convening)
    (form,) = convening.xpath("//main//form[.//input[@name='holder']]")
    sent = [*form.form_values()]
    holders = [value for name, value in sent if name == "holder"]
    done = post(client, form.get("action") or f"/presences/{meeting.id}/convene",
                {**dict(sent), "holder": holders}, follow_redirects=True)  # fmt: skip
    said = text_of(fromstring(done.get_data(as_text=True)))
    assert "La liste est figée\xa0: 2 personnes. Préparez la convocation pour leur écrire." in done.text
    assert "les membres sont convoqués" not in said
    for url in (f"/presences/{meeting.id}", f"/presences/{meeting.id}/pointage"):
        assert {"Habitant·e", "Membre d’un conseil de quartier"} <= {
            words
            for words in ("Habitant·e", "Membre d’un conseil de quartier")
            if words in text_of(page_at(client, url))
        }


def test_the_papers_of_a_session_announce_no_agenda(session, client_as, event):
    client, meeting = client_as("mission"), settled(session, event)
    letter = Document(io.BytesIO(paper_of(client, meeting, "convocation", "docx")))
    said = " ".join(paragraph.text for paragraph in letter.paragraphs)
    assert "la séance « Le matin » de : Rencontres" in said.replace("\xa0", " ")
    assert "rdre du jour" not in said
    sheet = load_workbook(io.BytesIO(paper_of(client, meeting, "sign_in_sheet", "xlsx"))).worksheets[0]
    assert not [cell for row in sheet.iter_rows(values_only=True) for cell in row if "rdre du jour" in str(cell)]


def test_a_sheet_that_says_somebody_represented_at_a_session_is_refused(session, client_as, event):
    client, meeting = client_as("mission"), settled(session, event)
    book = load_workbook(io.BytesIO(paper_of(client, meeting, "sign_in_sheet", "xlsx")))
    sheet = book.worksheets[0]
    (head,) = [row for row in sheet.iter_rows() if row[0].value == "N°"]
    (column,) = [cell.column for cell in head if cell.value == "Présence"]
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        if row[1].value == "Ana Roux":
            row[column - 1].value = "Représenté·e"
        elif row[1].value == "Luc Bel":
            row[column - 1].value = "Présent·e"
    filled = io.BytesIO()
    book.save(filled)
    page = page_at(client, f"/reunions/show/{meeting.id}?tab=papers")
    (form,) = page.xpath("//main//form[.//input[@type='file']]")
    sent = {**dict(form.form_values()), "file": (io.BytesIO(filled.getvalue()), "rempli.xlsx")}
    preview = post(client, form.get("action"), sent, content_type="multipart/form-data")
    shown = client.get(preview.location)
    assert NOBODY in shown.text
    post(client, preview.location, {"plan": hidden_value(shown, "plan")})
    session.rollback()
    assert {str(line): line.presence for line in lines_of(session, meeting)} == {
        "Ana Roux": Presence.EXPECTED,
        "Luc Bel": Presence.PRESENT,
    }


def test_an_import_that_says_somebody_represented_at_a_session_is_refused(session, event):
    settled(session, event, dt.datetime(2026, 11, 23, 17, tzinfo=dt.UTC))
    rows = (("Instance", "Nom", "Titre de la réunion", "23/11/2026"), (None, "Ana Roux", "Le matin", "R"),
            (None, "Luc Bel", "Le matin", "P"))  # fmt: skip
    refused, taken = plan(session, "attendance", workbook(*rows), today=TODAY).lines
    assert [str(error) for error in taken.errors] == []
    assert "Nobody is represented at a session of an event" in str(refused.errors)


def test_the_link_of_a_convocation_names_the_event(session, app, client_as, event):
    client, meeting = client_as("mission"), settled(session, event)
    letter = page_at(client, link_called(page_at(client, f"/reunions/show/{meeting.id}"), "Préparer la convocation"))
    (form,) = [form for form in letter.xpath("//main//form") if "liens de réponse" in form.text_content()]
    sent = post(client, form.get("action"), dict(form.form_values()))
    sheet = load_workbook(io.BytesIO(sent.data)).worksheets[0]
    (link,) = [cell for row in sheet.iter_rows(values_only=True) for cell in row if "/reponse/" in str(cell)]
    page = fromstring(app.test_client().get(link[link.index("/reponse/") :]).get_data(as_text=True))
    assert "Rencontres" in text_of(page)


def test_a_session_is_not_of_the_network_for_another_of_its_day(session, client_as, event):
    client, meeting = client_as("mission"), event.sessions[0]
    page = page_at(client, f"/evenements/show/{event.id}?tab=sessions")
    (form,) = page_at(client, link_called(page, "Ajouter")).xpath("//main//form[.//input[@name='start_at']]")
    day = f"{meeting.start_at:%Y-%m-%d}"
    evening = {"title": "L’après-midi", "start_at": f"{day}T08:00", "end_at": f"{day}T10:00"}
    saved = client.post(form.get("action"), data={**dict(form.form_values()), **evening}, follow_redirects=True)
    assert "L’après-midi" in saved.text
    assert "réseau des référent" not in text_of(fromstring(saved.text))


def test_the_first_page_and_the_day_after_name_the_event_and_ask_for_no_minutes(session, client_as, event):
    over = hold.session_of(event, -1, title="La veille")
    session.commit()
    client = client_as("mission")
    first = text_of(page_at(client, "/"))
    assert "Rencontres · Salle" in first
    assert "Rencontres – La veille" in first
    assert "ommencer le compte rendu" not in text_of(page_at(client, f"/reunions/{over.id}/lendemain"))


def test_who_is_excused_before_the_day_leaves_the_attendance_to_take(session, client_as, event):
    meeting = settled(session, event, utc_now() - dt.timedelta(days=1))
    lines_of(session, meeting)[0].presence = Presence.EXCUSED
    session.commit()
    page = page_at(client_as("mission"), f"/evenements/show/{event.id}")
    assert "Émargement" in buttons(page)[0]


@pytest.mark.parametrize(("capacity", "words"), [(2, "plus aucune"), (3, "libre")])
def test_the_list_to_call_says_whether_a_place_is_left(session, client_as, event, capacity, words):
    event.capacity = capacity
    event.sessions[0].start_at = utc_now() + dt.timedelta(hours=3)
    event.sessions[0].end_at = utc_now() + dt.timedelta(hours=5)
    hold.EventRegistrationFactory(event=event, name="Qui Attend", state=RegistrationState.WAITING)
    session.commit()
    (row,) = [
        row for row in page_at(client_as("mission"), f"/evenements/show/{event.id}").xpath("//main//tr")
        if "Qui Attend" in row.text_content()
    ]  # fmt: skip
    assert words in row.text_content()
