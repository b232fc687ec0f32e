"""Visitors are told in one way: on the page of attendance, in the sign-in sheet and the minutes, in Word and Excel."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.workbook.reader import read_file
from mdo.meetings.attendance import add_guest, lines_of
from mdo.meetings.attendance_sheet import sign_in_workbook
from mdo.meetings.document_store import make_word
from mdo.meetings.marking import tally
from mdo.meetings.returned_sheet import LineOutcome, apply, plan_of
from models.attendance import Attendance, Presence
from models.documents import PaperKind
from models.journal import AccessLog
from tests.documents.rows import EVENING, SPEECH, convened, meeting
from tests.documents.words import rows_of, text_of
from tests.meetings.reading import words
from tests.support import ON_SQLITE
from tests.support.application import account
from tests.support.forms import post

NAME, PRESENCE = 1, 4


@pytest.fixture
def evening(session):
    row = meeting(session, convened_at=EVENING)
    convened(session, row, "Membre", Presence.PRESENT)
    return row


def rows(session, row):
    """The lines of the workbook that bear a name: name, college, presence."""
    sheet = load_workbook(io.BytesIO(sign_in_workbook(session, row, SPEECH))).worksheets[0]
    return [(line[1], line[3], line[4]) for line in sheet.iter_rows(min_row=7, values_only=True) if line[1]]


def brought_back(session, row, **marks):
    """What the workbook means with these visitors written on its blank lines, or marked where they stand."""
    book = load_workbook(io.BytesIO(sign_in_workbook(session, row, SPEECH)))
    waiting = dict(marks)
    for line in book.worksheets[0].iter_rows(min_row=7):
        if line[NAME].value in waiting:
            line[PRESENCE].value = waiting.pop(line[NAME].value)
        elif line[NAME].value is None and waiting:
            line[NAME].value, line[PRESENCE].value = waiting.popitem()
    stream = io.BytesIO()
    book.save(stream)
    return plan_of(session, row, read_file(stream.getvalue()), SPEECH.translate)


@pytest.mark.parametrize(
    ("said", "kept"), [("Present", Presence.PRESENT), (None, Presence.PRESENT), ("Guest", Presence.GUEST)]
)
def test_a_visitor_of_the_sheet_is_kept_as_it_says(session, evening, said, kept):
    assert apply(session, evening, brought_back(session, evening, Roche=said), ()) == 1
    visitor = session.scalars(select(Attendance).where(Attendance.visitor_name == "Roche")).one()
    assert (visitor.presence, visitor.is_convened) == (kept, False)
    # The next sheet has the name in the block of visitors; brought back, it changes nothing.
    assert rows(session, evening)[1] == ("Roche", "Guests and visitors", said or "Present")
    assert brought_back(session, evening).count(LineOutcome.SAME) == 2


def test_a_visitor_who_stands_there_is_marked_and_never_represented(session, evening):
    add_guest(session, evening, name="Roche")
    assert apply(session, evening, brought_back(session, evening, Roche="Present"), ()) == 1
    assert session.scalars(select(Attendance.presence).where(Attendance.visitor_name == "Roche")).one() == "present"
    for name in ("Roche", "Inconnue"):
        (error,) = [
            line
            for line in brought_back(session, evening, **{name: "Represented"}).lines
            if line.fate is LineOutcome.ERROR
        ]
        assert isinstance(error.refusal, RuleViolation)
        assert "member" in str(error.refusal)


def test_the_word_sheet_and_the_minutes_have_visitors_among_guests(session, evening):
    add_guest(session, evening, name="Roche", presence=Presence.PRESENT)
    add_guest(session, evening, name="Adjointe")
    sheet = [cells[:2] for cells in rows_of(make_word(session, evening, PaperKind.SIGN_IN_SHEET, SPEECH).content)]
    assert sheet[1:5] == [["Members", "Members"], ["1", "Membre Zoé"], ["Visiteurs et invités"] * 2, ["2", "Adjointe"]]
    assert sheet[5] == ["3", "Roche"]
    assert sheet[6:] == [[str(number), ""] for number in range(4, 14)]
    text = text_of(make_word(session, evening, PaperKind.MINUTES, SPEECH).content)
    assert "Present (1): Membre Zoé." in text
    assert "Guests (2): Adjointe and Roche." in text
    counted = tally(lines_of(session, evening)).by_presence
    assert (counted[Presence.PRESENT], counted[Presence.GUEST]) == (1, 2)


@ON_SQLITE
def test_the_page_counts_a_visitor_as_the_minutes_do(session, client_as):
    account("ref5")
    row = meeting(session, convened_at=EVENING)
    convened(session, row, "Membre", Presence.PRESENT)
    client = client_as("ref5")
    session.commit()
    post(client, f"/presences/{row.id}/visitor", {"name": "Mme Roche"})
    page = words(client.get(f"/presences/{row.id}"))
    assert "Présent·e : 1 " in page
    assert "Invité·e : 1 " in page
    assert "Invités et visiteurs" in page


@ON_SQLITE
def test_the_register_of_exports_counts_the_names_of_a_sheet(session, client_as):
    account("ref5")
    row = meeting(session, convened_at=EVENING)
    convened(session, row, "Membre", Presence.PRESENT)
    add_guest(session, row, name="Roche", presence=Presence.PRESENT)
    session.commit()
    client = client_as("ref5")
    for kind in ("sign_in_sheet", "convocation"):
        made = post(client, f"/documents/make/{row.id}", {"kind": kind, "format": "docx"})
        number = made.location.partition("made=")[2].partition("&")[0].partition("#")[0]
        client.get(f"/documents/file/{row.id}/{number}")
    session.rollback()
    assert session.scalars(select(AccessLog.row_count).order_by(AccessLog.id)).all() == [2, 1]
