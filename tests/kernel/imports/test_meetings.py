"""Import of meetings: each fact as what becomes of each line, or the set of (line, column)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.scope.limits import Scope
from mdo.meetings import imports
from models.meetings import Meeting, MeetingKind, MeetingState
from tests.kernel.imports.roundtrips import back, sent, with_cells
from tests.kernel.imports.sheets import places, states, workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

HEADERS = ("Conseil", "Date", "Heure", "Heure de fin", "Type de réunion", "Titre", "Présents", "État", "Lieu", "Agent")
PARIS = dt.timezone(dt.timedelta(hours=1))


def planned(session: Session, *rows: Any, **options: Any) -> ImportPlan:
    full = (row + (None,) * (len(HEADERS) - len(row)) for row in rows)
    return plan(session, "meetings", workbook(HEADERS, *full), today=TODAY, **options)


@prepared
def body(session: Session) -> Any:
    return make.InstanceFactory(name="Montchat", arrondissements=[3])


def stored(session: Session) -> list[Meeting]:
    return list(session.scalars(select(Meeting).order_by(Meeting.start_at, Meeting.id)))


def test_past_meetings_come_in_with_their_head_counts(session: Session, body: Any) -> None:
    actor: Any = make.UserFactory(first_name="Ana", last_name="Bel")
    made = planned(
        session,
        ("Montchat", "12/11/2026", "18h30", "20h", "plénière", "Plénière d'automne", 42, None, "Mairie", "Ana Bel"),
        ("Montchat", "13/11/2026", None, None, "bureau", None, 7, "CR publié"),
        (None, "14/11/2026", "22h", "1h", "réseau", None, 0),
        ("Montchat", "24/11/2026", "18:00", None, "AG"),
    )
    assert (states(made), list(made.errors)) == (["created"] * 4, [])
    apply(session, made)
    session.commit()
    plenary, bureau, network, assembly = stored(session)
    assert (plenary.title, plenary.kind, plenary.head_count) == ("Plénière d'automne", MeetingKind.PLENARY, 42)
    assert plenary.start_at == dt.datetime(2026, 11, 12, 18, 30, tzinfo=PARIS)
    assert plenary.end_at == dt.datetime(2026, 11, 12, 20, tzinfo=PARIS)
    assert (plenary.place, plenary.organiser, plenary.state) == ("Mairie", actor, MeetingState.HELD)
    assert [(step.state, step.at) for step in plenary.steps] == [(MeetingState.HELD, plenary.end_at)]
    assert (bureau.title, bureau.head_count, bureau.state) == ("Bureau", 7, MeetingState.PUBLISHED)
    assert (network.instance, network.head_count) == (None, 0)
    assert network.end_at - network.start_at == dt.timedelta(hours=3)
    assert (assembly.state, assembly.head_count) == (MeetingState.PREPARED, None)


def test_what_the_file_leaves_out_is_said(session: Session, body: Any) -> None:
    made = planned(
        session,
        ("Montchat", "12/11/2026", None, None, "plénière"),
        ("Montchat", "13/11/2026", "19h", None, "plénière"),
        ("Montchat", "14/11/2026", "19h", "20h", "plénière", None, 5),
    )
    day_alone, start_alone, whole = made.lines
    assert day_alone.notes[-1][1] == {"start": "18 h 00", "end": "20 h 00"}
    assert start_alone.notes[0][1] == {"start": "19 h 00", "end": "21 h 00"}
    assert (whole.notes, whole.to_complete) == ([], [])
    assert day_alone.to_complete == start_alone.to_complete == [FIELD_LABELS[Meeting]["head_count"]]


def test_the_same_file_twice_changes_nothing(session: Session, body: Any) -> None:
    rows = (
        ("Montchat", "12/11/2026", None, None, "plénière"),
        ("Montchat", "12/11/2026", "14h", None, "bureau"),
        ("Montchat", "12/11/2026", "16h", None, "bureau", "Second bureau"),
    )
    apply(session, planned(session, *rows))
    session.commit()
    assert states(planned(session, *rows)) == ["unchanged"] * 3
    made = planned(session, ("Montchat", "12/11/2026", None, None, "plénière", None, 38))
    assert [(change.before, change.after) for change in made.lines[0].changes] == [(None, 38)]


def test_a_state_in_the_register_is_left_to_its_page(session: Session, body: Any) -> None:
    make.MeetingFactory(instance=body, state=MeetingState.APPROVED)
    made = planned(session, ("Montchat", "24/11/2026", None, None, "plénière", None, None, "tenue"))
    assert states(made) == ["unchanged"]
    assert [message[:24] for message, _ in made.lines[0].notes] == ["The state of a meeting t"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ((None, "12/11/2026", None, None, "plénière"), "Conseil"),
        (("Monchatt", "12/11/2026", None, None, "plénière"), "Conseil"),
        (("Montchat", None, "18h", None, "plénière"), "Date"),
        (("Montchat", "31/02/2026", None, None, "plénière"), "Date"),
        (("Montchat", "12/11/2026"), "Type de réunion"),
        (("Montchat", "12/11/2026", None, None, "apéritif"), "Type de réunion"),
        (("Montchat", "12/11/2026", "25h", None, "plénière"), "Heure"),
        (("Montchat", "12/11/2026 18h30", "19h", None, "plénière"), "Heure"),
        (("Montchat", "12/11/2026", None, None, "réseau"), "Conseil"),
        (("Montchat", "12/11/2026", None, None, "plénière", None, -1), "Présents"),
        (("Montchat", "12/11/2026", None, None, "plénière", None, 100_001), "Présents"),
        (("Montchat", "12/11/2026", None, None, "plénière", None, "une trentaine"), "Présents"),
        (("Montchat", "25/11/2026", None, None, "plénière", None, None, "tenue"), "Date"),
        (("Montchat", "12/11/2026", None, None, "plénière", None, None, None, None, "Personne"), "Agent"),
        (("Montchat", "24/11/2026"), "Date"),  # a plenary and a bureau are of that day
    ],
)
def test_what_is_refused_and_in_which_column(session: Session, body: Any, row: Any, column: str) -> None:
    make.MeetingFactory(instance=body)
    make.MeetingFactory(instance=body, kind=MeetingKind.BUREAU)
    assert places(planned(session, row)) == {(2, column)}


@pytest.mark.parametrize(
    ("hour", "state", "refused"),
    [
        ("18h30", "tenue", {(2, "Date")}),
        ("17h59", "tenue", set()),
        ("18h30", "convoquée", set()),
        (None, "tenue", set()),  # the workbook says no hour: it is not ours to judge
    ],
)
def test_a_meeting_of_the_day_is_held_from_its_hour_on(
    session: Session, body: Any, monkeypatch: pytest.MonkeyPatch, hour: Any, state: str, refused: Any
) -> None:
    monkeypatch.setattr(imports, "utc_now", lambda: dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC))  # 18:00 in Paris
    made = planned(session, ("Montchat", "24/11/2026", hour, None, "plénière", None, None, state))
    assert places(made) == refused


def test_two_lines_of_one_meeting_are_both_refused(session: Session, body: Any) -> None:
    row = ("Montchat", "12/11/2026", None, None, "plénière")
    assert {line for line, _ in places(planned(session, row, row))} == {2, 3}


def test_a_meeting_that_is_moved_stays_as_long_as_it_was(session: Session, body: Any) -> None:
    meeting: Any = make.MeetingFactory(instance=body)
    session.commit()
    for cell, start in (
        (dt.datetime(2026, 11, 20, 19), dt.datetime(2026, 11, 20, 19, tzinfo=PARIS)),
        (dt.datetime(2026, 11, 21), dt.datetime(2026, 11, 21, 19, tzinfo=PARIS)),
    ):
        made = back(session, "meetings", with_cells("meetings", sent(session, "meetings"), (2, "start_at", cell)))
        assert list(made.errors) == []
        apply(session, made)
        session.commit()
        assert (meeting.start_at, meeting.end_at) == (start, start + dt.timedelta(hours=2))
    made = back(session, "meetings", with_cells("meetings", sent(session, "meetings"), (2, "start_at", None)))
    assert places(made) == {(2, FIELD_LABELS[Meeting]["start_at"])}


def test_a_referent_imports_the_meetings_of_her_bodies_alone(
    session: Session, body: Any, as_reader: Callable[..., Session]
) -> None:
    make.InstanceFactory(name="Ville entière")
    make.InstanceFactory(name="Gerland", arrondissements=[7])
    user, place = make.UserFactory(), body.arrondissements[0]
    session.commit()
    reader = as_reader(Scope.arrondissements(user.id, frozenset({place.id})), actor_id=user.id)
    made = planned(
        reader,
        ("Montchat", "12/11/2026", None, None, "plénière"),
        ("Ville entière", "12/11/2026", None, None, "plénière"),
        ("Gerland", "12/11/2026", None, None, "plénière"),
        (None, "12/11/2026", None, None, "réseau"),
    )
    assert states(made) == ["created", "error", "asked", "error"]
    assert apply(reader, made, only_valid=True).created == 1
    reader.commit()
    session.rollback()
    assert [(row.instance.name, row.steps[0].user_id) for row in stored(session)] == [("Montchat", user.id)]


def test_a_reader_without_the_right_adds_and_changes_nothing(session: Session, body: Any) -> None:
    make.MeetingFactory(instance=body)
    made = planned(
        session,
        ("Montchat", "24/11/2026", None, None, "plénière", None, 12),
        ("Montchat", "12/11/2026", None, None, "plénière"),
        can=lambda permission, view: view != "MeetingView",
    )
    assert states(made) == ["error", "error"]


@pytest.mark.parametrize(
    ("headers", "cells", "hours"),
    [
        (("Date", "Horaire"), ("12/11/2026", "18h30-20h15"), ("18:30", "20:15")),
        (("Date", "Horaire"), ("12/11/2026", "de 18 h à 20 h"), ("18:00", "20:00")),
        (("Date", "Horaire"), ("12/11/2026", "entre 9:00 et 10h30"), ("09:00", "10:30")),
        (("Date",), ("jeudi 12 novembre 2026 de 18h30 à 20h15",), ("18:30", "20:15")),
        # Words that a form writes too are those of a meeting here.
        (("Date", "Heure de début", "Heure de fin"), ("12/11/2026", "9h", "10h30"), ("09:00", "10:30")),
    ],
)
def test_from_when_to_when_may_stand_in_one_cell(
    session: Session, body: Any, headers: tuple[str, ...], cells: tuple[str, ...], hours: tuple[str, str]
) -> None:
    rows = (("Conseil", "Type de réunion", *headers), ("Montchat", "bureau", *cells))
    made = plan(session, "meetings", workbook(*rows), today=TODAY)
    assert (states(made), list(made.errors)) == (["created"], [])
    apply(session, made)
    (meeting,) = stored(session)
    assert (f"{meeting.start_at.astimezone(PARIS):%d %H:%M}", f"{meeting.end_at.astimezone(PARIS):%H:%M}") == (
        f"12 {hours[0]}",
        hours[1],
    )
    told = any("start and an end" in message for message, _ in made.lines[0].notes)
    assert told == (len(headers) < 3)


@pytest.mark.parametrize("cells", [("18h30-20h15", "21h"), ("25h-26h", None), ("18h30 le soir", None)])
def test_hours_that_do_not_agree_or_are_none_are_refused(session: Session, body: Any, cells: tuple[Any, ...]) -> None:
    rows = (("Conseil", "Type de réunion", "Date", "Horaire", "Finit à"), ("Montchat", "bureau", "12/11/2026", *cells))
    assert places(plan(session, "meetings", workbook(*rows), today=TODAY)) == {(2, "Horaire")}


@pytest.mark.parametrize("day", ["12 novembre", "jeu. 12/11"])
def test_a_day_of_a_meeting_without_its_year_is_asked(session: Session, body: Any, day: str) -> None:
    rows = (("Conseil", "Type de réunion", "Date"), ("Montchat", "bureau", day))
    (line,) = plan(session, "meetings", workbook(*rows), today=TODAY).lines
    (question,) = line.questions
    made = plan(session, "meetings", workbook(*rows), today=TODAY, answers={question.key: "first"})
    apply(session, made)
    assert [f"{meeting.start_at.astimezone(PARIS):%d/%m/%Y}" for meeting in stored(session)] == ["12/11/2026"]
