"""Import of bodies: each fact as what becomes of each line, or the set of (line, column, error)."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import OutOfScope, RuleViolation
from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.written import OUTSIDE
from models.instances import Instance, InstanceState, InstanceType
from models.journal import Door, JournalEntry
from models.territory import Arrondissement
from tests.kernel.imports.sheets import errors, places, states, workbook
from tests.support import TODAY
from tests.support import factories as make

LYON = Path(__file__).parents[2] / "support" / "data" / "lyon_instances.xlsx"
HEADERS = ("Nom", "Type", "Arrondissement")


def planned(session: Session, *rows: Any, headers: tuple[str, ...] = HEADERS, **options: Any) -> ImportPlan:
    return plan(session, "instances", workbook(headers, *rows), today=TODAY, **options)


def kind_of(session: Session, label: str) -> InstanceType:
    return session.scalars(select(InstanceType).filter_by(label=label)).one()


def place(session: Session, number: int) -> Arrondissement:
    return session.scalars(select(Arrondissement).filter_by(number=number)).one()


def test_the_real_bodies_of_lyon_come_in_whole_and_the_second_time_change_nothing(session: Session) -> None:
    before = session.scalar(select(func.count(Instance.id))) or 0
    first = plan(session, "instances", LYON, today=TODAY)
    assert first.errors == ()
    assert states(first) == ["created"] * 42
    assert first.unknown_columns == (("Instances", "Source"),)
    apply(session, first)
    session.commit()
    assert session.scalar(select(func.count(Instance.id))) == before + 42
    by_type = session.scalars(select(func.count()).select_from(Instance).group_by(Instance.type_id)).all()
    assert sorted(by_type) == [1, 1, 1, 1, 10, 28]
    assert states(plan(session, "instances", LYON, today=TODAY)) == ["unchanged"] * 42


def test_a_body_may_be_in_two_arrondissements_and_a_date_is_read(session: Session) -> None:
    apply(session, plan(session, "instances", LYON, today=TODAY))
    body = session.scalars(select(Instance).filter_by(name="Moncey Voltaire Guillotière")).one()
    assert [arrondissement.number for arrondissement in body.arrondissements] == [3, 7]
    assert (body.recognised_on, body.state) == (dt.date(2016, 12, 13), InstanceState.ACTIVE)


def test_an_import_is_one_journal_entry_through_its_own_door(session: Session) -> None:
    apply(session, plan(session, "instances", LYON, today=TODAY))
    session.commit()
    (entry,) = session.scalars(select(JournalEntry).where(JournalEntry.door == Door.IMPORT)).all()
    assert entry.summary == "lyon_instances.xlsx"
    assert len([change for change in entry.changes if change.model == "Instance"]) == 42


def test_a_plan_writes_nothing(session: Session) -> None:
    body = make.InstanceFactory(name="Gerland", arrondissements=[7])
    session.commit()
    planned(session, ("Gerland", body.type.label, "3e"), ("Nouveau", body.type.label, "3e"))
    assert not session.new
    assert not [row for row in session.dirty if session.is_modified(row)]
    session.commit()
    assert session.scalar(select(func.count()).select_from(JournalEntry).where(JournalEntry.door == Door.IMPORT)) == 0


def test_every_error_of_every_line_is_told_at_once(session: Session) -> None:
    made = plan(
        session,
        "instances",
        workbook(
            ("Nom", "Type", "Arr.", "Date de création", "Courriel", "État"),
            (None, "Conseil de quartier", "3e", None, None, None),
            ("Montchat", "Conseil de cartier", "12e", "31/02/2024", "montchat@", "endormie"),
            ("Vaise", None, "9e", None, None, None),
        ),
        today=TODAY,
    )
    assert places(made) == {
        (2, "Nom"),
        (3, "Type"),
        (3, "Arr."),
        (3, "Date de création"),
        (3, "Courriel"),
        (3, "État"),
        (4, "Type"),
    }


def test_an_unknown_type_is_asked_with_the_nearest(session: Session) -> None:
    (line,) = planned(session, ("Montchat", "Conseil de cartier", "3e")).lines
    (question,) = line.questions
    assert question.options[0].label == "Conseil de quartier"


@pytest.mark.parametrize("cell", ["CONSEIL DE QUARTIER", "conseil  de quartier ", "Conseil du quartier", "CQ"])
def test_a_type_is_found_however_it_is_written(session: Session, cell: str) -> None:
    assert states(planned(session, ("Montchat", cell, "3e"))) == ["created"]


@pytest.mark.parametrize(
    ("name", "kind", "where", "becomes"),
    [
        ("la duchere", "Conseil de quartier", "9e", "unchanged"),
        ("LA DUCHÈRE ", "conseil de quartier", None, "unchanged"),
        ("Plateau", None, None, "unchanged"),
        ("La Duchère", "Conseil citoyen", "9e", "created"),
        ("La Duchère", "Conseil de quartier", "3e", "created"),
        ("La Duchère", "Conseil de quartier", "9e, 5e", "changed"),
    ],
)
def test_a_body_is_known_by_its_name_or_alias_its_type_and_its_place(
    session: Session, name: str, kind: str | None, where: str | None, becomes: str
) -> None:
    quarter = kind_of(session, "Conseil de quartier")
    make.InstanceFactory(name="La Duchère", type=quarter, arrondissements=[9], aliases="Plateau\nDuchère Balmont")
    assert states(planned(session, (name, kind, where))) == [becomes]


def test_a_name_of_several_bodies_asks_for_more(session: Session) -> None:
    quarter = kind_of(session, "Conseil de quartier")
    make.InstanceFactory(name="Centre", type=quarter, arrondissements=[1])
    make.InstanceFactory(name="Centre", type=quarter, arrondissements=[2])
    made = planned(session, ("Centre", "Conseil de quartier", None), ("Centre", "Conseil de quartier", "2e"))
    assert states(made) == ["error", "unchanged"]
    assert places(made) == {(2, "Nom")}


def test_the_code_goes_before_the_name_and_may_rename(session: Session) -> None:
    body = make.InstanceFactory(code="CQ-3-01", name="Montchat", arrondissements=[3])
    make.InstanceFactory(code="CQ-3-02", name="Villette", arrondissements=[3])
    headers = ("Code", "Nom", "Type")
    made = planned(session, ("CQ-3-01", "Montchat Nord", None), headers=headers)
    assert [(change.before, change.after) for line in made.lines for change in line.changes] == [
        ("Montchat", "Montchat Nord")
    ]
    apply(session, made)
    assert body.name == "Montchat Nord"
    assert places(planned(session, ("CQ-9-99", "Villette", None), headers=headers)) == {(2, "Code")}


def test_two_lines_of_one_body_are_asked_what_is_kept(session: Session) -> None:
    made = planned(
        session,
        ("Montchat", "Conseil de quartier", "3e"),
        ("Brotteaux", "Conseil de quartier", "6e"),
        ("MONTCHAT", "Conseil de quartier", "3e"),
    )
    assert states(made) == ["asked", "created", "asked"]
    assert {question.params["lines"] for line in made.lines for question in line.questions} == {"2, 4"}


def test_a_blank_never_erases(session: Session) -> None:
    body = make.InstanceFactory(name="Montchat", arrondissements=[3], mailbox="montchat@example.org")
    made = planned(session, ("Montchat", None, None, None), headers=(*HEADERS, "Boîte mail"))
    assert states(made) == ["unchanged"]
    apply(session, made)
    assert (body.mailbox, len(body.arrondissements)) == ("montchat@example.org", 1)


def test_the_rules_of_the_life_of_a_body_are_called(session: Session) -> None:
    make.InstanceFactory(name="Montchat", arrondissements=[3], state=InstanceState.ACTIVE)
    headers = ("Nom", "État", "Date de dissolution", "Motif")
    made = planned(session, ("Montchat", "dissoute", "01/09/2026", None), headers=headers)
    assert places(made) == {(2, "Motif")}
    made = planned(session, ("Montchat", "dissoute", "01/09/2026", "Fusion"), headers=headers)
    assert made.errors == ()
    apply(session, made)
    session.commit()
    body = session.scalars(select(Instance).filter_by(name="Montchat")).one()
    assert (body.state, body.state_on) == (InstanceState.DISSOLVED, dt.date(2026, 9, 1))
    assert states(planned(session, ("Montchat", "dissoute", "01/09/2026", "Fusion"), headers=headers)) == ["unchanged"]


def test_what_follows_from_a_dissolution_is_shown_before_it_is_written(session: Session) -> None:
    body = make.InstanceFactory(name="Montchat", arrondissements=[3], state=InstanceState.ACTIVE, state_on=None)
    for _ in range(2):
        make.MandateFactory(instance=body, start_on=dt.date(2025, 1, 1))
    session.commit()
    made = planned(session, ("Montchat", "dissoute", "Fusion"), headers=("Nom", "État", "Motif"))
    assert [(change.label, change.before, change.after) for line in made.lines for change in line.changes] == [
        ("State", InstanceState.ACTIVE, InstanceState.DISSOLVED),
        ("Reason for the state", None, "Fusion"),
        ("State since", None, TODAY),
        ("Dissolved on", None, TODAY),
    ]
    assert made.lines[0].remarks == (("Mandates that this dissolution ends: %(count)d.", {"count": 2}),)


def test_a_new_body_of_unknown_state_is_to_complete(session: Session) -> None:
    made = planned(session, ("Montchat", "Conseil de quartier", "3e"))
    assert [labels for _, labels in made.to_complete] == [("State",)]


def test_without_the_right_to_create_the_line_is_refused(session: Session) -> None:
    make.InstanceFactory(name="Gerland", arrondissements=[7])
    made = planned(
        session,
        ("Montchat", "Conseil de quartier", "3e"),
        ("Gerland", None, None),
        can=lambda permission, view: permission != "can_add",
    )
    assert states(made) == ["error", "unchanged"]


def test_a_referent_imports_into_her_arrondissement_alone(session: Session, as_reader: Callable[..., Session]) -> None:
    quarter = kind_of(session, "Conseil de quartier")
    make.InstanceFactory(name="Point du Jour", type=quarter, arrondissements=[5], mailbox=None)
    make.InstanceFactory(name="Gerland", type=quarter, arrondissements=[7])
    make.InstanceFactory(name="Conseil de la nuit", type=quarter, arrondissements=[])
    reader = as_reader(Scope.arrondissements(1, frozenset({place(session, 5).id})))
    headers = (*HEADERS, "Boîte mail")
    made = planned(
        reader,
        ("Point du Jour", None, None, "pdj@example.org"),
        ("Ménival", "Conseil de quartier", "5e", None),
        ("Jean Macé", "Conseil de quartier", "7e", None),
        ("Point du Jour", "Conseil citoyen", "5e, 7e", None),
        ("Conseil de la nuit", None, None, "nuit@example.org"),
        ("Conseil du jour", "Conseil de quartier", None, None),
        headers=headers,
    )
    assert states(made) == ["changed", "created", "error", "error", "error", "error"]
    assert errors(made) == {(line, "Arrondissement", OUTSIDE) for line in (4, 5, 6, 7)}
    with pytest.raises(RuleViolation):
        apply(reader, made)
    result = apply(reader, made, only_valid=True)
    reader.commit()
    assert (result.created, result.changed, result.unchanged, result.rejected) == (1, 1, 0, 4)


def test_what_the_plan_says_of_the_scope_is_what_the_session_holds(
    session: Session, as_reader: Callable[..., Session]
) -> None:
    """The line is told before, and the flush would refuse it anyway."""
    reader = as_reader(Scope.arrondissements(1, frozenset({place(session, 5).id})))
    made = planned(reader, ("Jean Macé", "Conseil de quartier", "7e"))
    made.lines[0].errors.clear()
    with pytest.raises(OutOfScope):
        apply(reader, made)
