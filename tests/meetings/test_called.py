"""A meeting that is named alone says its body and its day, once each."""

import datetime as dt
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from mdo.kernel.base.periods import PARIS
from mdo.meetings.called import told_with
from tests.base.pages import document
from tests.support import factories as make
from tests.support.paper_factories import MailRecipientFactory, MeetingDocumentFactory, OutgoingMailFactory

AT = dt.datetime(2026, 12, 9, 18, 30, tzinfo=PARIS)
IN_A_LIST = "09/12/2026 – CQ Ménival – Plénière"
WHOLE = "CQ Ménival – Plénière – 09/12/2026"


@pytest.mark.parametrize(
    ("title", "body", "told"),
    [
        ("Plénière", "Conseil de quartier Ménival", WHOLE),
        ("Plénière du 09/12/2026", "Conseil de quartier Ménival", "CQ Ménival – Plénière du 09/12/2026"),
        ("Plénière du CQ Ménival", "Conseil de quartier Ménival", "Plénière du CQ Ménival – 09/12/2026"),
        ("Conseil de quartier Ménival", "Conseil de quartier Ménival", "Conseil de quartier Ménival – 09/12/2026"),
        ("Réunion du réseau", None, "Réunion du réseau – 09/12/2026"),
        ("Plénière du 10/12/2026", None, "Plénière du 10/12/2026 – 09/12/2026"),
    ],
)
def test_a_title_is_told_with_what_it_does_not_say(title: str, body: str | None, told: str) -> None:
    assert told_with(title, body, AT) == told


def test_late_in_the_evening_the_day_is_that_of_paris() -> None:
    assert told_with("Bureau", None, dt.datetime(2026, 12, 8, 23, 30, tzinfo=dt.UTC)) == "Bureau – 09/12/2026"


def _evening() -> None:
    body = make.InstanceFactory(name="Conseil de quartier Ménival", arrondissements=[5])
    meeting = make.MeetingFactory(title="Plénière", instance=body, start_at=AT, end_at=AT + dt.timedelta(hours=2))
    make.ActionItemFactory(meeting=meeting, text="Réserver la salle")
    make.DecisionFactory(meeting=meeting, text="La salle est retenue")
    MeetingDocumentFactory(meeting=meeting, title="Plan de la salle")
    make.SessionQuestionFactory(meeting=meeting, question="Quand la piste ?")
    MailRecipientFactory(mail=OutgoingMailFactory(meeting=meeting), name="Zoé Alpha")
    make.TopicFactory(title="Vélos à l’école", left_item=make.AgendaItemFactory(meeting=meeting))


def test_lists_their_files_the_palette_and_titles_name_it_whole(
    session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    _evening()
    session.commit()
    client = client_as("mission")
    for address, told in (
        ("/actions/list/?all=1&cols=text,meeting", IN_A_LIST),
        ("/actions/list/?all=1&cols=text,meeting,instance", "09/12/2026 – Plénière"),
        ("/decisions/list/", "Plénière"),  # its columns say both
        ("/decisions/list/?cols=text,meeting,start_at", "CQ Ménival – Plénière"),
        ("/registre-des-documents/list/?cols=title,meeting", IN_A_LIST),
        ("/questions/list/?cols=question,meeting", IN_A_LIST),
        ("/questions/list/?cols=question,meeting&q=ménival", IN_A_LIST),  # told, hence found
        ("/destinataires/list/?cols=name,meeting&q=ménival", IN_A_LIST),
        ("/sujets/list/?cols=title,left_item&q=ménival", WHOLE),
    ):
        page = document(client.get(address))
        cells = [cell.text_content().strip() for cell in page.xpath("//tbody/tr[1]/*")]
        assert told in cells, (address, cells)
    book = load_workbook(io.BytesIO(client.get("/actions/export?cols=text,meeting").get_data()))
    assert book.worksheets[0]["B2"].value == IN_A_LIST
    found = " ".join(document(client.get("/recherche/palette?q=salle")).text_content().split())
    assert found.count("09/12/2026 · Plénière · Conseil de quartier Ménival") == 3
    meeting = document(client.get("/recherche/palette?q=plénière")).text_content()
    assert "09/12/2026 · Conseil de quartier Ménival" in " ".join(meeting.split())
    (link,) = document(client.get("/recherche?q=plénière")).xpath("//main//a[contains(@href, '/reunions/show/')]/@href")
    page = document(client.get(link))
    assert page.xpath("//title/text()")[0].startswith(WHOLE)
    (body,) = page.xpath("//p[@class='subtitle']/a")
    assert (body.text, "/instances/show/" in body.get("href")) == ("Conseil de quartier Ménival", True)
    (attendance,) = page.xpath('//a[contains(., "Liste de présence")]/@href')
    listed = document(client.get(attendance))
    assert WHOLE in listed.xpath("//title/text()")[0]
    assert WHOLE in listed.xpath("//body")[0].text_content()  # its crumbs
