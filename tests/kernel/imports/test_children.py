"""Members of a council of children: their school, their parents, the day of the election, as schools write them."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from models.organisations import Organisation, OrganisationKind
from models.people import Designation, Mandate, Person
from tests.kernel.imports.sheets import states, workbook
from tests.support import TODAY
from tests.support import factories as make

TITLE = ("Conseil des enfants du 5e – année scolaire 2025-2026",)
HEADERS = ("École", "NOM", "Prénom", "Responsables légaux", "Tél. responsables", "Mail parents", "Élu(e) le")
DAY = dt.date(2025, 10, 9)


def planned(session: Session, *cells: Any, answers: dict[str, str] | None = None, title: Any = TITLE) -> ImportPlan:
    row = ("École Champvert", "PASQUET", "Lilou", *cells, *(None,) * (3 - len(cells)), DAY)
    answers = {"kind-of-schools": "!create.partner", **(answers or {})}
    return plan(session, "people", workbook(title, HEADERS, row), today=TODAY, answers=answers)


@pytest.fixture(autouse=True)
def _council(session: Session) -> None:
    make.InstanceFactory(name="Conseil des enfants du 5e", arrondissements=[5])
    session.commit()


def test_school_and_day_of_election_are_read_and_the_title_gives_the_last_day(session: Session) -> None:
    made = planned(session, "Mme PASQUET Irène (mère)", "0639986001")
    assert states(made)[-1] == "created"
    apply(session, made)
    mandate = session.scalars(select(Mandate)).one()
    assert (mandate.start_on, mandate.planned_end_on) == (DAY, dt.date(2026, 8, 31))
    assert mandate.designation is Designation.ELECTED
    school = session.scalars(select(Organisation)).one()
    assert (school.name, school.kind) == ("École Champvert", OrganisationKind.PARTNER)
    person = session.scalars(select(Person)).one()
    assert (person.organisation, person.guardian_name) == (school, "Pasquet Irène")
    assert person.guardian_phone == "06 39 98 60 01"


@pytest.mark.parametrize(
    "title",
    [
        "Conseil des enfants du 5e",
        "Conseil des enfants du 5e – année scolaire 2025-2027",
        "Conseil des enfants du 5e, 2025-2026",
    ],
)
def test_a_title_without_a_school_year_gives_no_last_day(session: Session, title: str) -> None:
    apply(session, planned(session, title=(title,)))
    assert session.scalars(select(Mandate)).one().planned_end_on is None


FIRST, SECOND = "06 39 98 60 02", "06 39 98 60 03"
TWO = ("Sonia ROCHER <sonia@example.org>; Ali Gandon <ali@example.org>", None, None)
THREE = ("Sonia ROCHER <sonia@example.org>, Ali Gandon <ali@example.org>, Zoé Blanc", None, None)
COUPLE = ("M. et Mme QUENTIN", f"{FIRST} / {SECOND}", None)


@pytest.mark.parametrize(
    ("cells", "answer", "kept"),
    [
        (COUPLE, "both", ("M. et Mme Quentin", FIRST, None)),
        (COUPLE, "first", ("M. Quentin", FIRST, None)),
        (COUPLE, "second", ("Mme Quentin", SECOND, None)),
        (COUPLE, "!blank", (None, None, None)),
        (TWO, "first", ("Sonia Rocher", None, "sonia@example.org")),
        (TWO, "second", ("Ali Gandon", None, "ali@example.org")),
        (TWO, "both", ("Sonia Rocher et Ali Gandon", None, "sonia@example.org")),
        (("Irène Pasquet et Luc Pasquet", FIRST, None), "second", ("Luc Pasquet", FIRST, None)),
        (("en famille d'accueil, voir la directrice", None, None), "!blank", (None, None, None)),
        (("En famille d'accueil", None, None), "voir la directrice", (None, None, None)),
        (("VOIR LA DIRECTRICE", None, None), "!blank", (None, None, None)),
        (("En attente de la réponse de l'école", None, None), "!blank", (None, None, None)),
        (("en famille d'accueil", None, None), "Ana Roux", ("Ana Roux", None, None)),
        (THREE, "second", ("Ali Gandon", None, "ali@example.org")),
    ],
)
def test_two_guardians_are_asked_about_with_their_numbers_and_addresses(
    session: Session, cells: tuple[Any, ...], answer: str, kept: tuple[Any, ...]
) -> None:
    made = planned(session, *cells)
    (asked,) = made.questions
    assert states(made)[-1] == "asked"
    answers = {asked.question.key: answer}
    made = planned(session, *cells, answers=answers)
    # Two numbers of nobody are asked as any others are.
    answers |= {one.question.key: "first" for one in made.questions}
    made = planned(session, *cells, answers=answers)
    assert [line.errors for line in made.lines if line.errors] == []
    apply(session, made)
    person = session.scalars(select(Person)).one()
    found = (person.guardian_name, person.guardian_phone, person.guardian_email)
    assert found == (kept if answer != "!blank" or cells is not COUPLE else (None, FIRST, None))
    # The other one, and what nobody was said to be, go to the notes of the child.
    kept_somewhere = " ".join(filter(None, (*found, person.notes)))
    addresses = [text for text in (FIRST, SECOND, "sonia@example.org", "ali@example.org") if text in str(cells)]
    assert [text for text in addresses if text not in kept_somewhere] == []


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Sonia ROCHER ; sonia@example.org", ("Sonia Rocher", None, "sonia@example.org")),
        ("Sonia ROCHER / 06 39 98 60 02", ("Sonia Rocher", FIRST, None)),
        ("Sonia ROCHER ; voir la directrice", ("Sonia Rocher", None, None)),
        ("Mme de la Tour", ("de la Tour", None, None)),
        ("Irène du Pont", ("Irène du Pont", None, None)),
    ],
)
def test_one_guardian_is_kept_without_a_question(session: Session, cell: str, kept: tuple[Any, ...]) -> None:
    made = planned(session, cell)
    assert made.questions == ()
    apply(session, made)
    person = session.scalars(select(Person)).one()
    assert (person.guardian_name, person.guardian_phone, person.guardian_email) == kept
    assert ("directrice" in (person.notes or "")) == ("directrice" in cell)


@pytest.mark.parametrize(
    ("answer", "kept"), [("09/10/2025", dt.date(2025, 10, 9)), ("10/10/2025", dt.date(2025, 10, 10))]
)
@pytest.mark.parametrize("cell", ["9 et 10 octobre 2025", "les 9 et 10 octobre 2025", "9/10 oct. 2025"])
def test_two_days_in_a_cell_are_asked_about(session: Session, cell: str, answer: str, kept: dt.date) -> None:
    data = workbook(TITLE, HEADERS, (None, "PASQUET", "Lilou", None, None, None, cell))
    (asked,) = plan(session, "people", data, today=TODAY).questions
    assert [option.value for option in asked.question.options][:2] == ["09/10/2025", "10/10/2025"]
    apply(session, plan(session, "people", data, today=TODAY, answers={asked.question.key: answer}))
    assert session.scalars(select(Mandate)).one().start_on == kept


def test_the_kind_of_new_schools_is_asked_once_and_the_preview_names_what_is_created(session: Session) -> None:
    rows = [(f"École {name}", name, "Lilou", None, None, None, DAY) for name in ("Champvert", "Battières")]
    data = workbook(TITLE, HEADERS, *rows)
    made = plan(session, "people", data, today=TODAY)
    (asked,) = made.questions
    assert asked.count == 2
    assert asked.question.options[0].label == "Partner"
    made = plan(session, "people", data, today=TODAY, answers={asked.question.key: "!create.authority"})
    labels = [change.label for line in made.lines for change in line.changes]
    assert ("Name" in labels, labels.count("Organisation created")) == (False, 2)
    apply(session, made)
    assert [row.kind for row in session.scalars(select(Organisation))] == [OrganisationKind.AUTHORITY] * 2


def test_schools_that_are_not_created_leave_the_cells_empty(session: Session) -> None:
    made = planned(session, answers={"kind-of-schools": "!blank"})
    apply(session, made)
    assert session.scalars(select(Organisation)).all() == []
    assert session.scalars(select(Person)).one().organisation is None


def test_the_school_year_of_the_title_is_the_last_day_whatever_body_is_answered(session: Session) -> None:
    title = ("Liste des élèves – année scolaire 2025-2026",)
    (asked,) = planned(session, title=title).questions
    made = planned(session, title=title, answers={asked.question.key: "Conseil des enfants du 5e"})
    end = dt.date(2026, 8, 31)
    assert [params["day"] for _, _, params in made.remarks if "day" in params] == [end]
    apply(session, made)
    assert session.scalars(select(Mandate)).one().planned_end_on == end


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("Ana Roux", None), [FIRST]),  # another person: whose number it is, somebody must say
        (("Ana Roux", SECOND), []),
        (("PASQUET Irène", None), []),
    ],
)
def test_a_number_that_was_given_with_another_guardian_is_told(
    session: Session, cells: tuple[str | None, ...], told: list[str]
) -> None:
    make.PersonFactory(
        last_name="Pasquet", first_name="Lilou", birth_year=2016, guardian_name="Pasquet Irène", guardian_phone=FIRST
    )
    headers = ("NOM", "Prénom", "Année de naissance", "Responsables légaux", "Tél. responsables")
    made = plan(session, "people", workbook(headers, ("PASQUET", "Lilou", 2016, *cells)), today=TODAY)
    assert [params["value"] for _, _, params in made.remarks if params.get("before") == "Pasquet Irène"] == told


@pytest.mark.parametrize(("guardian", "is_missing"), [((None, None), True), (("Ana Roux", FIRST), False)])
def test_a_minor_without_a_guardian_is_told_to_complete(
    session: Session, guardian: tuple[str | None, str | None], is_missing: bool
) -> None:
    headers = ("NOM", "Prénom", "Année de naissance", "Responsables légaux", "Tél. responsables")
    made = plan(session, "people", workbook(headers, ("PASQUET", "Lilou", 2016, *guardian)), today=TODAY)
    assert ("Legal guardian" in made.lines[0].to_complete) == is_missing
