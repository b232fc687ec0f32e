"""The sign-in workbook filled by hand comes back: each line says what becomes of it before anything is written."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.workbook.reader import ReadFile, Sheet, read_file
from mdo.meetings.attendance_sheet import sign_in_workbook
from mdo.meetings.returned_sheet import LineOutcome, apply, plan_of
from models.attendance import Attendance, Presence
from models.journal import JournalEntry
from tests.documents.rows import EVENING, SPEECH, convened, meeting, member
from tests.support import ON_SQLITE
from tests.support.application import account
from tests.support.forms import hidden_value, post

NAME, PRESENCE, BY = 2, 5, 6


@pytest.fixture
def evening(session):
    row = meeting(session, convened_at=EVENING)
    for name in ("Alpha", "Bravo", "D'Étable"):
        convened(session, row, name, Presence.EXPECTED)
    return row


def filled(session, row, marks, visitors=()):
    """The workbook of a meeting with these marks typed in: {name: presence, or (presence, by whom)}."""
    book = load_workbook(io.BytesIO(sign_in_workbook(session, row, SPEECH)))
    sheet = book.worksheets[0]
    waiting = list(visitors)
    for line in sheet.iter_rows(min_row=7):
        said = marks.get(line[NAME - 1].value)
        if said is not None:
            presence, by = said if isinstance(said, tuple) else (said, None)
            line[PRESENCE - 1].value, line[BY - 1].value = presence, by
        elif line[NAME - 1].value is None and waiting:
            line[NAME - 1].value = waiting.pop(0)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def planned(session, row, content):
    return plan_of(session, row, read_file(content), SPEECH.translate)


def states(session):
    session.expire_all()
    return {str(row): row.presence for row in session.scalars(select(Attendance))}


def test_what_is_typed_is_marked_and_the_rest_left_alone(session, evening):
    content = filled(session, evening, {"Alpha Zoé": "Present", "D'Étable Zoé": "Excused"}, ["Madame Visite"])
    plan = planned(session, evening, content)
    assert [(line.name, line.fate) for line in plan.lines] == [
        ("Alpha Zoé", LineOutcome.MARKED),
        ("Bravo Zoé", LineOutcome.SAME),
        ("D'Étable Zoé", LineOutcome.MARKED),
        ("Madame Visite", LineOutcome.VISITOR),
    ]
    assert states(session)["Alpha Zoé"] is Presence.EXPECTED
    assert apply(session, evening, plan, ()) == 3
    assert states(session) == {
        "Alpha Zoé": Presence.PRESENT,
        "Bravo Zoé": Presence.EXPECTED,
        "D'Étable Zoé": Presence.EXCUSED,
        "Madame Visite": Presence.PRESENT,
    }
    again = planned(session, evening, content)
    assert again.count(LineOutcome.SAME) == 4


def test_who_is_represented_says_by_whom(session, evening):
    content = filled(session, evening, {"Alpha Zoé": ("Represented", "Bravo Zoé"), "Bravo Zoé": "Present"})
    apply(session, evening, planned(session, evening, content), ())
    session.expire_all()
    alpha = next(row for row in session.scalars(select(Attendance)) if str(row) == "Alpha Zoé")
    assert (alpha.presence, str(alpha.represented_by)) == (Presence.REPRESENTED, "Bravo Zoé")
    apply(session, evening, planned(session, evening, filled(session, evening, {"Alpha Zoé": "Present"})), ())
    session.expire_all()
    assert (alpha.presence, alpha.represented_by) == (Presence.PRESENT, None)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("peut-être", "none of the words"),
        ("Represented", "Say who represents"),
        (("Represented", "Inconnue"), "is not on the list"),
        (("Represented", "Alpha Zoé"), "Nobody represents oneself"),
    ],
)
def test_a_line_that_is_not_understood_says_why_and_is_not_written(session, evening, said, why):
    plan = planned(session, evening, filled(session, evening, {"Alpha Zoé": said, "Bravo Zoé": "Present"}))
    (error,) = [line for line in plan.lines if line.fate is LineOutcome.ERROR]
    assert why in str(error.refusal)
    apply(session, evening, plan, ())
    assert states(session)["Alpha Zoé"] is Presence.EXPECTED
    assert states(session)["Bravo Zoé"] is Presence.PRESENT


@pytest.mark.parametrize(("takes", "then"), [(False, Presence.ABSENT), (True, Presence.PRESENT)])
def test_a_mark_made_here_since_is_a_conflict_that_stays_unless_one_decides(session, evening, takes, then):
    content = filled(session, evening, {"Alpha Zoé": "Present"})
    alpha = next(row for row in evening.attendances if str(row) == "Alpha Zoé")
    alpha.presence = Presence.ABSENT
    session.flush()
    plan = planned(session, evening, content)
    (line,) = [line for line in plan.lines if line.fate is LineOutcome.CONFLICT]
    apply(session, evening, plan, [line.row] if takes else [])
    assert states(session)["Alpha Zoé"] is then


def test_before_it_is_convened_the_marks_make_the_lines(session):
    row = meeting(session)
    mandate = member(row, "Petit")
    apply(session, row, planned(session, row, filled(session, row, {"Petit Zoé": "x"})), ())
    (made,) = session.scalars(select(Attendance)).all()
    assert (made.mandate_id, made.person_id, made.presence, made.is_convened) == (
        mandate.id,
        mandate.person_id,
        Presence.PRESENT,
        True,
    )


def retyped(*rows):
    return ReadFile("xlsx", [Sheet("Feuille", [["Last and first name", "Presence"], *map(list, rows)])])


def test_a_sheet_typed_again_finds_people_by_name_whatever_accents_and_capitals(session, evening):
    plan = plan_of(session, evening, retyped(("ALPHA zoe", "present"), ("d'etable zoé", "x")), SPEECH.translate)
    assert [(line.name, line.fate) for line in plan.lines] == [
        ("Alpha Zoé", LineOutcome.MARKED),
        ("D'Étable Zoé", LineOutcome.MARKED),
    ]


def test_someone_written_twice_with_two_marks_is_refused(session, evening):
    plan = plan_of(session, evening, retyped(("Alpha Zoé", "present"), ("Alpha Zoé", "absent")), SPEECH.translate)
    assert {line.fate for line in plan.lines} == {LineOutcome.ERROR}


def test_a_line_of_another_meeting_is_refused(session, evening):
    other = meeting(session, instance=evening.instance, convened_at=EVENING)
    convened(session, other, "Alpha", Presence.EXPECTED)
    plan = planned(session, evening, filled(session, other, {"Alpha Zoé": "Present"}))
    assert [line.fate for line in plan.lines] == [LineOutcome.ERROR]


def test_another_workbook_is_refused_with_the_columns_that_it_lacks(session, evening):
    with pytest.raises(RuleViolation, match="Last and first name"):
        plan_of(session, evening, ReadFile("xlsx", [Sheet("Feuille", [["Nom"]])]), SPEECH.translate)


@ON_SQLITE
def test_on_screen_the_sheet_is_previewed_applied_and_undone(session, client_as):
    account("ref5")
    row = meeting(session, convened_at=EVENING)
    convened(session, row, "Alpha", Presence.EXPECTED)
    client = client_as("ref5")
    made = post(client, f"/documents/make/{row.id}", {"kind": "sign_in_sheet", "format": "xlsx"})
    number = made.location.partition("made=")[2].partition("&")[0].partition("#")[0]
    content = client.get(f"/documents/file/{row.id}/{number}").data
    book = load_workbook(io.BytesIO(content))
    book.worksheets[0]["E7"].value = book["Listes"]["A1"].value if "Listes" in book.sheetnames else "Présent·e"
    stream = io.BytesIO()
    book.save(stream)
    sent = {"file": (io.BytesIO(stream.getvalue()), "rempli.xlsx")}
    preview = post(client, f"/documents/sheet/{row.id}", sent, content_type="multipart/form-data")
    page = client.get(preview.location)
    assert "rempli.xlsx" in page.text
    done = post(client, preview.location, {"plan": hidden_value(page, "plan")}, follow_redirects=True)
    session.rollback()
    assert states(session) == {"Alpha Zoé": Presence.PRESENT}
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert f"/annuler/{entry.id}" in done.text
    session.rollback()
    post(client, f"/annuler/{entry.id}")
    session.rollback()
    assert states(session) == {"Alpha Zoé": Presence.EXPECTED}
