"""Answers of an event come in by workbook: a line each, alike or not, and the same file again adds none."""

from sqlalchemy import select

from mdo.kernel.imports.run import apply, plan
from models.events import EventEvaluation, EventState
from tests.kernel.imports.sheets import states, workbook
from tests.support import TODAY
from tests.support import events as hold

HEAD = ("Formation", "Ensemble", "Contenu", "Remarques")


def planned(session, *rows):
    return plan(session, "event_evaluations", workbook(HEAD, *rows), today=TODAY)


def marks(session):
    return [(row.overall, row.content, row.comment) for row in session.scalars(select(EventEvaluation))]


def test_alike_answers_are_as_many_and_the_same_file_again_adds_those_that_are_new(session) -> None:
    hold.EventFactory(title="Accueil", state=EventState.HELD)
    session.commit()
    lines = (("Accueil", 4, 3, ""), ("Accueil", 4, 3, ""), ("Accueil", 5, "", "À refaire"))
    made = planned(session, *lines)
    assert states(made) == ["created"] * 3
    apply(session, made)
    session.commit()
    assert sorted(marks(session), key=str) == [(4, 3, None), (4, 3, None), (5, None, "À refaire")]
    again = planned(session, *lines, ("Accueil", 4, 3, ""))
    assert states(again) == ["unchanged"] * 3 + ["created"]
    apply(session, again)
    session.commit()
    assert len(marks(session)) == 4


def test_a_mark_is_from_one_to_five_and_an_event_that_was_cancelled_has_none(session) -> None:
    hold.EventFactory(title="Accueil")
    hold.EventFactory(title="Visite", state=EventState.CANCELLED, reason="Neige")
    session.commit()
    made = planned(session, ("Accueil", 6, 3, ""), ("Accueil", 5, 0, ""), ("Visite", 4, "", ""), ("Accueil", 5, 1, ""))
    assert states(made) == ["error", "error", "error", "created"]
    assert [error.column for error in made.errors] == ["Ensemble", "Contenu", "Formation"]
