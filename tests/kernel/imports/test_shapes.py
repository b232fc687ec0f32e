"""What a row of a workbook as it was sent says in several columns: crosses, years, a substitute beside the holder."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.asking import BLANK, LEAVE
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import ImportPlan, PlannedLine
from mdo.kernel.imports.reading.found import SheetChoice
from mdo.kernel.imports.reading.spreading import RowReading, laid_out
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.workbook.reader import Sheet
from models.instances import Instance, Seat
from models.people import Mandate, Person
from tests.kernel.imports.sheets import states, workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared


@prepared
def city(session: Session) -> None:
    kind = make.InstanceTypeFactory(label="Conseil d’essai")
    for name in ("Montchat", "Vaise", "Bachut"):
        make.InstanceFactory(name=name, arrondissements=[3], type=kind)
    session.commit()


pytestmark = pytest.mark.usefixtures("city")


def planned(session: Session, *rows: Any, kind: str = "people", **options: Any) -> ImportPlan:
    return plan(session, kind, workbook(*rows), today=TODAY, **options)


def imported(session: Session, *rows: Any, **options: Any) -> ImportPlan:
    made = planned(session, *rows, **options)
    assert made.errors == ()
    assert [line.questions for line in made.lines if line.questions] == []
    apply(session, made)
    session.commit()
    return made


def held(session: Session) -> set[tuple[str, ...]]:
    """The mandates: holder, body, function, days, whose substitute."""
    return {
        (
            str(row.person),
            row.instance.name,
            row.function.label,
            f"{row.start_on or ''}",
            str(row.substitute_of.person) if row.substitute_of else "",
        )
        for row in session.scalars(select(Mandate))
    }


def people(session: Session) -> list[str]:
    return sorted(str(row) for row in session.scalars(select(Person)))


def told(line: PlannedLine) -> list[str]:
    return [message for message, _ in line.remarks]


# ---- Crosses ---------------------------------------------------------------------------------------------------------


def test_tables_side_by_side_speak_of_their_own_people(session: Session) -> None:
    head = ("Nom", 2024, 2025)
    rows = (
        ("Conseil d’essai Montchat", None, None, None, "Conseil d’essai Vaise"),
        (*head, None, *head),
        ("Dupont", "x", "x", None, "Roux", "x", None),
        ("Blanc", "x", None, None, "Noir", "x", "x"),
    )
    made = planned(session, *rows)
    (key,) = {question.key for line in made.lines for question in line.questions}
    imported(session, *rows, answers={key: "run"})
    assert {row[:2] for row in held(session)} == {
        ("Dupont", "Montchat"), ("Blanc", "Montchat"), ("Roux", "Vaise"), ("Noir", "Vaise"),
    }  # fmt: skip


def test_who_stands_twice_is_asked_in_each_of_two_tables_side_by_side(session: Session) -> None:
    rows = (
        ("Conseil d’essai Montchat", None, None, "Conseil d’essai Vaise"),
        ("Nom", "Courriel", None, "Nom", "Courriel"),
        ("Dupont", "z@example.org", None, "Dupont", "a@example.org"),
        ("Dupont", "z@example.org", None, "Dupont", "a@example.org"),
    )
    made = planned(session, *rows)
    asked = {question.key for line in made.lines for question in line.questions}
    assert len({key for key in asked if key.startswith("twice:")}) == 2


@pytest.mark.parametrize("cross", ["x", "X", "1", "oui", "✓", "membre"])
def test_a_cross_under_a_body_is_a_mandate_there(session: Session, cross: str) -> None:
    imported(
        session,
        ("Nom", "Prénom", "Montchat", "Instances – Vaise", "BACHUT"),
        ("Dupont", "Zoé", cross, None, cross),
        ("Roux", "Ana", "non", cross, 0),
    )
    assert held(session) == {
        ("Dupont Zoé", "Montchat", "Membre", "", ""),
        ("Dupont Zoé", "Bachut", "Membre", "", ""),
        ("Roux Ana", "Vaise", "Membre", "", ""),
    }
    assert people(session) == ["Dupont Zoé", "Roux Ana"]


def test_more_than_a_cross_is_the_function_there(session: Session) -> None:
    made = planned(session, ("Nom", "Montchat", "Vaise"), ("Dupont", "Présidente", "grand manitou"))
    assert [line.part for line in made.lines] == ["Montchat", "Vaise"]
    assert states(made)[0] == "created"
    assert made.lines[1].is_held_back


def test_nobody_crossed_is_a_person_alone_and_it_is_said(session: Session) -> None:
    made = imported(session, ("Nom", "Montchat", "Fonction"), ("Dupont", None, "Membre"))
    assert held(session) == set()
    assert people(session) == ["Dupont"]
    assert any("No body is crossed" in message for message in told(made.lines[0]))


def test_who_is_crossed_in_a_column_left_aside_alone_is_told_so(session: Session) -> None:
    rows = [
        ("Nom", "Montchat", "Vaise", "Comité inconnu", "Newsletter"),
        ("Dupont", None, "oui", None, "oui"),
        ("Roux", None, None, "x", None),
        ("Pic", None, None, None, "oui"),
    ]
    aside = {"Feuil1": SheetChoice(0, {2: None, 3: None, 4: None})}
    made = planned(session, *rows, choices=aside)
    notes = [dict(line.remarks) for line in made.lines]
    said = [
        [params["columns"] for message, params in one.items() if message.startswith("Crossed under")] for one in notes
    ]
    assert said == [["Vaise"], ["Comité inconnu"], []]
    assert ["No body is crossed" in str(one) for one in notes] == [False, False, True]


def test_mandates_of_known_people_are_crossed_too(session: Session) -> None:
    make.PersonFactory(last_name="Dupont", first_name="Zoé")
    session.commit()
    imported(session, ("Personne", "Montchat", "Vaise"), ("Dupont Zoé", "x", "x"), kind="mandates")
    assert {row[1] for row in held(session)} == {"Montchat", "Vaise"}


def test_the_same_matrix_twice_changes_nothing(session: Session) -> None:
    rows = [("Nom", "Courriel", "Montchat", "Vaise"), ("Dupont", "z@example.org", "x", "x")]
    imported(session, *rows)
    assert set(states(imported(session, *rows))) == {"unchanged"}


def test_a_column_of_crosses_beside_bodies_is_asked_of_which_it_is(session: Session) -> None:
    made = planned(session, ("Nom", "Montchat", "Le Vaise", "Nb"), ("Dupont", "x", "x", 2), ("Roux", None, 1, 1))
    assert [(line.part, bool(line.is_held_back)) for line in made.lines] == [
        ("Montchat", False),
        ("Le Vaise", False),
        ("Le Vaise", False),
    ]
    made = planned(session, ("Nom", "Montchat", "Vaize", "Nb"), ("Dupont", "x", "x", 2))
    assert [line.is_held_back for line in made.lines] == [False, True]


def test_a_yes_under_a_part_of_the_name_of_a_body_is_a_cross_to_be_asked_about(session: Session) -> None:
    make.InstanceFactory(name="Point du Jour-Champvert-Jeunet", arrondissements=[5])
    session.commit()
    rows = (("Dupont", "oui", "x"), ("Roux", "Présidente", None))
    made = planned(session, ("Nom", "Point du Jour", "Montchat"), *rows)
    assert [(line.part, line.is_held_back) for line in made.lines] == [
        ("Point du Jour", True),
        ("Montchat", False),
        ("Point du Jour", True),
    ]
    made = planned(session, ("Nom", "Permis", "Montchat"), *rows)
    assert [(line.part, line.is_held_back) for line in made.lines] == [("Montchat", False), ("", False)]


@pytest.mark.parametrize(("answer", "bodies"), [("mandate", {"Montchat", "Vaise"}), (BLANK, {"Vaise"})])
def test_a_doubtful_cross_is_asked_about(session: Session, answer: str, bodies: set[str]) -> None:
    rows = (("Nom", "Montchat", "Vaise"), ("Dupont", "ex", "x"))
    (question,) = planned(session, *rows).lines[0].questions
    imported(session, *rows, answers={question.key: answer})
    assert {row[1] for row in held(session)} == bodies


# ---- Answers to a form -----------------------------------------------------------------------------------------------


def test_a_survey_says_the_parts_of_its_questions_in_brackets(session: Session) -> None:
    which = "Dans quel conseil voulez-vous siéger ?"
    head = ("ID de la réponse", "Dernière page", "Vous [Nom]", "Vous [Prénom]", "Votre mail [Courriel]")
    head = (*head, f"{which} [Vaise]", f"{which} [Montchat]", f"{which} [Autre]")
    made = imported(
        session, head, ("1", "3", "Roux", "Zoé", "z@example.org", "Oui", "Oui", None),
        ("2", "1", None, None, None, "N/A", "N/A", None), ("3", "3", "Petit", "Ana", None, "N/A", "Non", "ailleurs"),
    )  # fmt: skip
    assert {body for _, body, *_ in held(session)} == {"Vaise", "Montchat"}
    assert people(session) == ["Petit Ana", "Roux Zoé"]
    assert states(made) == ["created", "created", "left", "created"]


@pytest.mark.parametrize(("answer", "bodies"), [("mandate", {"Bachut"}), (BLANK, set())])
def test_a_body_that_is_written_beside_the_crosses_is_asked_about(
    session: Session, answer: str, bodies: set[str]
) -> None:
    rows = (("Nom", "Prénom", "Vaise", "Montchat", "Autre conseil"), ("Roux", "Zoé", "non", None, "bachut"))
    (line,) = planned(session, *rows).lines
    (question,) = line.questions
    imported(session, *rows, answers={question.key: answer})
    assert {body for _, body, *_ in held(session)} == bodies
    assert people(session) == ["Roux Zoé"]


@pytest.mark.parametrize(
    "question",
    ["Dans quel conseil de quartier souhaitez-vous siéger ?", "De quel(s) conseil(s) de quartier êtes-vous membre ?"],
)
def test_a_form_is_read_by_its_questions_and_its_lists_of_answers(session: Session, question: str) -> None:
    made = imported(
        session,
        ("ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom", "Quel est votre nom ?",
         "Votre prénom", question),
        (1, "01/10/2026 10:00", "01/10/2026 10:04", "anonymous", None, "Dupont", "Zoé", "Montchat;Vaise;"),
        (2, "01/10/2026 11:00", "01/10/2026 11:02", "anonymous", None, "Roux", "Ana", "Bachut;"),
    )  # fmt: skip
    assert {row[:2] for row in held(session)} == {
        ("Dupont Zoé", "Montchat"),
        ("Dupont Zoé", "Vaise"),
        ("Roux Ana", "Bachut"),
    }
    assert made.unknown_columns == ()


# ---- Holder and substitute -------------------------------------------------------------------------------------------


SIDES = [
    pytest.param(
        ("Collège", "Titulaire – Nom", "Titulaire – Prénom", "Suppléant(e) – Nom", "Suppléant(e) – Prénom"),
        (None, "Dupont", "Zoé", "Roux", "Ana"),
        id="two lines",
    ),
    pytest.param(
        ("Nom titulaire", "Prénom titulaire", "Nom suppléant", "Prénom suppléant"),
        ("Dupont", "Zoé", "Roux", "Ana"),
        id="one line",
    ),
    pytest.param(("Titulaire", "Suppléante"), ("DUPONT Zoé", "ROUX Ana"), id="bare"),
    pytest.param(
        ("Nom et prénom", "Suppléant (nom et prénom)"), ("DUPONT Zoé", "ROUX Ana"), id="the substitute alone is named"
    ),
    pytest.param(
        ("Rang", "Titulaire", "Né(e) en", "Suppléant", "Né(e) en"),
        (2, "DUPONT Zoé", 1980, "ROUX Ana", 1990),
        id="drawn",
    ),
]


@pytest.mark.parametrize(("headers", "row"), SIDES)
def test_a_substitute_beside_the_holder_is_tied_to_that_mandate(
    session: Session, headers: tuple[str, ...], row: tuple[Any, ...]
) -> None:
    imported(session, ("Instance", "Début", *headers), ("Montchat", "01/01/2025", *row))
    assert held(session) == {
        ("Dupont Zoé", "Montchat", "Membre", "2025-01-01", ""),
        (
            "Roux Ana",
            "Montchat",
            "Suppléance",
            "2025-01-01",
            "Dupont Zoé",
        ),
    }
    by_year = {row.birth_year for row in session.scalars(select(Person))}
    assert by_year == ({1980, 1990} if "Rang" in headers else {None})
    assert {row.rank for row in session.scalars(select(Mandate))} == {1}


def test_what_is_told_of_the_holder_is_not_the_substitutes(session: Session) -> None:
    imported(
        session,
        ("Instance", "Fonction", "Titulaire", "Tél. titulaire", "Suppléant", "Tél. suppléant"),
        ("Montchat", "Présidente", "DUPONT Zoé", "0612345678", "ROUX Ana", "0612345679"),
    )
    assert {row[0]: row[2] for row in held(session)} == {"Dupont Zoé": "Présidence", "Roux Ana": "Suppléance"}
    assert {row.last_name: row.phone for row in session.scalars(select(Person))} == {
        "Dupont": "06 12 34 56 78",
        "Roux": "06 12 34 56 79",
    }


def test_a_substitute_may_be_named_on_a_line_of_its_own(session: Session) -> None:
    imported(
        session,
        ("Nom et prénom", "Instance", "Suppléant de"),
        ("ROUX Ana", "Montchat", "DUPONT Zoé"),
        ("DUPONT Zoé", "Montchat", None),
    )
    assert ("Roux Ana", "Montchat", "Suppléance", "", "Dupont Zoé") in held(session)
    made = planned(
        session, ("Nom et prénom", "Instance", "Suppléant de"), ("ALVES Rui", "Montchat", "Zoé DUPONT"),
        ("SAID Lina", "Vaise", "DUPONT Zoé"),
    )  # fmt: skip
    assert states(made) == ["created", "error"]


def test_a_refused_holder_takes_the_substitute_along(session: Session) -> None:
    made = planned(
        session,
        ("Instance", "Titulaire", "Courriel titulaire", "Suppléant"),
        ("Montchat", "DUPONT Zoé", "zoe@", "ROUX Ana"),
    )
    assert states(made) == ["error", "error"]
    apply_only_valid(session, made)
    assert people(session) == []


def apply_only_valid(session: Session, made: ImportPlan) -> None:
    apply(session, made, only_valid=True)
    session.commit()


# ---- Vacant seats ----------------------------------------------------------------------------------------------------


def seat_of(session: Session, number: int) -> Instance:
    body = session.scalars(select(Instance).filter_by(name="Montchat")).one()
    make.SeatFactory(instance=body, number=number)
    session.commit()
    return body


@pytest.mark.parametrize("name", ["à désigner", "VACANT", "À pourvoir", "poste vacant"])
def test_nobody_is_called_to_be_named(session: Session, name: str) -> None:
    seat_of(session, 1)
    rows = (("Nom", "Instance", "Siège"), (name, "Montchat", 1), (name, "Montchat", 2), (name, "Vaise", 1))
    vaise = session.scalars(select(Instance.id).where(Instance.name == "Vaise")).one()
    made = imported(session, *rows, answers={f"no-seats:{vaise}": "without"})
    assert people(session) == []
    assert states(made) == ["unchanged", "created", "left"]
    assert told(made.lines[0])
    assert {(row.instance.name, row.number) for row in session.scalars(select(Seat))} == {
        ("Montchat", 1),
        ("Montchat", 2),
    }


def test_a_seat_that_someone_holds_is_not_vacant(session: Session) -> None:
    body = seat_of(session, 1)
    seat = session.scalars(select(Seat)).one()
    make.MandateFactory(instance=body, seat=seat, start_on=dt.date(2026, 1, 1), planned_end_on=dt.date(2027, 1, 1))
    session.commit()
    assert states(planned(session, ("Nom", "Instance", "Siège"), ("vacant", "Montchat", 1))) == ["error"]


@pytest.mark.parametrize("answer", ["keep", LEAVE])
def test_the_substitute_of_nobody_is_asked_about(session: Session, answer: str) -> None:
    rows = (
        ("Instance", "Titulaire", "Suppléant"),
        ("Montchat", "à désigner", "ROUX Ana"),
        ("Montchat", None, "SAID Li"),
    )
    made = planned(session, *rows)
    assert states(made) == ["left", "asked", "asked"]
    (key,) = {question.key for line in made.lines for question in line.questions}
    imported(session, *rows, answers={key: answer})
    assert {row[0] for row in held(session)} == ({"Roux Ana", "Said Li"} if answer == "keep" else set())


# ---- Years -----------------------------------------------------------------------------------------------------------


YEARS = (("Nom", "Instance", "2023", "2024", "Année 2025"), ("Dupont", "Montchat", "x", "x", "x"),
         ("Roux", "Montchat", "x", None, "x"), ("Said", "Montchat", None, "non", None))  # fmt: skip


def test_years_are_asked_about_once(session: Session) -> None:
    made = planned(session, *YEARS)
    assert states(made) == ["asked"] * 3
    assert len({question.key for line in made.lines for question in line.questions}) == 1


@pytest.mark.parametrize(
    ("answer", "days"),
    [
        ("run", {("Dupont", 2023, 2025), ("Roux", 2023, 2023), ("Roux", 2025, 2025)}),
        ("each", {("Dupont", 2023, 2023), ("Dupont", 2024, 2024), ("Dupont", 2025, 2025), ("Roux", 2023, 2023),
                  ("Roux", 2025, 2025)}),
        ("leave", {("Dupont", 0, 0), ("Roux", 0, 0), ("Said", 0, 0)}),
    ],
)  # fmt: skip
def test_years_say_what_was_answered(session: Session, answer: str, days: set[tuple[str, int, int]]) -> None:
    (question,) = {question.key for line in planned(session, *YEARS).lines for question in line.questions}
    imported(session, *YEARS, answers={question: answer})
    found = {
        (str(row.person), row.start_on.year if row.start_on else 0, row.planned_end_on.year if row.start_on else 0)
        for row in session.scalars(select(Mandate))
    }
    assert found == days
    assert people(session) == ["Dupont", "Roux", "Said"]


# ---- What no body is named for ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "title", "headers", "day"),
    [
        ("2026", "", ("15/01/2026", "18 juin"), "18/06/2026"),
        ("Feuil1", "", ("15/01/2026", "19/03/2026", "18 juin"), "18/06/2026"),
        ("Feuil1", "Présences 2026", ("18/6",), "18/06/2026"),
        ("Feuil1", "", ("18 juin",), "18/06"),
        ("2025-2026", "", ("18/09/2025", "18 juin"), "18/06"),
        ("Feuil1", "", ("18/09/2025", "18 juin"), "18/06"),
        ("2026", "", ("18/09/2025", "18 juin"), "18/06"),
        ("Feuil1", "", ("18/09/2025", "15/01/2026", "18 juin"), "18/06"),
    ],
)
def test_a_day_without_a_year_takes_that_of_the_sheet_and_of_the_days_beside(
    name: str, title: str, headers: tuple[str, ...], day: str
) -> None:
    top: list[list[Any]] = [[title]] if title else []
    sheet = Sheet(name, [*top, ["Nom", "Prénom", *headers], ["Dupont", "Zoé", *("P" for _ in headers)]])
    spec = KINDS["attendance"]
    (layout,) = laid_out([sheet], spec, RowReading(spec.spreads, today=TODAY))
    assert layout.columns[-1].part == day


def test_a_year_that_nothing_says_is_asked(session: Session) -> None:
    rows = (("Instance", "Nom", "18 juin"), ("Montchat", "Dupont", "P"))
    first = planned(session, *rows, kind="attendance")
    assert first.errors == ()
    (question,) = [one for one in first.lines[0].questions if "names no year" in one.message]
    made = planned(session, *rows, kind="attendance", answers={question.key: "2026"})
    asked = {str(value) for line in made.lines for one in line.questions for value in one.params.values()}
    assert any("18/06/2026" in value for value in asked)


def test_what_is_said_of_a_mandate_without_a_body_is_asked(session: Session) -> None:
    rows = (("Nom", "Fonction", "Depuis le"), ("Dupont", "Présidente", "01/01/2025"), ("Roux", None, None))
    made = planned(session, *rows)
    assert states(made) == ["asked", "created"]
    (question,) = made.lines[0].questions
    assert question.takes_text
    imported(session, *rows, answers={question.key: "Montchat"})
    assert held(session) == {("Dupont", "Montchat", "Présidence", "2025-01-01", "")}


def test_it_may_be_left_aside_and_that_is_said(session: Session) -> None:
    rows = (("Nom", "Fonction"), ("Dupont", "Présidente"))
    (question,) = planned(session, *rows).lines[0].questions
    made = imported(session, *rows, answers={question.key: question.options[-1].value})
    assert made.lines[0].remarks
    assert held(session) == set()


# ---- Order -----------------------------------------------------------------------------------------------------------


def test_an_order_of_lines_is_no_count_of_terms(session: Session) -> None:
    names = ("Dupont", "Roux", "Said", "Alves")
    imported(session, ("Rang", "Nom", "Instance"), *((at, name, "Montchat") for at, name in enumerate(names, 1)))
    assert {row.rank for row in session.scalars(select(Mandate))} == {1}
