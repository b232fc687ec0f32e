"""A workbook that comes back: the rights and the reach of who sends it hold, on the line that passes them."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.roundtrip.decisions import Decisions, Resolution
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.written import OUTSIDE
from mdo.kernel.workbook.reader import read_file
from models.people import Person
from models.territory import Arrondissement
from tests.kernel.imports.roundtrips import SECRET, back, edited, lines_in_error, person, sent, with_cells
from tests.kernel.imports.sheets import states
from tests.support import TODAY
from tests.support import factories as make


def test_without_the_right_to_personal_data_they_neither_leave_nor_come_back(session: Session) -> None:
    row = person(email="zoe@example.org", city="Lyon", address=None)
    session.commit()
    bare = sent(session, "people", with_personal=False)
    assert "zoe@example.org" not in "".join(str(read_file(bare).sheets[0].rows))
    data = with_cells("people", sent(session, "people"), (2, "email", "autre@example.org"), (2, "city", None))
    row.email = "nouvelle@example.org"
    session.commit()
    made = back(session, "people", data, can=lambda permission, view: view != "PersonalData")
    assert states(made) == ["unchanged"]
    assert made.lines[0].conflicts == []
    assert "nouvelle@example.org" not in repr(made.lines)


def test_the_right_to_change_is_asked_and_the_scope_holds(session: Session, as_reader: Callable[..., Session]) -> None:
    make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    make.InstanceFactory(name="Gerland", arrondissements=[7])
    make.InstanceFactory(name="Toute la ville", arrondissements=[])
    session.commit()
    fifth = session.scalars(select(Arrondissement).filter_by(number=5)).one()
    data = with_cells("instances", sent(session, "instances"), *[(line, "notes", "Vu") for line in (2, 3, 4)])
    assert len(lines_in_error(session, "instances", data, can=lambda permission, view: permission != "can_edit")) == 3
    reader = as_reader(Scope.arrondissements(1, frozenset({fifth.id})))
    made = plan(reader, "instances", data, today=TODAY, secret=SECRET)
    assert states(made) == ["changed", "error", "error"]
    gone = edited(sent(session, "instances"), lambda sheet: sheet.delete_rows(2, 3))
    made = plan(reader, "instances", gone, today=TODAY, secret=SECRET, decisions=Decisions(missing=Resolution.TAKE))
    assert [(str(line.state), line.label) for line in made.lines] == [
        ("deleted", str(line.label)) if "Point" in line.label else ("error", line.label) for line in made.lines
    ]
    assert [line.label for line in made.lines if "Gerland" in line.label] == []


def test_a_body_neither_leaves_the_scope_nor_goes_with_the_places_of_others(
    session: Session, as_reader: Callable[..., Session]
) -> None:
    make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    make.InstanceFactory(name="Vieux Lyon et Gerland", arrondissements=[5, 7])
    session.commit()
    fifth = session.scalars(select(Arrondissement).filter_by(number=5)).one()
    reader = as_reader(Scope.arrondissements(1, frozenset({fifth.id})))
    data = with_cells("instances", sent(session, "instances"), (2, "arrondissements", None))
    data = edited(data, lambda sheet: sheet.delete_rows(3))
    made = back(reader, "instances", data, Decisions(missing=Resolution.TAKE))
    assert states(made) == ["error", "error"]
    assert [error.message for error in made.errors] == [OUTSIDE, OUTSIDE]


def test_a_person_whom_no_mandate_places_does_not_leave_the_scope(
    session: Session, as_reader: Callable[..., Session]
) -> None:
    home, actor = make.ArrondissementFactory(number=5), make.UserFactory(username="ref5")
    names = ("moved", "emptied", "hers", "member", "moved and member", "moved within")
    for name in names:
        person(last_name=name, first_name=None, arrondissement=home, created_by_id=actor.id if name == "hers" else None)
    body, eighth = make.InstanceFactory(arrondissements=[5]), make.ArrondissementFactory(number=8)
    for one in session.scalars(select(Person).where(Person.last_name.contains("member"))):
        make.MandateFactory(person=one, instance=body)
    session.commit()
    reader = as_reader(Scope.arrondissements(actor.id, frozenset({home.id, eighth.id})), actor_id=actor.id)
    places = (7, None, None, None, 7, 8)
    data = sent(session, "people")
    data = with_cells("people", data, *[(line, "arrondissement", place) for line, place in enumerate(places, 2)])
    made = back(reader, "people", data)
    assert {(error.line, error.column, error.message) for error in made.errors} == {
        (2, "Arrondissement", OUTSIDE),
        (3, "Arrondissement", OUTSIDE),
    }
    assert apply(reader, made, only_valid=True).changed == 4
    reader.commit()
