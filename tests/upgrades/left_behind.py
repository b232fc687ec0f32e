"""What a version leaves with its users: `python -m tests.upgrades.left_behind`, once its dumps are written.

From the SQLite dump of this version: a workbook of each kind that went out to be changed, and a dump of the database
once rows were changed and deleted by name of model, and a role made with rights by name of view. Never written again
once published; later versions must take all of it back.
"""

import datetime as dt
import gzip
import tempfile
from pathlib import Path
from typing import Any

from babel.support import Translations
from sqlalchemy import select
from sqlalchemy.orm import Session

import mdo.domains  # noqa: F401  # the kinds are declared
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.roundtrip.book import book_to_edit, columns_to_edit
from mdo.kernel.rights.declared import RIGHTS
from mdo.kernel.sessions.factory import unlimited_session
from mdo.kernel.workbook.writer import write_workbook
from mdo.version import VERSION
from models.accounts import PermissionView, Role, ViewMenu
from models.contracts import Contract
from models.meetings import ActionItem, Meeting
from models.network import Absence
from models.people import Person
from models.requests import CouncilRequest
from models.suppliers import Supplier
from tests.support import TODAY
from tests.support.databases import connect
from tests.upgrades import dump

FOLDER = Path(__file__).parent / "left"
SECRET = "the secret of a workbook that is out, long enough"
ROLE = "Atelier des cartes"
NOTE = "Écrit par une version d'avant."
# What the journal of the dump tells of, and the field that was changed.
CHANGED: tuple[tuple[type, str], ...] = (
    (Person, "city"),
    (Meeting, "notes"),
    (Contract, "notes"),
    (Supplier, "city"),
    (CouncilRequest, "answer"),
)
DELETED: tuple[type, ...] = (ActionItem, Absence)
_ROWS = 6


def main() -> None:
    """Writes the workbooks and the dump of this version."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mdo-left-") as name:
        path = Path(name) / "mdo.sqlite"
        engine = connect(f"sqlite:///{path}")
        dump.restore(engine, dump.FOLDER / f"{VERSION}-{dump.SQLITE}.sql.gz")
        with unlimited_session(engine, today=TODAY, actor_name="Une agente d'avant") as session:
            for kind in KINDS:
                _send(session, kind)
            _change(session)
            _make_role(session)
        engine.dispose()
        content = "\n".join(dump.sqlite_statements(path)).encode()
    (FOLDER / f"{VERSION}.sql.gz").write_bytes(gzip.compress(content, mtime=0))


def _send(session: Session, kind: str) -> None:
    french = Translations.load("translations", ["fr"]).gettext
    model: Any = KINDS[kind].model
    rows = session.scalars(select(model).order_by(model.id).limit(_ROWS))
    columns = columns_to_edit(kind, with_personal=True)
    now = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)
    book = book_to_edit(session, kind, rows, columns, secret=SECRET, title=kind, today=TODAY, now=now, translate=french)
    with (FOLDER / f"{VERSION}-{kind}.xlsx").open("wb") as stream:
        write_workbook(stream, book)


def _change(session: Session) -> None:
    """One entry of the journal for each change, and for each deletion."""
    for model, name in CHANGED:
        setattr(first_of(session, model), name, NOTE)
        session.commit()
    for model in DELETED:
        session.delete(first_of(session, model))
        session.commit()


def first_of(session: Session, model: Any) -> Any:
    """The first row of a table: the one that was changed, or deleted."""
    return session.scalars(select(model).order_by(model.id).limit(1)).one()


def _make_role(session: Session) -> None:
    pairs = select(PermissionView).join(ViewMenu).where(ViewMenu.name.in_(RIGHTS)).order_by(PermissionView.id)
    session.add(Role(name=ROLE, permissions=list(session.scalars(pairs))))
    session.commit()


if __name__ == "__main__":
    main()
