"""A workbook that comes back: the rights and the reach of who sends it hold, on the line that passes them."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.roundtrip.decisions import Decisions, Resolution
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.written import OUTSIDE
from mdo.kernel.workbook.reader import read_file
from models.people import EndReason, Person
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


def test_rows_that_one_reads_and_may_not_write_leave_locked_and_come_back_as_they_are(
    session: Session, as_reader: Callable[..., Session]
) -> None:
    mine = make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    gone = {"ended_on": dt.date(2021, 1, 1), "end_reason": EndReason.MOVED, "start_on": dt.date(2020, 1, 1)}
    make.MandateFactory(person=person(last_name="ALVES", email=None), instance=mine)
    make.MandateFactory(person=person(last_name="ROUX", city=None), instance=mine, planned_end_on=None, **gone)
    make.MandateFactory(person=person(last_name="ZANI"), instance=mine)
    session.commit()
    fifth = session.scalars(select(Arrondissement).filter_by(number=5)).one()
    actor = make.UserFactory(username="ref5")
    reader = as_reader(Scope.arrondissements(actor.id, frozenset({fifth.id})), actor_id=actor.id)
    data = sent(reader, "people")
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    width = len([cell for cell in sheet[1] if cell.value])
    looks = [
        {(cell.protection.locked, cell.fill.fgColor.rgb if cell.fill.fill_type else None) for cell in row[:width]}
        for row in sheet.iter_rows(min_row=2, max_row=4)
    ]
    assert looks[1] == {(True, "FFE4E4E4")}  # blank cells too
    assert all((True, "FFE4E4E4") not in one and any(not locked for locked, _ in one) for one in (looks[0], looks[2]))
    assert "Shaded lines" in _notes(book)
    # Untouched, its line says nothing; changed with a program, it is refused, and it alone.
    assert states(back(reader, "people", data)) == ["unchanged"] * 3
    changed = with_cells("people", data, *[(line, "city", "Bron") for line in (2, 3, 4)])
    assert states(back(reader, "people", changed)) == ["changed", "error", "changed"]
    # Who may write all that she reads has no shaded line, and no word of it.
    whole = load_workbook(io.BytesIO(sent(session, "people")))
    assert "Shaded lines" not in _notes(whole)


def _notes(book: Any) -> set[Any]:
    return {row[0].value for sheet in book.worksheets[1:] for row in sheet.iter_rows(max_col=1)}


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
