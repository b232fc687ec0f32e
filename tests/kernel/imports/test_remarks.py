"""What a workbook says of people beside their fields joins their notes: once, and never over what is written there."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.scope.limits import Scope
from models.instances import Instance
from models.people import EndReason, Mandate, Person
from models.territory import Arrondissement
from tests.kernel.imports.sheets import states, workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

CARD = "CNI 12AB34567"


@prepared
def city(session: Session) -> None:
    make.InstanceFactory(name="Montchat", arrondissements=[3], elected_official="Ada Lovelace")
    session.commit()


pytestmark = pytest.mark.usefixtures("city")


def commented(*rows: Any, **comments: str) -> bytes:
    book = load_workbook(io.BytesIO(workbook(*rows)))
    for place, text in comments.items():
        book.active[place].comment = Comment(text, "m.dubreuil")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def planned(session: Session, file: bytes, kind: str = "people", *, can: Any = None, **answers: str) -> ImportPlan:
    given = {key.replace("__", ":"): answer for key, answer in answers.items()}
    more = {} if can is None else {"can": can}
    return plan(session, kind, file, today=TODAY, answers=given, **more)


def notes_of(session: Session, file: bytes, kind: str = "people", **more: Any) -> list[str | None]:
    """Imports a file, and the same again, which changes nothing; the notes of those of whom it speaks."""
    made = planned(session, file, kind, **more)
    assert (made.errors, made.questions) == ((), ())
    apply(session, made)
    session.commit()
    assert set(states(planned(session, file, kind, **more))) == {"unchanged"}
    return list(session.scalars(select(Person.notes).order_by(Person.id)))


def told(made: ImportPlan) -> str:
    return "\n".join(str(message % dict(params)) for _, message, params in made.remarks)


@pytest.mark.parametrize(
    ("headers", "row", "notes"),
    [
        (("Nom", "Prénom"), ("DURAND née MARTIN", "Zoé"), "Nom de naissance : MARTIN"),
        (("Nom de naissance", "Nom d'usage", "Prénom"), ("MARTIN", "DURAND", "Zoé"), "Nom de naissance : MARTIN"),
        (("Nom de naissance", "Nom d'usage", "Prénom"), ("DURAND", "Durand", "Zoé"), None),
        (("Nom de naissance", "Nom d'usage", "Prénom"), ("DURAND", None, "Zoé"), None),
        (("Nom de naissance", "Prénom"), ("DURAND", "Zoé"), None),
        (("Nom et prénom", "Nom de jeune fille"), ("DURAND Zoé", "MARTIN"), "Nom de naissance : MARTIN"),
        (("Nom", "Prénom"), ("DURAND dite Zaza", "Zoé"), "Autre nom : Zaza"),
        (("Nom", "Portable", "Tél. fixe"), ("DURAND", "0612345678", "04 78 00 00 01"),
         "Autre téléphone : 04 78 00 00 01"),
        (("Nom", "Portable", "Tél. fixe"), ("DURAND", "0612345678", "+33 6 12 34 56 78"), None),
        (("Nom", "Portable", "Tél. fixe"), ("DURAND", None, "04 78 00 00 01"), None),
        (("Nom", "Courriel", "E-mail 2"), ("DURAND", "a@example.org", "b@example.org"),
         "Autre courriel : b@example.org"),
        (("Nom", "Tél."), ("DURAND", "06 12 34 56 78 (le soir)"), "Tél. : le soir"),
        (("Nom", "Remarques"), ("DURAND", "Parle polonais\nPréfère le mardi"), "Parle polonais\nPréfère le mardi"),
        (("Nom", "Observations", "Nom de naissance"), ("DURAND", "Trésorière", "MARTIN"),
         "Trésorière\nNom de naissance : MARTIN"),
    ],
)  # fmt: skip
def test_what_has_no_field_joins_the_notes(session: Session, headers: Any, row: Any, notes: str | None) -> None:
    assert notes_of(session, workbook(headers, row)) == [notes]
    person = session.scalars(select(Person)).one()
    assert person.last_name.casefold() == "durand"
    assert ("Tél. fixe" not in headers) or person.phone is not None


def test_of_two_phones_the_other_joins_the_notes(session: Session) -> None:
    file = workbook(("Nom", "Tél."), ("Durand", "04 78 00 00 01 / 06 12 34 56 78"))
    assert notes_of(session, file, contacts__phone__tel="mobile") == ["Autre téléphone : 04 78 00 00 01"]


def test_comments_are_told_and_join_the_notes_of_what_they_are_about(session: Session) -> None:
    file = commented(
        ("Nom", "Prénom", "Conseil", "Début"), ("Durand", "Zoé", "Montchat", "01/01/2025"),
        A2="Lettre reçue", D2="à confirmer",
    )  # fmt: skip
    assert "« Lettre reçue » goes to the notes" in told(planned(session, file))
    assert notes_of(session, file) == ["Lettre reçue"]
    assert session.scalars(select(Mandate.notes)).all() == ["Début : à confirmer"]


def test_they_never_take_the_place_of_what_is_written_nor_of_one_another(session: Session) -> None:
    person = make.PersonFactory(last_name="Durand", first_name="Zoé", notes="Parle polonais.", email="z@example.org")
    session.commit()
    head = ("Nom", "Prénom", "Mail", "Remarques", "Conseil")
    file = commented(
        head, ("Durand née MARTIN", "Zoé", "z@example.org", "parle polonais."),
        ("DURAND", "Zoé", "z@example.org", "Préfère le mardi", "Montchat"), A3="A écrit le 3",
    )  # fmt: skip
    made = planned(session, file)
    apply(session, made)
    session.commit()
    assert person.notes is not None
    assert person.notes.split("\n") == [
        "Parle polonais.", "Nom de naissance : MARTIN", "Préfère le mardi", "A écrit le 3",
    ]  # fmt: skip
    assert set(states(planned(session, file))) == {"unchanged"}


def test_what_a_refused_line_says_joins_nothing(session: Session) -> None:
    head = ("Nom", "Prénom", "Mail", "Remarques", "Année de naissance", "Conseil")
    file = workbook(
        head,
        ("Durand", "Zoé", "z@example.org", "Refusée", "195"),
        ("Durand", "Zoé", "z@example.org", "Lue", None, "Montchat"),
    )
    apply(session, planned(session, file), only_valid=True)
    session.commit()
    assert session.scalars(select(Person.notes)).all() == ["Lue"]


def test_who_may_not_read_personal_data_is_told_as_before(session: Session) -> None:
    def can(permission: str, view: str) -> bool:
        return view != "PersonalData"

    file = commented(("Nom", "Remarques"), ("DURAND née MARTIN", "Préfère le mardi"), A2="Lettre reçue")
    made = planned(session, file, can=can)
    said = told(made)
    assert "the register keeps the name in use" in said
    assert "« Lettre reçue »." in said
    assert "« Remarques » was left aside" in said
    assert "goes to the notes" not in said
    apply(session, made)
    assert session.scalars(select(Person.notes)).all() == [None]


def test_a_number_that_is_never_kept_is_in_no_notes_and_in_no_preview(session: Session) -> None:
    made = planned(session, commented(("Nom",), ("Durand",), A2=f"{CARD}, vue"))
    assert CARD not in told(made)
    assert "kept nowhere" in told(made)
    apply(session, made)
    assert session.scalars(select(Person.notes)).all() == [None]


def test_of_two_people_in_a_cell_she_alone_was_born_so(session: Session) -> None:
    file = workbook(("Nom et prénom",), ("M. et Mme DURAND née MARTIN",))
    (question,) = planned(session, file).questions
    made = plan(session, "people", file, today=TODAY, answers={question.question.key: "two"})
    notes = [line.writes[0].values.get("notes") for line in made.lines]
    assert [note is not None for note in notes] == [False, True]


def test_a_file_of_mandates_writes_notes_on_mandates_and_tells_the_rest(session: Session) -> None:
    make.PersonFactory(last_name="Durand", first_name="Zoé", email=None, phone=None)
    session.commit()
    head = ("Nom et prénom", "Instance", "Début", "Observations")
    file = commented(head, ("DURAND née MARTIN Zoé", "Montchat", "01/01/2025", "Suit la culture"), B2="vu en AG")
    assert "the register keeps the name in use" in told(planned(session, file, "mandates"))
    assert notes_of(session, file, "mandates") == [None]
    assert session.scalars(select(Mandate.notes)).all() == ["Suit la culture\nInstance : vu en AG"]


def test_notes_on_a_mandate_without_a_body_ask_which_body_it_is(session: Session) -> None:
    file = workbook(("Nom", "Notes sur le mandat"), ("Durand", "Suit la culture"))
    assert [one.question.key.partition(":")[0] for one in planned(session, file).questions] != []


def test_an_end_without_a_day_may_stay_so_and_is_written_once(session: Session) -> None:
    file = workbook(("Nom", "Conseil", "Début"), ("Durand (démissionnaire)", "Montchat", "01/01/2025"))
    (asked,) = planned(session, file).questions
    assert "undated" in [option.value for option in asked.question.options]
    answers = {asked.question.key: "undated"}
    for day in (TODAY, TODAY + dt.timedelta(days=30)):  # sent again a month later
        made = plan(session, "people", file, today=day, answers=answers)
        assert states(made) == ["created" if day == TODAY else "unchanged"]
        apply(session, made) if day == TODAY else None
        session.commit()
    mandate = session.scalars(select(Mandate)).one()
    assert (mandate.ended_on, mandate.end_reason) == (TODAY, EndReason.RESIGNATION)
    assert (mandate.notes or "").startswith("Fin non datée")


@pytest.mark.parametrize("said", ["Durand †", "Durand (décédé)"])
def test_each_sign_that_somebody_left_offers_an_end_without_a_day(session: Session, said: str) -> None:
    file = workbook(("Nom", "Conseil"), (said, "Montchat"))
    answers: dict[str, str] = {}
    for _ in range(2):
        for one in plan(session, "people", file, today=TODAY, answers=answers).questions:
            values = [option.value for option in one.question.options]
            answers[one.question.key] = "undated" if "undated" in values else "over.death"
    assert "undated" in answers.values()
    apply(session, plan(session, "people", file, today=TODAY, answers=answers))
    assert session.scalars(select(Mandate.ended_on)).all() == [TODAY]


def test_of_somebody_whom_one_may_not_change_the_remark_is_told_and_left(
    session: Session, as_reader: Callable[..., Session]
) -> None:
    body = session.scalars(select(Instance)).one()
    gone = make.PersonFactory(last_name="Durand", first_name="Zoé", email="z@example.org")
    make.MandateFactory(
        person=gone, instance=body, start_on=dt.date(2020, 1, 1), planned_end_on=None, ended_on=dt.date(2021, 1, 1),
        end_reason=EndReason.MOVED,
    )  # fmt: skip
    session.commit()
    place = session.scalars(select(Arrondissement).filter_by(number=3)).one()
    actor = make.UserFactory(username="ref3")
    reader = as_reader(Scope.arrondissements(actor.id, frozenset({place.id})), actor_id=actor.id)
    made = planned(reader, workbook(("Nom", "Prénom", "Mail"), ("DURAND née MARTIN", "Zoé", "z@example.org")))
    assert states(made) == ["unchanged"]
    assert "without « Nom de naissance : MARTIN »" in told(made)
