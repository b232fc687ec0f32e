"""Taking back while an import begins: one waits for the other, in one order, and both are done."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import column, func, not_, select, table
from sqlalchemy.orm import Session

from mdo.kernel.base.context import through
from mdo.kernel.base.database import writing
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.journal import restoring
from mdo.kernel.journal import undo as module
from mdo.kernel.sessions.advisory_locks import hold_register
from mdo.kernel.sessions.factory import unlimited_session
from models.instances import Seat
from models.journal import ChangeAction, Door, JournalChange, JournalEntry
from models.people import EndReason, Mandate
from tests.kernel.imports.roundtrips import back, sent, with_cells
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.databases import Database

pytestmark = pytest.mark.db
_PATIENCE = 20
Work = Callable[[Session], Any]


def until_someone_waits(database: Database, thread: threading.Thread) -> None:
    """Comes back once a transaction of PostgreSQL waits for another one."""
    waiting = select(func.count()).select_from(table("pg_locks")).where(not_(column("granted")))
    with database.engine.connect() as connection:
        while thread.is_alive() and not connection.scalar(waiting):
            connection.rollback()


def taken_back_as_an_import_begins(
    database: Database, monkeypatch: pytest.MonkeyPatch, take_back: Work, imported: Work
) -> None:
    """Once what is taken back is written, and before the rules judge it, the import begins and comes to wait."""
    outcome: list[str] = []

    def begin() -> None:
        try:
            with writing(), unlimited_session(database.engine, today=TODAY) as session:
                hold_register(session)
                imported(session)
                session.commit()
                outcome.append("imported")
        except Exception as error:  # noqa: BLE001  # told by the assertion
            outcome.append(str(error))

    thread = threading.Thread(target=begin)

    def beginning_before(rule: Callable[..., Any]) -> Callable[..., Any]:
        def judge(*arguments: Any) -> Any:
            thread.start()
            if database.kind == "postgresql":
                until_someone_waits(database, thread)
            return rule(*arguments)

        return judge

    for asking, name in ((module, "broken_rules"), (restoring, "check_rows")):
        monkeypatch.setattr(asking, name, beginning_before(getattr(asking, name)))
    with writing(), unlimited_session(database.engine, today=TODAY) as session:
        take_back(session)
        session.commit()
    thread.join(_PATIENCE)
    assert outcome == ["imported"]


def test_an_undo_and_an_import_of_the_same_row_are_both_done(
    session: Session, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    mandate = make.MandateFactory()
    session.commit()
    data = with_cells("mandates", sent(session, "mandates"), (2, "limit_reason", "Accord du maire"))
    through(session, Door.IMPORT, "")
    mandate.ended_on, mandate.end_reason = dt.date(2026, 6, 30), EndReason.MOVED
    session.commit()
    entry_id = session.scalars(select(JournalEntry.id).order_by(JournalEntry.id.desc())).first()
    session.close()

    taken_back_as_an_import_begins(
        database,
        monkeypatch,
        lambda other: module.undo_as_far(other, other.get_one(JournalEntry, entry_id), TODAY),
        lambda other: apply(other, back(other, "mandates", data)),
    )
    row = session.scalars(select(Mandate)).one()
    assert (row.ended_on, row.limit_reason) == (None, "Accord du maire")


def test_a_restore_and_an_import_of_the_same_row_are_both_done(
    session: Session, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = make.SeatFactory(instance=make.InstanceFactory(name="Montchat"), number=1)
    session.commit()
    session.delete(seat)
    session.commit()
    deletion = select(JournalChange).where(JournalChange.action == ChangeAction.DELETE)
    data = workbook(("Instance", "N° de siège", "Intitulé"), ("Montchat", 1, "Président"))
    session.close()

    taken_back_as_an_import_begins(
        database,
        monkeypatch,
        lambda other: restoring.restore(other, other.scalars(deletion).one(), TODAY),
        lambda other: apply(other, plan(other, "seats", data, today=TODAY)),
    )
    assert [(row.number, row.label) for row in session.scalars(select(Seat))] == [(1, "Président")]
