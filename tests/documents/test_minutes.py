"""The minutes in Word and Excel: the same numbers as what is stored, and nothing that vanishes when empty."""

import dataclasses
import io

import pytest
from docx import Document
from openpyxl import load_workbook

from mdo.meetings.attendance_sheet import minutes_workbook
from mdo.meetings.document_store import make_word
from mdo.meetings.document_values import sentence
from models.attendance import Presence
from models.documents import PaperKind
from models.meetings import ActionState, MeetingKind, MeetingState, MeetingStep, SessionQuestion
from tests.documents.rows import EVENING, SPEECH, convened, meeting, with_minutes
from tests.documents.words import rows_of, text_of

MINUTES = PaperKind.MINUTES


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([], "Present: nobody."),
        (["A"], "Present (1): A."),
        (["A", "B"], "Present (2): A and B."),
        (["A", "B", "C"], "Present (3): A, B and C."),
    ],
)
def test_a_list_is_a_sentence_and_an_empty_one_says_so(people, said):
    assert sentence(Presence.PRESENT, people, SPEECH) == said


@pytest.fixture
def held(session):
    row = meeting(session, state=MeetingState.HELD)
    with_minutes(session, row)
    zola = convened(session, row, "Zola", Presence.PRESENT)
    convened(session, row, "Étienne", Presence.PRESENT)
    convened(session, row, "Petit", Presence.EXCUSED)
    convened(session, row, "Noir", Presence.REPRESENTED, represented_by=zola)
    convened(session, row, "Oublié", Presence.EXPECTED)
    convened(session, row, "Hôte", Presence.GUEST)
    row.agenda[0].notes = "Première ligne\nseconde ligne"
    session.flush()
    return row


def test_the_minutes_open_with_who_was_there_in_sentences(session, held):
    text = text_of(make_word(session, held, MINUTES, SPEECH).content)
    for words in (
        "Present (2): Étienne Zoé and Zola Zoé.",
        "Excused (1): Petit Zoé.",
        "Absent: nobody.",
        "Represented (1): Noir Zoé by Zola Zoé.",
        "Presence not stated (1): Oublié Zoé.",
        "Guests (1): Hôte Zoé.",
    ):
        assert words in text


def test_decisions_are_bold_under_their_item_and_actions_are_in_a_table(session, held):
    content = make_word(session, held, MINUTES, SPEECH).content
    paragraphs = Document(io.BytesIO(content)).paragraphs
    decisions = [paragraph for paragraph in paragraphs if paragraph.text.startswith("Décision")]
    assert [paragraph.text for paragraph in decisions] == [
        "Décision : La place devient piétonne.",
        "Décision : Le marché reste le samedi.",
    ]
    assert all(run.bold for paragraph in decisions for run in paragraph.runs)
    texts = [paragraph.text for paragraph in paragraphs]
    assert texts.index("1. Place & marché") < texts.index(decisions[0].text) < texts.index("2. Divers")
    assert "Vote – For: 12" in texts  # nobody counted those against
    assert "Première ligne\nseconde ligne" in texts
    assert rows_of(content) == [["Action", "Qui", "Échéance"], ["Chiffrer les bancs", "Maël", "15/01/2027"]]


def test_empty_parts_say_that_they_are_and_never_vanish(session):
    row = meeting(session)
    content = make_word(session, row, MINUTES, SPEECH).content
    texts = [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]
    for title, said in {
        "Introduction": "No introduction.",
        "1. Place & marché": "No note.",
        "Autres décisions": "Aucune autre décision.",
        "Prochaine réunion": "To be confirmed.",
    }.items():
        assert texts[texts.index(title) + 1] == said
    assert "Presence not stated: nobody." in texts
    assert rows_of(content)[1][0] == "Aucune action."
    assert "to be approved" in texts[texts.index("Approbation") + 1]
    book = load_workbook(io.BytesIO(minutes_workbook(session, row, SPEECH)))
    said_by_sheet = {sheet.title: sheet["A2"].value for sheet in book.worksheets[1:4]}
    assert said_by_sheet == {
        "Agenda items": None,
        "Decisions": "No decision.",
        "Actions": "No action.",
    }
    # The questions of associations are those of a council that sits with its CICA.
    assert not any("CICA" in text for text in texts)
    row.kind = MeetingKind.COUNCIL_WITH_CICA
    texts = text_of(make_word(session, row, MINUTES, SPEECH).content).splitlines()
    assert texts[texts.index("Questions et réponses (CICA)") + 1] == "Aucune question."
    book = load_workbook(io.BytesIO(minutes_workbook(session, row, SPEECH)))
    assert book["Questions of the CICA"]["A2"].value == "No question."


def test_questions_next_meeting_and_approval_are_told(session, held):
    held.questions = [SessionQuestion(position=1, asked_by="Les Amis", question="Quand ?", answer="En juin.")]
    held.state = MeetingState.APPROVED
    held.steps = [MeetingStep(state=MeetingState.APPROVED, at=EVENING)]
    meeting(
        session,
        instance=held.instance,
        title="La suivante",
        start_at=EVENING.replace(year=2027),
        end_at=EVENING.replace(year=2028),
    )
    text = text_of(make_word(session, held, MINUTES, SPEECH).content)
    for words in (
        "Question 1 – Les Amis : Quand ?",
        "Réponse : En juin.",
        "10/12/2027 at 18:30 – La suivante",
        "Minutes approved on 10/12/2026.",
    ):
        assert words in text


@pytest.mark.parametrize(("number", "said"), [(None, []), (0, [0]), (120, [120])])
def test_people_counted_at_a_public_meeting_are_told_by_both_files(session, held, number, said):
    held.head_count = number
    texts = [p.text for p in Document(io.BytesIO(make_word(session, held, MINUTES, SPEECH).content)).paragraphs]
    column = load_workbook(io.BytesIO(minutes_workbook(session, held, SPEECH))).worksheets[0]["A"]
    cells = [str(cell.value) for cell in column]
    assert [text for text in texts if text.startswith("Public")] == [f"Public compté : {count}" for count in said]
    told = [text for text in cells if text.startswith("People counted")]
    assert told == [f"People counted in the room: {count}" for count in said]


@pytest.mark.parametrize("said", ["", "Quorum: 2 present of 4 mandates in force, 2 needed (half): reached"])
def test_the_quorum_is_told_in_the_words_of_the_page_or_not_at_all(session, held, said):
    wording = dataclasses.replace(SPEECH, quorum=lambda row: said)
    texts = [p.text for p in Document(io.BytesIO(make_word(session, held, MINUTES, wording).content)).paragraphs]
    cells = [
        cell.value for cell in load_workbook(io.BytesIO(minutes_workbook(session, held, wording))).worksheets[0]["A"]
    ]
    assert [text for text in texts if text.startswith("Quorum")] == ([said] if said else [])
    assert [text for text in cells if str(text).startswith("Quorum")] == ([said] if said else [])


def test_an_action_that_was_given_up_is_told_as_such(session, held):
    action = held.actions[0]
    action.state, action.closed_on = ActionState.DROPPED, EVENING.date()
    assert rows_of(make_word(session, held, MINUTES, SPEECH).content)[1][0] == "Chiffrer les bancs (given up)"


def test_the_workbook_has_the_same_numbers(session, held):
    book = load_workbook(io.BytesIO(minutes_workbook(session, held, SPEECH)))
    assert [sheet.title for sheet in book.worksheets][:4] == [
        "Attendances",
        "Agenda items",
        "Decisions",
        "Actions",
    ]
    said = [row[0].value for row in book["Attendances"]["A1:A7"]]
    assert said[1:] == [
        "Present (2): Étienne Zoé and Zola Zoé.",
        "Excused (1): Petit Zoé.",
        "Absent: nobody.",
        "Represented (1): Noir Zoé by Zola Zoé.",
        "Presence not stated (1): Oublié Zoé.",
        "Guests (1): Hôte Zoé.",
    ]
    states = [row[2] for row in book["Attendances"].iter_rows(min_row=10, values_only=True)]
    assert sorted(states) == ["Excused", "Guest", "Not marked", "Present", "Present", "Represented"]
    assert [row[1:] for row in book["Decisions"].iter_rows(min_row=4, values_only=True)] == [
        ("La place devient piétonne.", "For: 12"),
        ("Le marché reste le samedi.", None),
    ]
    items = [row[1::3] for row in book["Agenda items"].iter_rows(min_row=4, values_only=True)]
    assert items == [(item.title, item.minutes) for item in held.agenda]
