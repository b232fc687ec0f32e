"""Import of who came to meetings: people on the left, a column a meeting."""

import datetime as dt
import io
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.asking import LEAVE
from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.scope.limits import Scope
from mdo.meetings.marks_read import ReadMark, read_mark
from models.attendance import Attendance, Presence
from models.instances import Instance
from models.meetings import Meeting, MeetingKind, MeetingState
from models.territory import Arrondissement
from tests.kernel.imports.sheets import states, workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

MARCH, MAY = dt.datetime(2026, 3, 12, 17, tzinfo=dt.UTC), dt.datetime(2026, 5, 14, 17, tzinfo=dt.UTC)
DAYS = ("12/03/2026", "Réunion du 14/05/26")
P, E, A, R, GUEST = Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT, Presence.REPRESENTED, Presence.GUEST


@prepared
def council(session: Session) -> None:
    body = make.InstanceFactory(name="Montchat", arrondissements=[3])
    for last, first in (("Dupont", "Zoé"), ("Roux", "Ana"), ("Alves", "Rui")):
        make.MandateFactory(instance=body, person=make.PersonFactory(last_name=last, first_name=first))
    for start in (MARCH, MAY):
        make.MeetingFactory(
            instance=body, start_at=start, end_at=start + dt.timedelta(hours=2), state=MeetingState.HELD
        )
    session.commit()


pytestmark = pytest.mark.usefixtures("council")


def planned(session: Session, *rows: Any, headers: tuple[Any, ...] = ("Nom", "Prénom", *DAYS), **options: Any) -> Any:
    rows = tuple(("Montchat", *row) for row in rows)
    return plan(session, "attendance", workbook(("Instance", *headers), *rows), today=TODAY, **options)


def imported(session: Session, *rows: Any, **options: Any) -> ImportPlan:
    made: ImportPlan = planned(session, *rows, **options)
    assert made.errors == ()
    assert [line.questions for line in made.lines if line.questions] == []
    apply(session, made)
    session.commit()
    return made


def found(session: Session) -> set[tuple[str, int, Presence]]:
    return {(str(row), row.meeting.start_at.month, row.presence) for row in session.scalars(select(Attendance))}


@pytest.mark.parametrize(
    ("cell", "presence"),
    [("P", P), ("1", P), (1.0, P), ("x", P), ("présente", P), ("E", E), ("exc.", E), ("A", A), ("0", A), (0.0, A),
     ("abs", A), ("R", R), ("pouvoir", R), ("I", GUEST), ("P (invitée)", GUEST)],
)  # fmt: skip
def test_a_mark_is_read(cell: Any, presence: Presence) -> None:
    assert read_mark(cell, TODAY) == ReadMark(presence)


@pytest.mark.parametrize("cell", ["pouvoir à DUPONT Zoé", "Procuration donnée à DUPONT Zoé", "R : DUPONT Zoé"])
def test_a_proxy_may_name_whom_it_is_given_to(cell: str) -> None:
    assert read_mark(cell, TODAY) == ReadMark(R, "DUPONT Zoé")


@pytest.mark.parametrize("cell", [None, "", "-", "?"])
def test_a_blank_says_nothing(cell: Any) -> None:
    assert read_mark(cell, TODAY) is None


def test_a_word_that_is_no_mark_is_refused() -> None:
    with pytest.raises(RuleViolation):
        read_mark("peut-être", TODAY)


def test_people_and_days_give_the_marks_of_each_meeting(session: Session) -> None:
    rows = [("Dupont", "Zoé", "P", "E"), ("ROUX", "Ana", None, "x"), ("Alves", "Rui", "A", "pouvoir à Ana ROUX")]
    imported(session, *rows)
    assert found(session) == {
        ("Dupont Zoé", 3, P),
        ("Dupont Zoé", 5, E),
        ("Roux Ana", 5, P),
        ("Alves Rui", 3, A),
        ("Alves Rui", 5, R),
    }
    line = session.scalars(select(Attendance).where(Attendance.presence == R)).one()
    assert str(line.represented_by) == "Roux Ana"
    assert line.is_convened
    assert line.mandate is not None
    assert set(states(imported(session, *rows))) == {"unchanged"}


def test_a_day_without_a_year_is_of_the_year_of_the_sheet(session: Session) -> None:
    rows = [
        ("Nom", "Prénom", "Instance", "1er semestre – jeu. 12 mars", "14/05"),
        ("Dupont", "Zoé", "Montchat", "P", "E"),
    ]
    made = plan(session, "attendance", workbook(*rows, name="2026"), today=TODAY)
    assert states(made) == ["created", "created"]
    asked = plan(session, "attendance", workbook(*rows, name="Bureau"), today=TODAY)
    (question,) = {one.message: one for line in asked.lines for one in line.questions}.values()
    assert question.params == {"columns": "1er semestre – jeu. 12 mars, 14/05"}
    made = plan(session, "attendance", workbook(*rows, name="Bureau"), today=TODAY, answers={question.key: "2026"})
    assert states(made) == ["created", "created"]


def test_a_line_a_mark_is_read_too(session: Session) -> None:
    imported(session, ("DUPONT Zoé", "12/03/2026", "présente"), headers=("Nom et prénom", "Date", "Présence"))
    assert found(session) == {("Dupont Zoé", 3, P)}


def test_a_mark_that_stands_is_changed_as_its_page_would(session: Session) -> None:
    imported(session, ("Dupont", "Zoé", "P", None), ("Roux", "Ana", "pouvoir à DUPONT Zoé", None))
    line = session.scalars(select(Attendance).where(Attendance.presence == P)).one()
    line.arrived_at = MARCH
    session.commit()
    # Someone stands in for Roux: Dupont does not become absent.
    assert states(planned(session, ("Dupont", "Zoé", "A", None))) == ["error"]
    imported(session, ("Roux", "Ana", "E", None))
    imported(session, ("Dupont", "Zoé", "A", None))
    session.refresh(line)
    assert (line.presence, line.arrived_at) == (A, None)
    assert found(session) == {("Dupont Zoé", 3, A), ("Roux Ana", 3, E)}


def test_who_is_away_represents_nobody(session: Session) -> None:
    made = planned(session, ("Dupont", "Zoé", "A", None), ("Roux", "Ana", "pouvoir à DUPONT Zoé", None))
    assert states(made) == ["created", "error"]


@pytest.mark.parametrize(("answer", "marks"), [("excused", {("Roux Ana", 3, E)}), ("leave", set())])
def test_a_proxy_to_nobody_is_asked_about(session: Session, answer: str, marks: set[Any]) -> None:
    row = ("Roux", "Ana", "R", None)
    (line,) = planned(session, row).lines
    imported(session, row, answers={line.questions[0].key: answer})
    assert found(session) == marks
    assert [one.note for one in session.scalars(select(Attendance))] == ["pouvoir"] * len(marks)


@pytest.mark.parametrize("answer", ["create:plenary", "leave"])
def test_a_past_day_without_a_meeting_is_asked_about_once(session: Session, answer: str) -> None:
    rows = [("Dupont", "Zoé", "P", "P", "E"), ("Roux", "Ana", "A", None, "P")]
    headers = ("Nom", "Prénom", "10/01/2026", "12/03/2026", "11/02/2026")
    made = planned(session, *rows, headers=headers)
    asked = {question.key: question for line in made.lines for question in line.questions}
    (question,) = asked.values()
    assert question.params["days"] == "10/01/2026, 11/02/2026"
    imported(session, *rows, headers=headers, answers={question.key: answer})
    assert len(session.scalars(select(Meeting)).all()) == (4 if answer != "leave" else 2)
    assert {month for _, month, _ in found(session)} == ({1, 2, 3} if answer != "leave" else {3})
    made_here = session.scalars(select(Meeting).where(Meeting.title == "Plénière")).all()
    assert {row.state for row in made_here} <= {MeetingState.HELD}
    assert all(len(row.steps) == 1 for row in made_here)


def test_a_day_to_come_without_a_meeting_is_refused(session: Session) -> None:
    made = planned(session, ("Dupont", "Zoé", "P"), headers=("Nom", "Prénom", "10/01/2027"))
    assert states(made) == ["error"]


@pytest.mark.parametrize("answer", ["guest", "leave"])
def test_who_holds_no_mandate_is_asked_about(session: Session, answer: str) -> None:
    rows = [("Inconnu", "Yves", "P", None), ("Autre", "Léa", "E", None)]
    made = planned(session, *rows)
    assert states(made) == ["asked", "left"]
    imported(session, *rows, answers={made.lines[0].questions[0].key: answer})
    assert found(session) == ({("Inconnu Yves", 3, GUEST)} if answer == "guest" else set())
    assert set(states(planned(session, *rows, answers={made.lines[0].questions[0].key: answer}))) <= {
        "unchanged",
        "left",
    }


def test_who_is_a_guest_and_which_meeting_are_asked_together(session: Session) -> None:
    made = planned(session, ("Inconnu", "Yves", "P"), ("Dupont", "Zoé", "P"), headers=("Nom", "Prénom", "10/01/2026"))
    assert [len(line.questions) for line in made.lines] == [2, 1]
    assert len(made.questions) == 2


def test_a_proxy_to_who_stands_on_a_hidden_line_waits_for_it(session: Session) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Instance", "Nom", "Prénom", "12/03/2026"), ("Montchat", "Dupont", "Zoé", "P"),
                ("Montchat", "Roux", "Ana", "pouvoir à Zoé DUPONT")):  # fmt: skip
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    made = plan(session, "attendance", stream.getvalue(), today=TODAY)
    assert states(made) == ["asked", "asked"]
    ((key, *more),) = [{one.key for one in line.questions} for line in made.lines[:1]]
    assert not more
    taken = plan(session, "attendance", stream.getvalue(), today=TODAY, answers={key: "take"})
    assert states(taken) == ["created", "created"]
    left = plan(session, "attendance", stream.getvalue(), today=TODAY, answers={key: LEAVE})
    assert states(left) == ["left", "error"]  # nobody is represented by who is not on the list


def test_a_sheet_that_names_no_body_is_asked_which(session: Session) -> None:
    data = workbook(("Nom", "Prénom", "12/03/2026"), ("Dupont", "Zoé", "P"))
    (line,) = plan(session, "attendance", data, today=TODAY).lines
    made = plan(session, "attendance", data, today=TODAY, answers={line.questions[0].key: "Montchat"})
    assert states(made) == ["created"]


def test_a_meeting_of_another_place_is_not_written(session: Session, as_reader: Any) -> None:
    fifth = session.scalars(select(Arrondissement).filter_by(number=5)).one()
    reader = as_reader(Scope.arrondissements(1, frozenset({fifth.id})))
    assert set(states(planned(reader, ("Dupont", "Zoé", "P", None)))) == {"error"}


def test_who_is_marked_twice_on_a_day_is_asked_which(session: Session) -> None:
    made = planned(session, ("Dupont", "Zoé", "P", None), ("Dupont", "Zoé", "A", None))
    assert states(made) == ["asked", "asked"]


def test_two_meetings_of_a_day_are_told_by_their_title(session: Session) -> None:
    body = session.scalars(select(Instance)).one()
    make.MeetingFactory(instance=body, title="Bureau", start_at=MARCH, end_at=MARCH + dt.timedelta(hours=1))
    session.commit()
    headers = ("Nom", "Prénom", "Titre de la réunion", "12/03/2026")
    assert states(planned(session, ("Dupont", "Zoé", "Bureau", "P"), headers=headers)) == ["created"]


def two_of_march(session: Session) -> None:
    body = session.scalars(select(Instance)).one()
    session.scalars(select(Meeting).where(Meeting.start_at == MARCH)).one().title = "Au printemps"
    make.MeetingFactory(
        instance=body, kind=MeetingKind.BUREAU, title="Avant la plénière", start_at=MARCH - dt.timedelta(hours=2),
        end_at=MARCH - dt.timedelta(hours=1), state=MeetingState.HELD,
    )  # fmt: skip
    session.commit()


def kinds_found(session: Session) -> set[tuple[str, MeetingKind]]:
    return {(row.person.last_name, row.meeting.kind) for row in session.scalars(select(Attendance))}


def test_which_meeting_of_a_day_is_asked_once_for_all_its_lines(session: Session) -> None:
    two_of_march(session)
    rows = [("Dupont", "Zoé", "P", "E"), ("Roux", "Ana", "P", None), ("Inconnu", "Yves", "P", None)]
    made = planned(session, *rows)
    assert states(made) == ["asked", "created", "asked", "asked"]
    which, _strangers = made.questions
    assert [option.label for option in which.question.options] == [
        "Bureau, 16 h 00 – Avant la plénière",
        "Plénière, 18 h 00 – Au printemps",
    ]
    answers = {which.question.key: which.question.options[0].value}
    imported(session, *rows[:2], answers=answers)
    assert kinds_found(session) == {
        ("Dupont", MeetingKind.BUREAU), ("Roux", MeetingKind.BUREAU), ("Dupont", MeetingKind.PLENARY),
    }  # fmt: skip
    assert states(planned(session, *rows[:1], answers={which.question.key: LEAVE})) == ["left", "unchanged"]


def test_the_kind_of_meeting_tells_which_of_a_day(session: Session) -> None:
    two_of_march(session)
    headers = ("Nom", "Prénom", "Type de réunion", "12/03/2026")
    imported(session, ("Dupont", "Zoé", "bureau", "P"), ("Roux", "Ana", "Plénière", "P"), headers=headers)
    assert kinds_found(session) == {("Dupont", MeetingKind.BUREAU), ("Roux", MeetingKind.PLENARY)}
    other = planned(session, ("Dupont", "Zoé", "commission", "P"), headers=headers)
    ((question,),) = [line.questions for line in other.lines]
    assert [option.value for option in question.options] == ["create:commission", "leave"]
    imported(
        session, ("Dupont", "Zoé", "commission", "P"), headers=headers, answers={question.key: "create:commission"}
    )
    assert ("Dupont", MeetingKind.COMMISSION) in kinds_found(session)


def test_a_meeting_to_come_is_not_of_another_kind(session: Session) -> None:
    body = session.scalars(select(Instance)).one()
    start = dt.datetime(2026, 12, 3, 17, tzinfo=dt.UTC)
    make.MeetingFactory(instance=body, start_at=start, end_at=start + dt.timedelta(hours=1))
    session.commit()
    headers = ("Nom", "Prénom", "Type de réunion", "03/12/2026")
    (line,) = planned(session, ("Dupont", "Zoé", "bureau", "P"), headers=headers).lines
    assert [error.column for error in line.errors] == ["Type de réunion"]


@pytest.mark.parametrize(
    ("sheet", "title", "header", "state"),
    [
        ("Feuil1", "Présences au bureau de mars", "12/03/2026", "created"),
        ("Bureau", None, "12/03/2026", "created"),
        ("Feuil1", "Avant la plénière : présences", "12/03/2026", "asked"),  # names both
        ("Feuil1", None, "Bureau du 12/03/2026", "created"),
        ("Plénière", None, "Bureau du 12/03/2026", "created"),  # the column goes before the sheet
        ("Feuil1", "Présences", "12/03/2026", "asked"),
        ("Feuil1", "Les bureaucrates", "12/03/2026", "asked"),
    ],
)
def test_the_meeting_that_the_sheet_names_is_taken(
    session: Session, sheet: str, title: str | None, header: str, state: str
) -> None:
    two_of_march(session)
    above = ((title,), (None,)) if title else ()
    rows = (*above, ("Instance", "Nom", "Prénom", header), ("Montchat", "Dupont", "Zoé", "P"))
    made = plan(session, "attendance", workbook(*rows, name=sheet), today=TODAY)
    assert states(made)[-1] == state
    if state == "created":
        assert any("Bureau, 16 h 00" in str(params.get("meeting")) for _, _, params in made.remarks)
        apply(session, made)
        assert kinds_found(session) == {("Dupont", MeetingKind.BUREAU)}


def test_each_line_of_the_preview_says_its_meeting(session: Session) -> None:
    made = planned(session, ("Dupont", "Zoé", "P", "E"))
    titles = dict.fromkeys(session.scalars(select(Meeting.title)))
    assert [line.label.split(" – ")[:2] for line in made.lines] == [
        ["Dupont Zoé", "12/03/2026"],
        ["Dupont Zoé", "14/05/2026"],
    ]
    assert all(line.label.split(" – ")[2] in titles for line in made.lines)
