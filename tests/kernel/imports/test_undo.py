"""« Undo this import »: one transaction, which leaves what was touched since and names it."""

import datetime as dt
import time
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.plans import LineState
from mdo.kernel.imports.roundtrip.decisions import Decisions, Resolution
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.journal.undo import Undone, counted, rows_written, undo_as_far
from models.journal import ChangeAction, Door, JournalEntry
from models.meetings import Meeting, MeetingStep
from models.organisations import Organisation
from models.people import Mandate, Person
from tests.kernel.imports.one_line import ONE_LINE, an_empty_register
from tests.kernel.imports.roundtrips import back, edited, sent, with_cells
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support import factories as make


def last_import(session: Session) -> JournalEntry:
    entries = select(JournalEntry).where(JournalEntry.door == Door.IMPORT).order_by(JournalEntry.id.desc())
    return session.scalars(entries.limit(1)).one()


@pytest.mark.night
def test_two_thousand_rows_are_undone_within_ten_seconds(session: Session) -> None:
    for number in range(1000):
        make.PersonFactory(last_name=f"NOM{number:04}", city="Lyon", email=f"a{number}@example.org")
    session.commit()

    def change(sheet: Any) -> None:
        headers = [cell.value for cell in sheet[1]]
        for line in range(2, 1002):
            sheet.cell(line, headers.index("City") + 1).value = "Bron"
        for number in range(1000):
            row = [None] * len(headers)
            row[headers.index("Last name")] = f"NEUF{number:04}"
            sheet.append(row)

    data = edited(sent(session, "people"), change)
    made = back(session, "people", data)
    result = apply(session, made, is_confirmed=True)
    session.commit()
    assert (result.created, result.changed) == (1000, 1000)
    session.expire_all()
    started = time.process_time()
    undone = undo_as_far(session, last_import(session), TODAY)
    session.commit()
    spent = time.process_time() - started
    assert (undone.count, undone.kept) == (2000, ())
    assert session.scalar(select(func.count(Person.id)).where(Person.city == "Lyon")) == 1000
    assert session.scalar(select(func.count(Person.id))) == 1000
    assert spent < 10


def test_an_import_of_each_kind_is_undone_whole_the_last_one_first(session: Session) -> None:
    an_empty_register(session)
    entries = []
    for kind, (headers, line, _) in ONE_LINE.items():
        apply(session, plan(session, kind, workbook(headers, line), today=TODAY))
        session.commit()
        entries.append((kind, last_import(session)))
    for kind, entry in reversed(entries):
        written = rows_written(session, entry.id)
        undone = undo_as_far(session, entry, TODAY)
        session.commit()
        assert undone.rows == written, kind
        assert undone.count >= 1, kind
        assert undone.kept == (), kind
        headers, line, done = ONE_LINE[kind]
        again = plan(session, kind, workbook(headers, line), today=TODAY)
        assert (again.counts[LineState.CREATED], again.counts[LineState.CHANGED]) == done, kind


def test_what_was_touched_since_stays_and_is_named_and_all_else_is_put_back(session: Session) -> None:
    rows = [make.PersonFactory(last_name=name, first_name="Zoé", city="Lyon") for name in ("Un", "Deux")]
    session.commit()
    data = with_cells(
        "people", sent(session, "people"), (2, "city", "Bron"), (3, "city", "Bron"), (4, "last_name", "TROIS")
    )
    apply(session, back(session, "people", data))
    session.commit()
    entry = last_import(session)
    through(session, Door.FORM, "")
    rows[0].phone = "04 72 10 30 30"
    session.commit()
    undone = undo_as_far(session, entry, TODAY)
    session.commit()
    assert undone == Undone(2, ("Un Zoé",), removed=1)
    assert (rows[0].city, rows[1].city) == ("Bron", "Lyon")
    assert session.scalars(select(Person.last_name).order_by(Person.id)).all() == ["Un", "Deux"]
    with pytest.raises(RuleViolation):
        undo_as_far(session, entry, TODAY)


def test_a_new_row_stays_when_something_that_stays_points_to_it(session: Session) -> None:
    body = make.InstanceFactory(name="Montchat", arrondissements=[3])
    session.commit()
    headers = ("Nom", "Prénom", "Instance", "Début", "Organisation")
    lines = (("Un", "Ana", "Montchat", "01/01/2025", "MJC"), ("Deux", "Léo", "Montchat", "01/01/2025", "MJC"))
    apply(session, plan(session, "people", workbook(headers, *lines), today=TODAY))
    session.commit()
    entry = last_import(session)
    through(session, Door.FORM, "")
    session.scalars(select(Mandate).join(Person).where(Person.last_name == "Un")).one().limit_reason = "vu"
    session.commit()
    undone = undo_as_far(session, entry, TODAY)
    session.commit()
    assert undone.count == 2
    assert len(undone.kept) == 3
    assert session.scalars(select(Person.last_name)).all() == ["Un"]
    assert session.scalars(select(Organisation.name)).all() == ["MJC"]
    assert body.id


def test_a_new_row_that_someone_used_since_stays(session: Session) -> None:
    body = make.InstanceFactory(name="Montchat", arrondissements=[3])
    session.commit()
    apply(session, plan(session, "people", workbook(("Nom", "Prénom"), ("Un", "Ana"), ("Deux", "Léo")), today=TODAY))
    session.commit()
    entry = last_import(session)
    make.MandateFactory(instance=body, person=session.scalars(select(Person).filter_by(last_name="Un")).one())
    session.commit()
    undone = undo_as_far(session, entry, TODAY)
    session.commit()
    assert undone == Undone(1, ("Un Ana",), removed=1)


def test_an_import_of_which_every_row_was_touched_is_not_undone(session: Session) -> None:
    apply(session, plan(session, "people", workbook(("Nom", "Prénom"), ("Un", "Ana")), today=TODAY))
    session.commit()
    entry = last_import(session)
    through(session, Door.FORM, "")
    session.scalars(select(Person)).one().city = "Lyon"
    session.commit()
    with pytest.raises(RuleViolation, match="Un Ana"):
        undo_as_far(session, entry, TODAY)


def test_rows_that_an_import_deleted_come_back_with_their_ids(session: Session) -> None:
    rows = [make.PersonFactory(last_name=name) for name in ("Un", "Deux")]
    session.commit()
    ids = [row.id for row in rows]
    data = edited(sent(session, "people"), lambda sheet: sheet.delete_rows(2))
    apply(session, back(session, "people", data, Decisions(missing=Resolution.TAKE)))
    session.commit()
    assert undo_as_far(session, last_import(session), TODAY).count == 1
    session.commit()
    assert session.scalars(select(Person.id).order_by(Person.id)).all() == ids


def ended_by_import(session: Session, *mandates: Mandate) -> JournalEntry:
    """An import that ends these mandates on 30 June 2026, once committed."""
    session.commit()
    cells = [
        (line, name, value)
        for line in range(2, 2 + len(mandates))
        for name, value in (("ended_on", dt.date(2026, 6, 30)), ("end_reason", "Moved away"))
    ]
    made = back(session, "mandates", with_cells("mandates", sent(session, "mandates"), *cells))
    assert not made.errors
    apply(session, made)
    session.commit()
    assert {mandate.ended_on for mandate in mandates} == {dt.date(2026, 6, 30)}
    return last_import(session)


def test_a_row_that_would_break_a_rule_once_back_stays_and_is_named_and_all_else_is_put_back(session: Session) -> None:
    """Two of the seats were given to someone else since: their mandates cannot go on again."""
    mandates = [make.MandateFactory(instance=seat.instance, seat=seat) for seat in make.SeatFactory.create_batch(4)]
    entry = ended_by_import(session, *mandates)
    through(session, Door.FORM, "")
    for mandate in mandates[:2]:
        make.MandateFactory(instance=mandate.instance, seat=mandate.seat, start_on=dt.date(2026, 7, 1))
    session.commit()
    names = tuple(map(str, mandates[:2]))
    undone = undo_as_far(session, entry, TODAY)
    session.commit()
    session.expire_all()
    assert undone == Undone(2, names)
    assert [mandate.ended_on for mandate in mandates] == [dt.date(2026, 6, 30)] * 2 + [None] * 2
    assert [mandate.end_reason for mandate in mandates[2:]] == [None, None]
    taken_back = session.scalars(select(JournalEntry).where(JournalEntry.undo_of_id == entry.id)).one()
    assert {(change.model, change.row_id) for change in taken_back.changes} == {
        ("Mandate", mandate.id) for mandate in mandates[2:]
    }


def test_an_import_of_which_every_row_would_break_a_rule_is_not_undone(session: Session) -> None:
    seat = make.SeatFactory()
    mandate = make.MandateFactory(instance=seat.instance, seat=seat)
    entry = ended_by_import(session, mandate)
    through(session, Door.FORM, "")
    make.MandateFactory(instance=seat.instance, seat=seat, start_on=dt.date(2026, 7, 1))
    session.commit()
    with pytest.raises(RuleViolation, match=r"Nothing was put back.*This seat is held"):
        undo_as_far(session, entry, TODAY)
    session.rollback()
    assert mandate.ended_on == dt.date(2026, 6, 30)
    assert session.scalar(select(JournalEntry.id).where(JournalEntry.undo_of_id == entry.id)) is None


def test_what_was_attached_to_something_that_is_gone_stays_and_is_named(session: Session) -> None:
    """The association that one of them left by the import was deleted since: there is nothing to go back to."""
    gone, kept = make.OrganisationFactory(name="MJC"), make.OrganisationFactory(name="Lyon en scène")
    make.OrganisationFactory(name="Neuve")
    rows = [
        make.PersonFactory(last_name=name, first_name="Zoé", organisation=row)
        for name, row in (("Un", gone), ("Deux", kept))
    ]
    session.commit()
    cells = ((line, "organisation", "Neuve") for line in (2, 3))
    apply(session, back(session, "people", with_cells("people", sent(session, "people"), *cells)))
    session.commit()
    entry = last_import(session)
    through(session, Door.FORM, "")
    session.delete(gone)
    session.commit()
    undone = undo_as_far(session, entry, TODAY)
    session.commit()
    assert undone == Undone(1, ("Un Zoé",))
    assert [row.organisation.name for row in rows] == ["Neuve", "Lyon en scène"]


def test_an_import_of_which_every_row_was_attached_to_something_gone_says_which(session: Session) -> None:
    gone = make.OrganisationFactory(name="MJC")
    make.PersonFactory(last_name="Un", first_name="Zoé", organisation=gone)
    make.OrganisationFactory(name="Neuve")
    session.commit()
    data = with_cells("people", sent(session, "people"), (2, "organisation", "Neuve"))
    apply(session, back(session, "people", data))
    session.commit()
    through(session, Door.FORM, "")
    session.delete(gone)
    session.commit()
    with pytest.raises(RuleViolation, match=r"is gone since\. Un Zoé"):
        undo_as_far(session, last_import(session), TODAY)


def test_meetings_go_with_their_steps_and_one_that_was_used_since_keeps_its_own(session: Session) -> None:
    make.InstanceFactory(name="Montchat", arrondissements=[3])
    session.commit()
    headers = ("Instance", "Date", "Type de réunion")
    lines = (("Montchat", "12/11/2026", "plénière"), ("Montchat", "13/11/2026", "bureau"))
    apply(session, plan(session, "meetings", workbook(headers, *lines), today=TODAY))
    session.commit()
    entry = last_import(session)
    through(session, Door.FORM, "")
    make.AgendaItemFactory(meeting=session.scalars(select(Meeting).order_by(Meeting.id)).first())
    session.commit()
    undone = undo_as_far(session, entry, TODAY)
    session.commit()
    assert undone == Undone(2, ("Plénière",), removed=2)
    (meeting,) = session.scalars(select(Meeting))
    assert len(meeting.steps) == session.scalar(select(func.count(MeetingStep.id))) == 1


def test_what_an_operation_made_and_then_changed_is_counted_as_made() -> None:
    made, changed, gone = ChangeAction.CREATE, ChangeAction.UPDATE, ChangeAction.DELETE
    done = [
        ("Person", 1, made),
        ("Person", 1, changed),
        ("Person", 2, made),
        ("Person", 3, changed),
        ("Mandate", 1, gone),
    ]
    assert counted(done) == {("Person", made): 2, ("Person", changed): 1, ("Mandate", gone): 1}
