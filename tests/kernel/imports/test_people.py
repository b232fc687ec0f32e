"""Import of people with their mandates, one mandate a line."""

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.written import OUTSIDE
from mdo.people.imports import READ_ONLY
from models.instances import Instance, InstanceType, MandateFunction
from models.organisations import Organisation, OrganisationKind
from models.people import Consent, DuplicateCandidate, EndReason, Gender, Mandate, Person
from models.territory import Arrondissement
from tests.kernel.imports.sheets import errors, places, states, workbook
from tests.kernel.imports.test_instances import LYON
from tests.support import NIGHT_ON_POSTGRESQL, TODAY
from tests.support import factories as make
from tests.support.data import members
from tests.support.databases import Database
from tests.support.prepared import prepared
from tests.support.statements import count_statements

HEADERS = ("Nom", "Prénom", "Instance", "Début")


def planned(session: Session, *rows: Any, headers: tuple[str, ...] = HEADERS, **options: Any) -> ImportPlan:
    return plan(session, "people", workbook(headers, *rows), today=TODAY, **options)


def imported(session: Session, *rows: Any, headers: tuple[str, ...] = HEADERS) -> None:
    made = planned(session, *rows, headers=headers)
    assert made.errors == ()
    apply(session, made)
    session.commit()


def member(session: Session) -> MandateFunction:
    return session.scalars(select(MandateFunction).filter_by(code="membre")).one()


@prepared
def montchat(session: Session) -> Instance:
    body: Instance = make.InstanceFactory(name="Montchat", arrondissements=[3])
    session.commit()
    return body


@pytest.fixture
def lyon(session: Session) -> None:
    apply(session, plan(session, "instances", LYON, today=TODAY))
    session.commit()


@pytest.mark.usefixtures("lyon")
def test_a_messy_workbook_tells_each_of_its_errors_and_the_rest_comes_in(session: Session) -> None:
    lines, wrong = members.mess()
    made = plan(session, "people", members.TARGET, today=TODAY)
    assert places(made) == set(wrong)
    assert made.unknown_columns == (("Membres", "Dernier contact"),)
    result = apply(session, made, only_valid=True)
    session.commit()
    assert (result.created, result.rejected) == (len(lines) - len(wrong), len(wrong))
    again = plan(session, "people", members.TARGET, today=TODAY)
    assert states(again).count("unchanged") == len(lines) - len(wrong)
    assert places(again) == set(wrong)


@NIGHT_ON_POSTGRESQL
@pytest.mark.parametrize("count", [500, pytest.param(4_000, marks=pytest.mark.night)])
@pytest.mark.usefixtures("lyon")
def test_thousands_of_members_are_planned_fast_in_few_statements(
    session: Session, database: Database, tmp_path: Path, count: int
) -> None:
    path = members.write(tmp_path / "members.xlsx", list(members.members(count)))
    started = time.process_time()
    with count_statements(database.engine) as counted:
        made = plan(session, "people", path, today=TODAY)
    assert len(counted) < 60
    assert time.process_time() - started < 15
    # Some have two mandates and nothing that tells them from a namesake: they are asked about.
    one = {asked.question.key: "one" for asked in made.questions}
    assert {key.partition(":")[0] for key in one} <= {"same"}
    made = plan(session, "people", path, today=TODAY, answers=one)
    assert states(made) == ["left"] + ["created"] * count  # a title first
    apply(session, made)
    session.commit()
    assert session.scalar(select(func.count(Mandate.id))) == count
    assert states(plan(session, "people", path, today=TODAY, answers=one)) == ["left"] + ["unchanged"] * count


def test_a_line_makes_a_person_and_a_mandate(session: Session, montchat: Instance) -> None:
    headers = (*HEADERS, "Civilité", "Né(e) le", "Mail", "Tél.", "CP", "Newsletter", "Mode de désignation", "Arrdt")
    row = ("DUPONT", "Zoé", "Montchat", "1er sept. 2024", "Mme", "12/05/1984", "Zoe@Example.org", 612345678, 1000)
    imported(session, (*row, "oui", "tirage au sort", "3e"), headers=headers)
    person = session.scalars(select(Person).filter_by(last_name="Dupont")).one()
    (mandate,) = session.scalars(select(Mandate).filter_by(person=person)).all()
    assert (person.first_name, person.gender, person.birth_year) == ("Zoé", Gender.FEMALE, 1984)
    assert (person.email, person.phone, person.postal_code) == ("zoe@example.org", "06 12 34 56 78", "01000")
    assert person.newsletter_consent is Consent.GIVEN
    assert person.arrondissement is not None
    assert person.arrondissement.number == 3
    assert (mandate.instance, mandate.function.code, mandate.start_on) == (montchat, "membre", dt.date(2024, 9, 1))


def test_what_is_unknown_is_loaded_as_such_and_listed(session: Session, montchat: Instance) -> None:
    made = planned(session, ("Dupont", "Zoé", "Montchat", "?"))
    ((_, labels),) = made.to_complete
    assert set(labels) == {"Gender", "Newsletter", "Image rights", "Internal directory", "Start", "Planned end"}
    apply(session, made)
    person = session.scalars(select(Person).filter_by(last_name="Dupont")).one()
    assert (person.gender, person.image_consent) == (Gender.UNKNOWN, Consent.UNKNOWN)


@pytest.mark.parametrize(
    ("stored", "line", "becomes"),
    [
        # An equal name and an e-mail, a phone or a year of birth.
        ({"email": "z@example.org"}, {"Mail": "Z@example.org"}, "unchanged"),
        ({"phone": "06 12 34 56 78"}, {"Tél.": 612345678}, "unchanged"),
        ({"birth_year": 1984}, {"Naissance": 1984}, "unchanged"),
        # Something that the register does not hold completes the person.
        ({"email": "z@example.org"}, {"Mail": "z@example.org", "Naissance": 1984}, "changed"),
        # Nothing in common but the name.
        ({"email": "z@example.org"}, {"Mail": "zoe@example.org"}, "asked"),
        ({"birth_year": 1984}, {"Naissance": 1985}, "created"),
        ({}, {"Naissance": 1984}, "asked"),
        # A year that differs makes two people, unless the address is the same.
        ({"birth_year": 1984, "phone": "06 12 34 56 78"}, {"Naissance": 1985, "Tél.": "0612345678"}, "changed"),
        # A name alone.
        ({}, {}, "unchanged"),
        ({"email": "z@example.org"}, {}, "unchanged"),
    ],
)
def test_a_person_is_known_by_the_name_and_one_thing_more(
    session: Session, stored: dict[str, Any], line: dict[str, Any], becomes: str
) -> None:
    make.PersonFactory(last_name="Dupont", first_name="Zoé", **stored)
    session.commit()
    headers = ("NOM", "Prénom", "Mail", "Tél.", "Naissance")
    row = ("DUPONT", "zoe", line.get("Mail"), line.get("Tél."), line.get("Naissance"))
    assert states(planned(session, row, headers=headers)) == [becomes]


def test_a_person_is_known_by_a_body_in_common(session: Session, montchat: Instance) -> None:
    make.InstanceFactory(name="Brotteaux", arrondissements=[6])
    person = make.PersonFactory(last_name="Dupont", first_name="Zoé", email="z@example.org")
    function = member(session)
    make.MandateFactory(person=person, instance=montchat, function=function, start_on=dt.date(2025, 1, 1))
    session.commit()
    made = planned(
        session,
        ("Dupont", "Zoé", "Montchat", "01/01/2025"),
        ("Dupont", "Zoé", "Brotteaux", "01/01/2025"),
    )
    assert states(made) == ["unchanged", "asked"]


def test_namesakes_that_nothing_tells_apart_are_asked(session: Session) -> None:
    make.PersonFactory(last_name="Dupont", first_name="Zoé", email="a@example.org")
    make.PersonFactory(last_name="Dupont", first_name="Zoé", email="b@example.org")
    session.commit()
    headers = ("Nom", "Prénom", "Mail")
    made = planned(session, ("Dupont", "Zoé", None), ("Dupont", "Zoé", "b@example.org"), headers=headers)
    assert states(made) == ["asked", "unchanged"]


def test_two_lines_of_one_person_are_one_person_with_two_mandates(session: Session, montchat: Instance) -> None:
    make.InstanceFactory(name="Brotteaux", arrondissements=[6])
    headers = (*HEADERS, "Mail")
    rows = (
        ("Dupont", "Zoé", "Montchat", "01/01/2025", "z@example.org"),
        ("DUPONT", "Zoe", "Brotteaux", "01/02/2025", "z@example.org"),
    )
    imported(session, *rows, headers=headers)
    (person,) = session.scalars(select(Person).filter_by(email="z@example.org")).all()
    assert (person.last_name, person.first_name) == ("Dupont", "Zoé")
    assert session.scalar(select(func.count(Mandate.id)).filter_by(person_id=person.id)) == 2
    assert states(planned(session, *rows, headers=headers)) == ["unchanged", "unchanged"]


def test_lines_that_contradict_each_other_on_a_person_are_all_in_error(session: Session, montchat: Instance) -> None:
    make.InstanceFactory(name="Brotteaux", arrondissements=[6])
    headers = (*HEADERS, "Mail", "Ville")
    made = planned(
        session,
        ("Dupont", "Zoé", "Montchat", "01/01/2025", "z@example.org", "Lyon"),
        ("Dupont", "Zoé", "Brotteaux", "01/01/2025", "z@example.org", "Bron"),
        ("Durand", "Ali", "Brotteaux", "01/01/2025", None, "LYON"),
        headers=headers,
    )
    assert places(made) == {(2, "Ville"), (3, "Ville")}


def test_the_same_mandate_twice_in_the_file_is_asked_about(session: Session, montchat: Instance) -> None:
    row = ("Dupont", "Zoé", "Montchat", "01/01/2025")
    made = planned(session, row, ("Durand", "Ali", "Montchat", "01/01/2025"), row)
    assert states(made) == ["asked", "created", "asked"]
    assert {question.params["lines"] for line in made.lines for question in line.questions} == {"2, 4"}


def test_an_unknown_body_is_asked_with_the_nearest_names(session: Session) -> None:
    for name in ("Montchat", "Monplaisir", "Mermoz", "Gerland", "Vaise"):
        make.InstanceFactory(name=name, arrondissements=[3])
    session.commit()
    (line,) = planned(session, ("Dupont", "Zoé", "Monchat", None)).lines
    (question,) = line.questions
    assert (question.column, question.params["value"]) == ("Instance", "Monchat")
    assert question.options[0].label.endswith("Montchat")


@prepared
def bodies(session: Session) -> None:
    kind = session.scalars(select(InstanceType).filter_by(label="Conseil de quartier")).one()
    for number, names in {
        5: ("Point du Jour-Champvert-Jeunet", "Ménival - Les Battières - La Plaine"),
        8: ("Monplaisir", "Bachut-Transvaal", "La Plaine-Santy", "Laënnec-Mermoz", "États-Unis"),
        9: ("Champvert-Gorge de Loup", "Vaise-Industrie", "La Duchère", "Saint-Rambert-Île Barbe"),
        7: ("Gerland", "Jean Macé", "Guillotière"),
    }.items():
        for name in names:
            make.InstanceFactory(name=name, type=kind, arrondissements=[number])
    session.commit()


@pytest.mark.usefixtures("bodies")
@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("CQ Ménival", "Ménival - Les Battières - La Plaine"),
        ("Pt du Jour / Champvert / Jeunet", "Point du Jour-Champvert-Jeunet"),
        ("CQ St-Rambert", "Saint-Rambert-Île Barbe"),
    ],
)
def test_a_body_said_short_is_read_where_one_alone_fits(session: Session, said: str, name: str) -> None:
    made = planned(session, ("Dupont", "Zoé", said, None))
    assert states(made) == ["created"]
    assert (said, f"Conseil de quartier {name}") in {
        (params.get("value"), params.get("read")) for _, _, params in made.remarks
    }


@pytest.mark.usefixtures("bodies")
@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("CQ Mermoz", ["Laënnec-Mermoz"]),
        ("CQ Champvert", ["Champvert-Gorge de Loup", "Point du Jour-Champvert-Jeunet"]),
        ("Conseil de quartier de la Plaine", ["La Plaine-Santy", "Ménival - Les Battières - La Plaine"]),
        ("CQ Guillotiere Nord", ["Guillotière"]),
        ("CQ Monplésir", ["Monplaisir"]),
        ("Je ne sais pas", []),
    ],
)
def test_the_words_of_a_body_weigh_more_than_its_type(session: Session, said: str, names: list[str]) -> None:
    (line,) = planned(session, ("Dupont", "Zoé", said, None)).lines
    (question,) = line.questions
    rows = [option.label for option in question.options if option.value.startswith("#")]
    assert [name.removeprefix("Conseil de quartier ") for name in rows[: len(names) or None]] == names


def test_a_name_shared_by_bodies_is_told_apart_by_the_type_or_the_place(session: Session) -> None:
    for label in ("Conseil de quartier", "Conseil citoyen"):
        kind = session.scalars(select(InstanceType).filter_by(label=label)).one()
        make.InstanceFactory(name="La Duchère", type=kind, arrondissements=[9])
    kind = session.scalars(select(InstanceType).filter_by(label="Panel ou convention citoyenne")).one()
    make.InstanceFactory(name="La Duchère", type=kind, arrondissements=[5])
    session.commit()
    headers = ("Nom", "Instance", "Arrondissement de l'instance")
    made = planned(
        session,
        ("Dupont", "La Duchère", None),
        ("Durand", "conseil citoyen la duchere", None),
        ("Petit", "La Duchère", "5e"),
        ("Roux", "La Duchère", "9e"),
        headers=headers,
    )
    assert states(made) == ["asked", "created", "created", "asked"]


def test_the_rules_of_mandates_are_called(session: Session, montchat: Instance) -> None:
    person = make.PersonFactory(last_name="Roux", first_name="Ana", email="ana@example.org")
    make.MandateFactory(
        person=person, instance=montchat, function=member(session), start_on=dt.date(2025, 1, 1), planned_end_on=None
    )
    session.commit()
    headers = (*HEADERS, "Fin prévue", "Fin effective", "Motif de fin", "Mail")
    made = planned(
        session,
        ("Dupont", "Zoé", "Montchat", "01/01/2025", "31/12/2024", None, None, None),
        ("Durand", "Ali", "Montchat", "01/01/2025", "31/12/2026", "01/06/2026", None, None),
        ("Roux", "Ana", "Montchat", "01/06/2025", None, None, None, "ana@example.org"),
        headers=headers,
    )
    assert places(made) == {(2, "Fin prévue"), (3, "Motif de fin"), (4, "Début")}


def test_the_lines_of_a_file_are_judged_together(session: Session, montchat: Instance) -> None:
    """The first line ends the mandate that the second one would overlap."""
    person = make.PersonFactory(last_name="Roux", first_name="Ana", email="ana@example.org")
    stored = make.MandateFactory(
        person=person, instance=montchat, function=member(session), start_on=dt.date(2025, 1, 1), planned_end_on=None
    )
    session.commit()
    headers = (*HEADERS, "Fin effective", "Motif de fin", "Mail")
    second = ("Roux", "Ana", "Montchat", "01/07/2025", None, None, "ana@example.org")
    ends = ("Roux", "Ana", "Montchat", "01/01/2025", "30/06/2025", "démission", "ana@example.org")
    wrong = ("Roux", "Ana", "Montchat", "01/01/2025", "30/06/2025", "lassitude", "ana@example.org")
    assert states(planned(session, second, headers=headers)) == ["error"]
    assert states(planned(session, wrong, second, headers=headers)) == ["asked", "error"]
    imported(session, ends, second, headers=headers)
    assert (stored.ended_on, stored.end_reason) == (dt.date(2025, 6, 30), EndReason.RESIGNATION)


def test_an_unknown_organisation_joins_the_register_to_be_checked(session: Session, montchat: Instance) -> None:
    make.OrganisationFactory(name="Lyon à Vélo", acronym="LAV")
    session.commit()
    headers = ("Nom", "Structure")
    made = planned(
        session, ("Dupont", "lyon a velo"), ("Durand", "LAV"), ("Roux", "MJC"), ("Petit", "mjc "), headers=headers
    )
    assert [len(line.notes) for line in made.lines] == [0, 0, 1, 1]
    apply(session, made)
    session.commit()
    assert session.scalar(select(func.count(Organisation.id))) == 2
    (added,) = session.scalars(select(Organisation).filter_by(name="MJC")).all()
    assert added.kind is OrganisationKind.ASSOCIATION


def test_new_organisations_of_a_file_that_go_by_one_name_are_one(session: Session) -> None:
    headers = ("Nom", "Structure")
    made = planned(
        session, ("Dupont", "Amicale laïque Bachut"), ("Durand", "AMICALE LAIQUE DU BACHUT"), headers=headers
    )
    assert states(made) == ["created", "created"]
    assert {"value": "AMICALE LAIQUE DU BACHUT", "read": "Amicale laïque Bachut"} in [
        params for _, _, params in made.remarks
    ]
    apply(session, made)
    session.commit()
    assert session.scalars(select(Organisation.name)).all() == ["Amicale laïque Bachut"]


@pytest.mark.parametrize(("answer", "count"), [(None, 1), ("one", 1), ("two", 2)])
def test_new_organisations_of_a_file_that_are_nearly_called_so_are_asked(
    session: Session, answer: str | None, count: int
) -> None:
    headers = ("Nom", "Structure")
    rows = (("Dupont", "Amicale laïque Bachut"), ("Durand", "Amicale laïque Bachu"), ("Roux", "Amicale laïque Bachu"))
    asked = planned(session, *rows, headers=headers)
    assert states(asked) == ["created", "asked", "asked"]
    (one,) = asked.questions
    assert (one.count, one.question.column, one.question.params["other"]) == (2, "Structure", "Amicale laïque Bachut")
    answers = {} if answer is None else {one.question.key: answer}
    made = planned(session, *rows, headers=headers, answers=answers)
    apply(session, made, only_valid=True)
    session.commit()
    assert session.scalar(select(func.count(Organisation.id))) == count
    assert session.scalar(select(func.count(Person.id))) == (1 if answer is None else 3)


def test_a_blank_never_erases_and_does_not_unlearn(session: Session) -> None:
    person = make.PersonFactory(last_name="Dupont", first_name="Zoé", email="z@example.org", gender=Gender.FEMALE)
    session.commit()
    headers = ("Nom", "Prénom", "Mail", "Genre", "Ville")
    made = planned(session, ("Dupont", "Zoé", "z@example.org", "non renseigné", None), headers=headers)
    assert states(made) == ["unchanged"]
    assert person.gender is Gender.FEMALE


@pytest.mark.parametrize(
    ("full_name", "last_name", "first_name"),
    [
        ("DUPONT Zoé", "Dupont", "Zoé"),
        ("Zoé DUPONT", "Dupont", "Zoé"),
        ("Dupont, Zoé", "Dupont", "Zoé"),
        ("Anne-Lise DE LA TOUR", "de La Tour", "Anne-Lise"),
        ("Dupont", "Dupont", None),
    ],
)
def test_a_name_in_one_column_is_split(
    session: Session, full_name: str, last_name: str, first_name: str | None
) -> None:
    headers = ("Nom et prénom",)
    imported(session, (full_name,), headers=headers)
    (person,) = session.scalars(select(Person)).all()
    assert (person.last_name, person.first_name) == (last_name, first_name)
    assert states(planned(session, (full_name,), headers=headers)) == ["unchanged"]


def test_personal_columns_without_the_right_are_ignored_and_named(session: Session) -> None:
    person = make.PersonFactory(last_name="Dupont", first_name="Zoé", email="z@example.org")
    session.commit()
    made = planned(
        session,
        ("Dupont", "Zoé", "other@example.org", "Mme"),
        headers=("Nom", "Prénom", "Mail", "Genre"),
        can=lambda permission, view: view != "PersonalData",
    )
    assert [line.ignored for line in made.lines] == [["Mail"]]
    apply(session, made)
    assert (person.email, person.gender) == ("z@example.org", Gender.FEMALE)


def test_a_referent_writes_in_her_arrondissement_and_learns_nothing_of_the_others(
    session: Session, as_reader: Callable[..., Session]
) -> None:
    mine = make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    theirs = make.InstanceFactory(name="Gerland", arrondissements=[7])
    make.InstanceFactory(name="Conseil de la nuit", arrondissements=[])
    function = member(session)
    unseen = make.PersonFactory(last_name="Dupont", first_name="Zoé", email="z@example.org")
    make.MandateFactory(person=unseen, instance=theirs, function=function)
    gone = make.PersonFactory(last_name="Roux", first_name="Ana", email="ana@example.org")
    make.MandateFactory(
        person=gone,
        instance=mine,
        function=function,
        start_on=dt.date(2020, 1, 1),
        planned_end_on=None,
        ended_on=dt.date(2021, 1, 1),
        end_reason=EndReason.MOVED,
    )
    session.commit()
    fifth = session.scalars(select(Arrondissement).filter_by(number=5)).one()
    actor = make.UserFactory(username="ref5")
    reader = as_reader(Scope.arrondissements(actor.id, frozenset({fifth.id})), actor_id=actor.id)
    headers = ("Nom", "Prénom", "Instance", "Mail", "Ville")
    made = planned(
        reader,
        ("Dupont", "Zoé", "Point du Jour", "z@example.org", "Lyon"),
        ("Petit", "Léa", "Gerland", None, None),
        ("Blanc", "Eva", "Conseil de la nuit", None, None),
        ("Roux", "Ana", None, "ana@example.org", "Bron"),
        headers=headers,
    )
    assert states(made) == ["created", "asked", "error", "error"]
    assert places(made) == {(3, "Instance"), (4, "Instance"), (5, "")}
    assert errors(made) >= {(4, "Instance", OUTSIDE), (5, "", READ_ONLY)}
    (question,) = made.lines[1].questions
    assert not any("Gerland" in option.label for option in question.options)
    apply(reader, made, only_valid=True)
    reader.commit()
    session.expire_all()
    assert session.scalar(select(func.count(Person.id)).filter_by(last_name="Dupont")) == 2
    assert session.scalar(select(func.count(DuplicateCandidate.id))) == 1
    assert states(planned(reader, ("Dupont", "Zoé", "Point du Jour", "z@example.org", "Lyon"), headers=headers)) == [
        "unchanged"
    ]


def test_what_a_column_cannot_hold_is_told_before_the_database_refuses_it(session: Session, montchat: Instance) -> None:
    headers = ("Nom", "Prénom", "Structure", "Ville", "Instance", "Rang")
    fits = ("N" * 100, "P" * 100, "S" * 200, "V" * 100, "Montchat", 1)
    imported(session, fits, headers=headers)
    made = planned(session, ("N" * 101, "P" * 101, "S" * 201, "V" * 101, "Montchat", 0), headers=headers)
    assert places(made) == {(2, header) for header in headers if header != "Instance"}
