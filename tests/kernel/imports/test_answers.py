"""Properties of answers: they change the lines that ask alone, and known ones leave nothing that waits."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.asking import BLANK, LEAVE
from mdo.kernel.imports.plans import LineState, PlannedLine
from mdo.kernel.imports.run import plan
from mdo.kernel.imports.words.nearest import variant_key
from models.instances import InstanceType
from models.people import Gender
from tests.kernel.imports.roundtrips import back, sent, with_cells
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support import factories as make

HEADERS = ("Nom", "Prénom", "Civilité", "Instance", "Fonction", "Collège", "Début")
WORDS = {
    "Civilité": ("Mme", "Dame", "Monsieur le conseiller", None),
    "Instance": ("Montchat", "Montchatt", "Quartier perdu", None),
    "Fonction": ("Membre", "Roi", None),
    "Collège": ("Habitants", "Autre chose", None),
    "Début": ("01/01/2025", "hier", None),
}


@pytest.fixture
def _register(session: Session) -> None:
    kind = session.scalars(select(InstanceType).filter_by(label="Conseil de quartier")).one()
    body = make.InstanceFactory(name="Montchat", type=kind, arrondissements=[3])
    make.InstanceFactory(name="Gerland", type=body.type, arrondissements=[7])
    make.CollegeFactory(instance=body, name="Habitants")
    make.CollegeFactory(instance=body, name="Associations")
    session.commit()


def said(line: PlannedLine) -> Any:
    changes = [(change.label, str(change.after)) for change in line.changes]
    return line.state, changes, line.errors, line.notes, [question.key for question in line.questions]


ROWS = st.lists(st.tuples(*(st.sampled_from(words) for words in WORDS.values())), min_size=1, max_size=6)


@pytest.mark.usefixtures("_register")
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=ROWS, data=st.data())
def test_an_answer_changes_the_lines_that_ask_alone_and_known_ones_leave_none_that_waits(
    session: Session, rows: list[tuple[Any, ...]], data: st.DataObject
) -> None:
    file = workbook(HEADERS, *((f"Roux{number}", "Ana", *row) for number, row in enumerate(rows)))
    before = plan(session, "people", file, today=TODAY)
    answers: dict[str, str] = {}
    after = before
    while after.questions:
        asked = [one.question for one in after.questions]
        for question in asked:
            values = [option.value for option in question.options]
            answers[question.key] = data.draw(st.sampled_from([*values, LEAVE]))
        after = plan(session, "people", file, today=TODAY, answers=answers)
        assert not {one.question.key for one in after.questions} & answers.keys()
    assert not any(line.state is LineState.ASKED for line in after.lines)
    for old, new in zip(before.lines, after.lines, strict=True):
        if not old.questions:
            assert said(old) == said(new)
        left = any(answers.get(question.key) == LEAVE for question in new.answered)
        assert (new.state is LineState.LEFT) == left
        assert not left or (new.left and not new.writes)


@pytest.mark.usefixtures("_register")
def test_an_answer_for_one_body_of_a_workbook_holds_in_all_its_columns(session: Session) -> None:
    rows = (("Nom", "Type", "Rattachée à"), ("Vaise", "Conseil de quartier", "Quartier X"))
    made = plan(session, "instances", workbook(*rows, ("Bron", "Conseil de quartier", "QUARTIER  x")), today=TODAY)
    (asked,) = made.questions
    assert asked.count == 2
    other = plan(session, "people", workbook(("Nom", "Instance"), ("Roux", "quartier x")), today=TODAY)
    assert [one.question.key for one in other.questions] == [asked.question.key]


@pytest.mark.usefixtures("_register")
def test_a_needed_cell_is_not_left_empty(session: Session) -> None:
    made = plan(session, "people", workbook(("Nom", "Instance", "Civilité"), ("Roux", "X", "Y")), today=TODAY)
    assert all(BLANK in {option.value for option in one.question.options} for one in made.questions)
    made = plan(session, "seats", workbook(("Instance", "N°"), ("Quartier perdu", 1)), today=TODAY)
    assert BLANK not in {option.value for option in made.questions[0].question.options}


VARIANTS = [
    ("Habitant·es", "Habitants"), ("habitant(e)s", "Habitant"), ("habitant.e.s", "habitantes"),
    ("Animatrice", "animateurs"), ("CQ Montchat", "Conseil de quartier Montchat"), ("St Just", "Saint-Just"),
    ("ponctuelles", "Ponctuel"), ("Trésorière", "trésoriers"), ("ASSOCIATIONS", "association"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), VARIANTS)
def test_variants_are_one(one: str, other: str) -> None:
    assert variant_key(one) == variant_key(other)


@pytest.mark.parametrize(("one", "other"), [("Montchat", "Montchatt"), ("3e", "7e"), ("Présidence", "Président")])
def test_what_differs_is_not(one: str, other: str) -> None:
    assert variant_key(one) != variant_key(other)


@pytest.mark.usefixtures("_register")
def test_a_variant_is_matched_and_told_when_one_alone_fits(session: Session) -> None:
    rows = (HEADERS[:6], ("Roux", "Ana", "Femmes", "CQ Montchat", "Membres", "Association"))
    (line,) = plan(session, "people", workbook(*rows), today=TODAY).lines
    assert line.state is LineState.CREATED
    assert {note[1]["value"] for note in line.notes if "was read as" in note[0]} == {"Femmes", "Membres", "CQ Montchat"}


@pytest.mark.usefixtures("_register")
def test_a_substitute_of_a_line_left_aside_is_asked_about_never_in_error(session: Session) -> None:
    rows = (
        ("Nom", "Prénom", "Instance", "Civilité", "Suppléant·e de"),
        ("Roux", "Ana", "Montchat", "Damoiselle", None),
        ("Petit", "Léa", "Montchat", None, "Roux Ana"),
    )
    (asked,) = plan(session, "people", workbook(*rows), today=TODAY).questions
    made = plan(session, "people", workbook(*rows), today=TODAY, answers={asked.question.key: LEAVE})
    assert [line.state for line in made.lines] == [LineState.LEFT, LineState.ASKED]


def test_a_workbook_that_comes_back_asks_too_and_takes_the_answer(session: Session) -> None:
    make.PersonFactory(last_name="Roux", first_name="Ana", gender=Gender.MALE)
    session.commit()
    data = with_cells("people", sent(session, "people"), (2, "gender", "Damoiselle"))
    (asked,) = back(session, "people", data).questions
    options = [option.value for option in asked.question.options]
    assert options[-1] == BLANK, "left as it is in the register"
    made = back(session, "people", data, answers={asked.question.key: "female"})
    assert [(change.before, change.after) for change in made.lines[0].changes] == [(Gender.MALE, Gender.FEMALE)]
    made = back(session, "people", data, answers={asked.question.key: BLANK})
    assert [line.state for line in made.lines] == [LineState.UNCHANGED]
