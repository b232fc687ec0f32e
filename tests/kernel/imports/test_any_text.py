"""What is exported comes back without a change, whatever text the register holds."""

import io
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mdo.kernel.imports.cells.values import clean, is_blank
from mdo.kernel.imports.exports import write_export
from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import plan
from models.instances import Instance, Seat
from models.people import Person
from models.text import fold
from tests.kernel.imports.roundtrips import back, sent
from tests.support import NIGHT_ON_POSTGRESQL, TODAY
from tests.support import factories as make

# What both databases store: no lone surrogate, no zero; what a person or a paste may put in a field.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60)
TEXTS = st.lists(TEXT, min_size=1, max_size=5)
ODD = (
    "=1+1", "+33 6 12 34 56 78", "-5 rue A", "@x", "\tTab", "’apostrophe", "'=1", "_x0041_", "_x005F_x0041_", "#N/A",
    "a\nb", "a\r\nb", " espaces ", "\u00a0insécable\u202f", "12", "1.0", "24/11/2026", "VRAI", "é\u0301", "\ufeffBOM",
    "\x07cloche", "\x0b", "𝒵oé", "\u202einverse", "\ufffe", "https://a.b/?q=\"<&>", "a;b", "\u2028", "x" * 60,
    "»", '"', "’’", "//", "Dupont (12)", "M. Dupont", "Dupont dit Zaza", "DUPONT née Roux",
    "idem", "Id. supra", "-\u200b \" ",
)  # fmt: skip


def round_trip(session: Session, kind: str) -> ImportPlan:
    stream = io.BytesIO()
    write_export(session, kind, stream, translate=str)
    return plan(session, kind, stream.getvalue(), today=TODAY)


def changes(made: ImportPlan) -> list[Any]:
    return [(line.state, line.changes, line.errors) for line in made.lines if line.writes or line.errors]


def examples(test: Any) -> Any:
    for text in ODD:
        test = example(text)(test)
    return test


def in_one_workbook(test: Any) -> Any:
    """The texts that are known to be odd, a row each: a workbook costs more than its rows."""
    return example(list(ODD))(test)


def tells_someone(text: str) -> bool:
    """What a name must be for an import to find its row: words, without invisible signs that cut or join them.

    Texts that look like an escape are asked of seats.
    """
    return bool(fold(text)) and not is_blank(text) and fold(clean(text)) == fold(text) and "_x" not in text


@in_one_workbook
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_any_text_of_a_person_comes_back_without_a_change(session: Session, texts: list[str]) -> None:
    session.execute(delete(Person))
    for number, text in enumerate(texts):
        email = f"z{number}@example.org"
        make.PersonFactory(last_name=f"DUPONT {number}", first_name="Zoé", address=text, city=text, email=email)
    session.flush()
    assert changes(round_trip(session, "people")) == []


@pytest.mark.slow
@NIGHT_ON_POSTGRESQL
@examples
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT.filter(tells_someone))
def test_any_name_comes_back_as_the_same_person(session: Session, text: str) -> None:
    session.execute(delete(Person))
    make.PersonFactory(last_name=text, first_name="Zoé", email="z@example.org")
    session.flush()
    made = round_trip(session, "people")
    if tells_someone(text):
        assert changes(made) == []


@pytest.mark.slow
@NIGHT_ON_POSTGRESQL
@in_one_workbook
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_any_text_of_a_seat_comes_back_without_a_change(session: Session, texts: list[str]) -> None:
    session.execute(delete(Seat))
    body = session.scalars(select(Instance).filter_by(name="CCSPL")).first() or make.InstanceFactory(name="CCSPL")
    for text in texts:
        make.SeatFactory(instance=body, label=text, requirement=text, appointing_authority=text)
    session.flush()
    assert changes(round_trip(session, "seats")) == []


@NIGHT_ON_POSTGRESQL
@in_one_workbook
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_a_workbook_to_change_comes_back_without_a_change_whatever_it_holds(session: Session, texts: list[str]) -> None:
    session.execute(delete(Person))
    session.execute(delete(Seat))
    body = session.scalars(select(Instance).filter_by(name="CCSPL")).first() or make.InstanceFactory(name="CCSPL")
    for text in texts:
        make.PersonFactory(last_name=text, first_name=text, address=text, city=text, guardian_name=text, email=text)
        make.SeatFactory(instance=body, label=text, requirement=text, appointing_authority=text)
    session.flush()
    for kind in ("people", "seats"):
        assert changes(back(session, kind, sent(session, kind))) == []
