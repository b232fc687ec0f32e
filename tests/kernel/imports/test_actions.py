"""Import of what meetings left to do: each fact as what becomes of each line, or the set of (line, column)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.scope.limits import Scope
from models.meetings import ActionItem, ActionState, MeetingKind
from tests.kernel.imports.roundtrips import back, sent, with_cells
from tests.kernel.imports.sheets import places, states, workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

HEADERS = ("Instance", "Date de la réunion", "Action", "Responsable", "Échéance", "Statut", "Fait le", "Suite", "Point")


def planned(session: Session, *rows: Any, **options: Any) -> ImportPlan:
    full = (row + (None,) * (len(HEADERS) - len(row)) for row in rows)
    return plan(session, "actions", workbook(HEADERS, *full), today=TODAY, **options)


@prepared
def meeting(session: Session) -> Any:
    body = make.InstanceFactory(name="Montchat", arrondissements=[3])
    found = make.MeetingFactory(instance=body)
    make.AgendaItemFactory(meeting=found, title="Le square")
    make.MeetingFactory(instance=None, kind=MeetingKind.NETWORK)
    make.UserFactory(first_name="Ana", last_name="Bel")
    return found


def stored(session: Session) -> list[ActionItem]:
    return list(session.scalars(select(ActionItem).order_by(ActionItem.id)))


def test_open_and_closed_actions_come_in_under_their_meeting(session: Session, meeting: Any) -> None:
    made = planned(
        session,
        ("Montchat", "24/11/2026", "Chiffrer", "Ana Bel", "15/01/2027", None, None, None, "le square"),
        ("Montchat", "24/11/2026", "Poser un banc", "Une voisine", None, "fait", "20/11/2026", "Posé."),
        (None, "24/11/2026", "Écrire aux mairies", None, None, "fait"),
    )
    assert (states(made), list(made.errors)) == (["created"] * 3, [])
    apply(session, made)
    session.commit()
    quote, bench, letter = stored(session)
    assert (quote.meeting, quote.agenda_item, quote.state) == (meeting, meeting.agenda[0], ActionState.OPEN)
    assert (str(quote.owner), quote.owner_name, quote.due_on) == ("Ana Bel", None, dt.date(2027, 1, 15))
    assert (bench.owner, bench.owner_name, bench.outcome) == (None, "Une voisine", "Posé.")
    assert (bench.state, bench.closed_on) == (ActionState.DONE, dt.date(2026, 11, 20))
    assert (letter.meeting.instance, letter.closed_on) == (None, TODAY)
    assert [message for message, _ in made.lines[1].notes] == [
        "« %(name)s » is no account: written as a name, nobody finds the action among their own."
    ]


def test_the_same_file_twice_changes_nothing(session: Session, meeting: Any) -> None:
    rows = (
        ("Montchat", "24/11/2026", "Chiffrer", "Ana Bel"),
        ("Montchat", "24/11/2026", "Poser un banc", "Une voisine"),
    )
    apply(session, planned(session, *rows))
    session.commit()
    assert states(planned(session, *rows)) == ["unchanged", "unchanged"]
    made = planned(session, ("Montchat", "24/11/2026", "CHIFFRER", None, None, "abandonnée", None, "Trop cher."))
    assert states(made) == ["changed"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("Montchat", "24/11/2026", None, "Ana Bel"), "Action"),
        (("Montchat", None, "Chiffrer"), "Date de la réunion"),
        (("Montchat", "23/11/2026", "Chiffrer"), "Date de la réunion"),
        (("Monchatt", "24/11/2026", "Chiffrer"), "Instance"),
        (("Montchat", "24/11/2026", "Chiffrer", None, None, "peut-être"), "Statut"),
        (("Montchat", "24/11/2026", "Chiffrer", None, None, "fait", "25/11/2026"), "Fait le"),
        (("Montchat", "24/11/2026", "Chiffrer", None, None, "abandonnée"), "Suite"),
        (("Montchat", "24/11/2026", "Chiffrer", None, None, None, None, None, "Le parc"), "Point"),
        (("Montchat", "24/11/2026", "Chiffrer", "Jean Duo"), "Responsable"),
        (("Gerland", "24/11/2026", "Chiffrer"), "Date de la réunion"),
    ],
)
def test_what_is_refused_and_in_which_column(session: Session, meeting: Any, row: Any, column: str) -> None:
    make.UserFactory(first_name="Jean", last_name="Duo")
    make.UserFactory(first_name="Jean", last_name="Duo")
    gerland = make.InstanceFactory(name="Gerland", arrondissements=[7])
    make.MeetingFactory(instance=gerland)
    make.MeetingFactory(instance=gerland, kind=MeetingKind.BUREAU)
    assert places(planned(session, row)) == {(2, column)}


def test_the_title_tells_two_meetings_of_a_day_apart(session: Session, meeting: Any) -> None:
    other: Any = make.MeetingFactory(instance=meeting.instance, title="Bureau", kind=MeetingKind.BUREAU)
    headers = ("Instance", "Date de la réunion", "Réunion", "Action")
    data = workbook(headers, ("Montchat", "24/11/2026", "bureau", "Chiffrer"), ("Montchat", "24/11/2026", "AG", "Rien"))
    made = plan(session, "actions", data, today=TODAY)
    assert (states(made), places(made)) == (["created", "error"], {(3, "Réunion")})
    assert made.lines[0].writes[0].values["meeting"] is other


def test_a_referent_adds_to_her_bodies_and_changes_what_is_hers_elsewhere(
    session: Session, meeting: Any, as_reader: Callable[..., Session]
) -> None:
    user: Any = make.UserFactory(first_name="Zoé", last_name="Roux")
    gerland = make.MeetingFactory(instance=make.InstanceFactory(name="Gerland", arrondissements=[7]))
    city = make.MeetingFactory(instance=make.InstanceFactory(name="Ville entière"))
    make.ActionItemFactory(meeting=gerland, text="La mienne", owner=user)
    make.ActionItemFactory(meeting=city, text="La mienne aussi", owner=user)
    make.ActionItemFactory(meeting=city, text="Pas la mienne")
    session.commit()
    reader = as_reader(Scope.arrondissements(user.id, frozenset({meeting.instance.arrondissements[0].id})))
    made = planned(
        reader,
        ("Montchat", "24/11/2026", "Chiffrer"),
        ("Ville entière", "24/11/2026", "La mienne aussi", None, "15/01/2027"),
        ("Ville entière", "24/11/2026", "Pas la mienne", None, "15/01/2027"),
        ("Ville entière", "24/11/2026", "Une autre"),
        (None, "24/11/2026", "Une autre"),
    )
    assert states(made) == ["created", "changed", "error", "error", "error"]
    apply(reader, made, only_valid=True)
    reader.commit()
    data = sent(reader, "actions")
    day = dt.date(2027, 1, 15)
    made = back(reader, "actions", with_cells("actions", data, (2, "due_on", day), (4, "due_on", day)))
    assert states(made) == ["changed", "unchanged", "error", "unchanged"]


@pytest.mark.parametrize(
    ("said", "state", "day"),
    [
        ("Fait le 20/11/2026", ActionState.DONE, dt.date(2026, 11, 20)),
        ("réalisée (19 novembre 2026)", ActionState.DONE, dt.date(2026, 11, 19)),
        ("abandonné : 18/11/26", ActionState.DROPPED, dt.date(2026, 11, 18)),
    ],
)
def test_a_state_that_ends_an_action_may_bear_its_day(
    session: Session, meeting: Any, said: str, state: ActionState, day: dt.date
) -> None:
    made = planned(session, ("Montchat", "24/11/2026", "Chiffrer", None, None, said, None, "Chiffré."))
    assert (states(made), len(made.lines[0].notes)) == (["created"], 1)
    apply(session, made)
    assert [(row.state, row.closed_on) for row in stored(session)] == [(state, day)]


@pytest.mark.parametrize("said", ["À faire le 20/11/2026", "vu le 20/11/2026", "fait le 31/02/2026"])
def test_another_word_beside_a_day_is_asked(session: Session, meeting: Any, said: str) -> None:
    made = planned(session, ("Montchat", "24/11/2026", "Chiffrer", None, None, said))
    assert places(made) == {(2, "Statut")}
