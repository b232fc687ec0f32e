"""The attendance of a jury's sitting is that of its jurors; no meeting of a jury is taken for one of the network."""

import datetime as dt
import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.run import apply as apply_import
from mdo.kernel.imports.run import plan as plan_import
from mdo.kernel.workbook.reader import read_file
from mdo.meetings.attendance_sheet import sign_in_workbook
from mdo.meetings.document_store import make_word
from mdo.meetings.returned_sheet import apply, plan_of
from mdo.topics.rules import coming_meetings
from models.accounts import User
from models.attendance import Attendance, Presence
from models.documents import PaperKind
from models.meetings import MeetingState
from tests.calls.reading import links, main_of, words
from tests.documents.rows import SPEECH
from tests.documents.words import text_of
from tests.kernel.imports.sheets import workbook
from tests.support import ON_SQLITE, TODAY
from tests.support import calls as make
from tests.support import factories as base
from tests.support.forms import post

Client = Callable[[str], FlaskClient]
CONVENE = "Convoquer"
PRESENCE = 5
pytestmark = ON_SQLITE


@pytest.fixture
def evening(session: Session, client_as: Client) -> Any:
    """A sitting to come, of a jury of a référent and of somebody from outside; the other référents are in force."""
    start = dt.datetime(2030, 3, 12, 17, tzinfo=dt.UTC)
    meeting = base.MeetingFactory(
        instance=None, title="Auditions", start_at=start, end_at=start + dt.timedelta(hours=2), host=None
    )
    sitting = make.CallSittingFactory(meeting=meeting, call__title="APICQ 2030")
    mission = client_as("mission")
    for name in ("ref5", "ref7"):
        client_as(name)
    of_seven = session.scalars(select(User).where(User.username == "ref7")).one()
    make.CallJurorFactory(call=sitting.call, user=of_seven, capacity="Référente du 7e")
    make.CallJurorFactory(call=sitting.call, user=None, name="Mireille Constantin", capacity="Paysagiste")
    session.commit()
    return SimpleNamespace(meeting=meeting, sitting=sitting, mission=mission, of_seven=of_seven.id)


def meeting_of(found: dict[str, str]) -> str:
    """The link to the meeting of a sitting."""
    return next(url for url in found.values() if url.startswith("/reunions/show/"))


def lines(session: Session, evening: Any) -> dict[str, Attendance]:
    session.rollback()
    found = session.scalars(select(Attendance).where(Attendance.meeting_id == evening.meeting.id)).all()
    return {str(line): line for line in found}


def test_its_jurors_are_convened_by_account_or_by_name_and_no_other_referent(session: Session, evening: Any) -> None:
    meeting = links(evening.mission, f"/seances-de-jury/show/{evening.sitting.id}")
    here = links(evening.mission, meeting_of(meeting))
    page = f"/presences/{evening.meeting.id}"
    assert page in here.values()
    here = links(evening.mission, page)
    assert "Ajouter un·e référent·e" not in here
    assert "APICQ 2030" in words(evening.mission, page)
    convene = here[CONVENE]
    form = main_of(evening.mission, convene).xpath("//main//form[@method='post']")[-1]
    assert "D’après les" not in words(evening.mission, convene), "no day of mandates or of référents is asked"
    holders = [box.get("value") for box in form.xpath(".//input[@name='holder']")]
    assert set(holders) == {f"user_id:{evening.of_seven}", "visitor_name:Mireille Constantin"}
    fields = {name: value for name, value in form.form_values() if name not in ("csrf_token", "holder")}
    post(evening.mission, form.get("action"), {**fields, "holder": holders})
    written = lines(session, evening)
    assert {line.quality for line in written.values()} == {"Référente du 7e", "Paysagiste"}
    assert written["Mireille Constantin"].is_convened
    again = words(evening.mission, links(evening.mission, page)["Mettre à jour la liste"])
    assert "La liste est à jour avec les jurés" in again
    juror = evening.sitting.call.jurors[1]
    session.delete(juror)
    session.commit()
    again = words(evening.mission, links(evening.mission, page)["Mettre à jour la liste"])
    assert "ne sont plus du jury" in again
    assert "Mireille Constantin" in again


def test_its_sheet_goes_out_and_comes_back_before_the_list_is_settled(session: Session, evening: Any) -> None:
    book = load_workbook(io.BytesIO(sign_in_workbook(session, evening.meeting, SPEECH)))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert "APICQ 2030" in " ".join(str(cell.value) for cell in cells)
    (name,) = [cell for cell in cells if cell.value == "Mireille Constantin"]
    book.worksheets[0].cell(name.row, PRESENCE).value = "Present"
    stream = io.BytesIO()
    book.save(stream)
    plan = plan_of(session, evening.meeting, read_file(stream.getvalue()), SPEECH.translate)
    assert apply(session, evening.meeting, plan, ()) == 1
    session.commit()
    assert {name: line.presence for name, line in lines(session, evening).items()} == {
        "Mireille Constantin": Presence.PRESENT
    }


def test_a_sheet_that_is_imported_marks_its_jurors(session: Session, evening: Any) -> None:
    """By name alone, before the list is settled: neither a guest nor a question."""
    evening.meeting.start_at = dt.datetime(2026, 10, 20, 17, tzinfo=dt.UTC)
    evening.meeting.end_at = evening.meeting.start_at + dt.timedelta(hours=2)
    evening.meeting.state = MeetingState.HELD
    session.commit()
    sheet = workbook(("Instance", "Nom", "Prénom", "20/10/2026"), (None, "Constantin", "Mireille", "P"))
    made = plan_import(session, "attendance", sheet, today=TODAY)
    assert (made.errors, [line.questions for line in made.lines if line.questions]) == ((), [])
    apply_import(session, made)
    session.commit()
    line = lines(session, evening)["Mireille Constantin"]
    assert (line.presence, line.is_convened, line.quality) == (Presence.PRESENT, True, "Paysagiste")


def test_its_minutes_name_the_call_and_its_next_sitting(session: Session, evening: Any) -> None:
    """The network meets between the two."""
    for day, title in ((14, "Réseau de mars"), (19, "Délibéré")):
        start = dt.datetime(2030, 3, day, 17, tzinfo=dt.UTC)
        row = base.MeetingFactory(instance=None, title=title, start_at=start, end_at=start + dt.timedelta(hours=2))
        if title == "Délibéré":
            make.CallSittingFactory(meeting=row, call=evening.sitting.call)
    session.commit()
    minutes = text_of(make_word(session, evening.meeting, PaperKind.MINUTES, SPEECH).content)
    assert "APICQ 2030" in minutes
    assert "Délibéré" in minutes
    assert "Réseau de mars" not in minutes
    assert "Network of référents" not in minutes


def test_it_is_not_of_the_network(session: Session, evening: Any) -> None:
    """Its page shows no action of the network, and a topic may not go to it."""
    start = dt.datetime(2026, 10, 20, 8, tzinfo=dt.UTC)
    network = base.MeetingFactory(instance=None, start_at=start, end_at=start + dt.timedelta(hours=2))
    base.ActionItemFactory(meeting=network, text="Relire la charte")
    session.commit()
    assert "Relire la charte" not in words(evening.mission, f"/reunions/show/{evening.meeting.id}")
    assert coming_meetings(session, TODAY) == []
