"""Import of the élu·es: each fact as what becomes of each line, or the set of (line, column)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.journal.undo import undo_as_far
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.written import OUTSIDE
from models.accounts import User
from models.instances import Instance
from models.journal import Door, JournalEntry
from models.territory import Arrondissement
from tests.kernel.imports.roundtrips import back, sent
from tests.kernel.imports.sheets import errors, places, states, workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

HEADERS = ("Nom de l'élu·e", "Compte", "Conseil", "Arrondissement")


def planned(session: Session, *rows: Any, **options: Any) -> ImportPlan:
    return plan(session, "elected_officials", workbook(HEADERS, *rows), today=TODAY, **options)


@prepared
def ana(session: Session) -> User:
    """An élu·e with an account, and two bodies that nobody follows."""
    for name, number in (("Montchat", 3), ("Gerland", 7)):
        make.InstanceFactory(name=name, arrondissements=[number])
    user: User = make.UserFactory(username="abel", first_name="Ana", last_name="Bel", roles=["elu"])
    session.commit()
    return user


def test_a_body_gets_its_elu_and_the_account_that_reads_it_and_no_account_is_made(session: Session, ana: User) -> None:
    count = session.scalar(select(func.count(User.id)))
    rows = (("Ana Bel", "abel", "montchat", None), ("Léo Roux", None, "Gerland", "7e"))
    made = planned(session, *rows)
    assert states(made) == ["changed", "changed"]
    apply(session, made)
    session.commit()
    found = session.execute(select(Instance.name, Instance.elected_official, Instance.elected_user_id)).all()
    assert set(found) == {("Montchat", "Ana Bel", ana.id), ("Gerland", "Léo Roux", None)}
    assert session.scalar(select(func.count(User.id))) == count
    assert states(planned(session, *rows)) == ["unchanged", "unchanged"]
    for kind in ("elected_officials", "instances"):
        assert set(states(back(session, kind, sent(session, kind)))) == {"unchanged"}


def test_it_is_undone_as_a_whole(session: Session, ana: User) -> None:
    apply(session, planned(session, ("Ana Bel", "abel", "Montchat", None), ("Ana Bel", "abel", "Gerland", None)))
    session.commit()
    entry = session.scalars(select(JournalEntry).where(JournalEntry.door == Door.IMPORT)).one()
    assert undo_as_far(session, entry, TODAY).count == 2
    assert session.scalars(select(Instance.elected_user_id)).all() == [None, None]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("Ana Bel", None, None, None), "Conseil"),
        (("Ana Bel", None, "Monchat-sur-Mer", None), "Conseil"),
        (("Ana Bel", "inconnue", "Montchat", None), "Compte"),
        (("Ana Bel", "agent", "Montchat", None), "Compte"),
        (("Ana Bel", "partie", "Montchat", None), "Compte"),
    ],
)
def test_what_names_no_body_or_no_open_account_of_an_elu_is_told_on_its_line(
    session: Session, ana: User, row: tuple[Any, ...], column: str
) -> None:
    make.UserFactory(username="agent", roles=["mission"])
    make.UserFactory(username="partie", roles=["elu"], active=False)
    assert places(planned(session, row)) == {(2, column)}


def test_a_line_that_names_nobody_changes_nothing(session: Session, ana: User) -> None:
    made = planned(session, (None, None, "Montchat", None), (None, "abel", "Gerland", None))
    assert states(made) == ["unchanged", "changed"]


def test_two_lines_about_one_body_are_asked_which(session: Session, ana: User) -> None:
    assert states(planned(session, ("Ana Bel", None, "Montchat", None), ("Léo Roux", None, "Montchat", None))) == [
        "asked",
        "asked",
    ]


def test_a_referent_names_those_of_her_bodies_alone(
    session: Session, ana: User, as_reader: Callable[..., Session]
) -> None:
    make.InstanceFactory(name="Comité de la nuit", arrondissements=[])
    session.commit()
    third = session.scalars(select(Arrondissement).filter_by(number=3)).one()
    reader = as_reader(Scope.arrondissements(1, frozenset({third.id})))
    made = planned(reader, *(("Léo Roux", None, name, None) for name in ("Montchat", "Comité de la nuit", "Gerland")))
    assert states(made) == ["changed", "error", "asked"]
    assert (3, "Conseil", OUTSIDE) in errors(made)


def test_without_the_right_to_change_bodies_the_line_is_refused(session: Session, ana: User) -> None:
    made = planned(session, ("Ana Bel", None, "Montchat", None), can=lambda permission, view: permission != "can_edit")
    assert states(made) == ["error"]


def test_a_body_may_bring_the_account_of_its_elu(session: Session, ana: User) -> None:
    made = plan(
        session,
        "instances",
        workbook(
            ("Nom", "Élu·e référent·e", "Compte de l’élu·e"), ("Montchat", "Ana Bel", "Bel Ana"), ("Gerland", "x", "y")
        ),
        today=TODAY,
    )
    assert states(made) == ["changed", "asked"]
    assert {change.after for change in made.lines[0].changes} == {"Ana Bel", ana}


NOBODY = ("vacant", "à désigner", "À pourvoir", "poste vacant")


@pytest.mark.parametrize("said", NOBODY)
def test_who_is_nobody_is_written_nowhere_and_takes_nobody_away(session: Session, ana: User, said: str) -> None:
    apply(session, planned(session, ("Ana Bel", None, "Montchat", None)))
    made = planned(session, (said, None, "Montchat", None))
    assert (states(made), [line.writes for line in made.lines]) == (["left"], [[]])


@pytest.mark.parametrize(
    ("said", "name", "question"),
    [
        ("Mme Élodie TRÉZAN, adjointe à la démocratie locale", "Élodie Trézan", None),
        ("Ina Pol (conseillère, jusqu'en décembre)", "Ina Pol", "conseillère, jusqu'en décembre"),
        ("M. Léo Roux, adjoint (jusqu'en juin)", "Léo Roux", None),
    ],
)
def test_what_stands_beside_the_name_of_an_elu_is_told_or_asked(
    session: Session, ana: User, said: str, name: str, question: str | None
) -> None:
    (line,) = planned(session, (said, None, "Montchat", None)).lines
    assert [write.values["elected_official"] for write in line.writes] == [name]
    assert [one.params["sign"] for one in line.questions] == ([question] if question else [])
    assert line.notes or question


def test_lines_that_name_two_elus_of_a_body_never_say_it_together(session: Session, ana: User) -> None:
    rows = (("Ana Bel", None, "Montchat", None), ("Léo Roux", None, "Montchat", None))
    made = planned(session, *rows)
    (question,) = {one.key: one for line in made.lines for one in line.questions}.values()
    assert [option.label for option in question.options] == ["Ana Bel", "Léo Roux"]
    assert question.params["who"] == "Ana Bel, Léo Roux"
    other = planned(session, rows[0], ("Zoé Bal", None, "Montchat", None), answers={question.key: "1"})
    assert set(states(other)) == {"asked"}, "an answer is of what was compared"
    assert states(planned(session, *rows, answers={question.key: "1"})) == ["left", "changed"]
