"""Import of organisations: each fact as what becomes of each line, or the set of (line, column)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.written import OUTSIDE
from models.organisations import Organisation, OrganisationKind
from models.territory import Arrondissement
from tests.kernel.imports.sheets import errors, places, states, workbook
from tests.support import TODAY
from tests.support import factories as make

HEADERS = ("Nom", "Nature", "N° SIRET", "Arrondissement", "Courriel", "Convention du", "Fin de convention")
SIRET, OTHER_SIRET = "21690123100011", "20004697700019"


def planned(session: Session, *rows: Any, **options: Any) -> ImportPlan:
    full = [(*row, *(None,) * (len(HEADERS) - len(row))) for row in rows]
    return plan(session, "organisations", workbook(HEADERS, *full), today=TODAY, **options)


ZERO = "05520000000002"


@pytest.mark.parametrize("written", [ZERO, ZERO[1:], "552 0000 000002", float(ZERO[1:])])
def test_the_zero_that_excel_took_away_is_put_back_and_told(session: Session, written: Any) -> None:
    made = planned(session, ("Nova", "association", written))
    (line,) = made.lines
    assert [params["read"] for _, params in line.remarks] == ([] if written == ZERO else [ZERO])
    apply(session, made)
    assert session.scalars(select(Organisation.siret)).one() == ZERO


def test_thirteen_digits_whose_key_is_wrong_with_a_zero_stay_an_error(session: Session) -> None:
    made = planned(session, ("Nova", "association", "5520000000003"))
    assert places(made) == {(2, "N° SIRET")}
    assert [error.params["value"] for error in made.errors] == ["5520000000003"]  # as it was typed


def test_associations_directions_and_partners_are_created_then_the_same_file_changes_nothing(session: Session) -> None:
    rows = (
        ("Lyon à Vélo", "asso", None, "3e", "contact@example.org", None, None),
        ("Direction des écoles", "service"),
        ("Ville de Lyon", "mairie", "216 901 231 00011"),
        ("Bailleur du Rhône", "partenaire", None, None, None, "01/01/2025", "31/12/2027"),
    )
    made = planned(session, *rows)
    assert states(made) == ["created"] * 4
    apply(session, made)
    session.commit()
    found = {row.name: row for row in session.scalars(select(Organisation))}
    velo, school, city, landlord = (found[name] for name, *_ in rows)
    assert (velo.kind, velo.arrondissement.number, velo.email) == (
        OrganisationKind.ASSOCIATION,
        3,
        "contact@example.org",
    )
    assert (school.kind, school.arrondissement) == (OrganisationKind.DIRECTION, None)
    assert (city.kind, city.siret) == (OrganisationKind.AUTHORITY, SIRET)
    assert (landlord.convention_start_on, landlord.convention_end_on) == (dt.date(2025, 1, 1), dt.date(2027, 12, 31))
    assert states(planned(session, *rows)) == ["unchanged"] * 4


def test_an_organisation_is_known_by_its_number_then_by_its_name(session: Session) -> None:
    make.OrganisationFactory(name="Ville de Lyon", siret=SIRET, kind=OrganisationKind.AUTHORITY)
    make.OrganisationFactory(name="Lyon à Vélo", siret=None, kind=OrganisationKind.ASSOCIATION)
    session.commit()
    made = planned(
        session,
        ("Mairie de Lyon", None, SIRET),
        ("LYON A VELO", None, OTHER_SIRET),
    )
    assert states(made) == ["changed", "changed"]
    assert [[(change.before, change.after) for change in line.changes] for line in made.lines] == [
        [("Ville de Lyon", "Mairie de Lyon")],
        [(None, OTHER_SIRET)],
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ((None, "association"), "Nom"),
        (("Nouvelle",), "Nature"),
        (("Nouvelle", "club"), "Nature"),
        (("Nouvelle", "association", "21690123100012"), "N° SIRET"),
        (("Nouvelle", "association", None, "3e, 7e"), "Arrondissement"),
        (("Nouvelle", "association", None, None, None, "02/01/2025", "01/01/2025"), "Fin de convention"),
        (("Ville de Lyon", None, OTHER_SIRET), "N° SIRET"),
        (("MJC",), "Nom"),
    ],
)
def test_what_it_cannot_be_is_told_on_its_line(session: Session, row: tuple[Any, ...], column: str) -> None:
    make.OrganisationFactory(name="Ville de Lyon", siret=SIRET)
    for number in (3, 7):
        make.OrganisationFactory(name="MJC", arrondissement=make.ArrondissementFactory(number=number))
    session.commit()
    assert places(planned(session, row)) == {(2, column)}


def test_of_two_of_one_name_the_arrondissement_tells(session: Session) -> None:
    for number in (3, 7):
        make.OrganisationFactory(name="MJC", email=None, arrondissement=make.ArrondissementFactory(number=number))
    session.commit()
    made = planned(session, ("MJC", None, None, "7e", "mjc7@example.org"))
    assert states(made) == ["changed"]
    apply(session, made)
    session.commit()
    changed = session.scalars(select(Organisation).filter_by(email="mjc7@example.org")).one()
    assert changed.arrondissement.number == 7


def test_two_lines_on_one_organisation_are_asked_what_is_kept(session: Session) -> None:
    made = planned(session, ("Lyon à Vélo", "association"), ("LYON A VELO", "association"))
    assert states(made) == ["asked", "asked"]


def test_a_number_that_excel_shortened_is_read(session: Session) -> None:
    made = planned(session, ("Ville de Lyon", "mairie", 21690123100011))
    assert states(made) == ["created"]
    apply(session, made)
    session.commit()
    assert session.scalars(select(Organisation)).one().siret == SIRET


def test_a_referent_imports_the_organisations_of_her_arrondissement_alone(
    session: Session, as_reader: Callable[..., Session]
) -> None:
    fifth, seventh = (make.ArrondissementFactory(number=number) for number in (5, 7))
    make.OrganisationFactory(name="Les Lumières", arrondissement=fifth)
    make.OrganisationFactory(name="Toute la ville", arrondissement=None)
    session.commit()
    reader = as_reader(Scope.arrondissements(1, frozenset({session.get(Arrondissement, fifth.id).id})))
    made = planned(
        reader,
        ("Les Lumières", None, None, None, "a@example.org"),
        ("Nouvelle", "association", None, "5e"),
        ("Ailleurs", "association", None, "7e"),
        ("Partout", "association"),
        ("Toute la ville", None, None, None, "b@example.org"),
        ("Les Lumières du 7e", "association", None, str(seventh.number)),
    )
    assert states(made) == ["changed", "created", "error", "error", "error", "error"]
    assert {(line, text) for line, _, text in errors(made)} == {(line, OUTSIDE) for line in (4, 5, 6, 7)}


def test_without_the_right_on_organisations_the_line_is_refused(session: Session) -> None:
    made = planned(session, ("Nouvelle", "association"), can=lambda permission, view: view != "OrganisationView")
    assert states(made) == ["error"]


@pytest.mark.parametrize(
    ("kind", "first"), [("comité des fêtes", OrganisationKind.ASSOCIATION), ("école", OrganisationKind.PARTNER)]
)
def test_the_kind_that_a_word_tells_is_proposed_first(session: Session, kind: str, first: OrganisationKind) -> None:
    (asked,) = planned(session, ("Industrie", kind)).questions
    assert asked.question.options[0].value == first


@pytest.mark.parametrize("answer", ["apart", "0"])
def test_two_organisations_of_one_number_are_told_apart_by_it(session: Session, answer: str) -> None:
    rows = [("Nova", "association", SIRET), ("Autre", "association", SIRET)]
    (asked,) = planned(session, *rows).questions
    assert asked.question.params["number"] == SIRET
    assert "apart" in {option.value for option in asked.question.options}
    made = planned(session, *rows, answers={asked.question.key: answer})
    if answer == "apart":
        assert places(made) == {(2, "N° SIRET"), (3, "N° SIRET")}
        made = planned(session, rows[0], ("Autre", "association", OTHER_SIRET), answers={asked.question.key: answer})
        assert states(made) == ["created", "created"]
    else:
        assert states(made) == ["created", "left"]


def test_lines_of_one_name_are_no_different_records(session: Session) -> None:
    rows = [("Nova", "association", SIRET), ("Nova", "association", SIRET)]
    (asked,) = planned(session, *rows).questions
    assert "apart" not in {option.value for option in asked.question.options}
