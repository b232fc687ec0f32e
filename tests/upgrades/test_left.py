"""What earlier versions left with their users is still taken: workbooks that are out, journal entries, roles."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mdo.kernel.imports.run import plan
from mdo.kernel.journal.restoring import restore
from mdo.kernel.journal.undo import undo
from mdo.kernel.rights.declared import RIGHTS
from mdo.kernel.sessions.factory import unlimited_session
from models.accounts import Role
from models.journal import ChangeAction, JournalChange
from tests.support import TODAY
from tests.upgrades import dump
from tests.upgrades import left_behind as left

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)]

_DUMPS = sorted(left.FOLDER.glob("*.sql.gz"))
_BOOKS = sorted(left.FOLDER.glob("*.xlsx"))
assert _BOOKS, "run python -m tests.upgrades.left_behind"


@pytest.fixture
def session(request: pytest.FixtureRequest, empty_app: Flask, empty_engine: Engine) -> Iterator[Session]:
    """A session on the database that a version left, upgraded."""
    dump.restore(empty_engine, request.param)
    result = empty_app.test_cli_runner().invoke(args=["mdo", "init"])
    assert result.exit_code == 0, result.output
    with unlimited_session(empty_engine, today=TODAY) as opened:
        yield opened


@pytest.mark.parametrize("session", _DUMPS, indirect=True, ids=lambda path: path.name)
def test_workbooks_that_are_out_come_back_without_a_change(session: Session, request: pytest.FixtureRequest) -> None:
    """Nothing was changed in them, and nothing is read as if it had been."""
    version = request.node.callspec.params["session"].name.removesuffix(".sql.gz")
    books = [path for path in _BOOKS if path.name.startswith(f"{version}-")]
    assert books
    for path in books:
        kind = path.stem.removeprefix(f"{version}-")
        made = plan(session, kind, path, today=TODAY, secret=left.SECRET)
        assert made.lines, path.name
        assert [
            (line.number, line.changes, line.errors, line.conflicts)
            for line in made.lines
            if line.writes or line.errors or line.conflicts
        ] == [], path.name


@pytest.mark.parametrize("session", _DUMPS, indirect=True, ids=lambda path: path.name)
def test_old_operations_are_taken_back(session: Session) -> None:
    for model, name in left.CHANGED:
        change = _last_change(session, model, ChangeAction.UPDATE)
        before, after = change.fields[name]
        assert after == left.NOTE
        undo(session, change.entry, TODAY)
        session.commit()
        assert getattr(session.get(model, change.row_id), name) == before
    for model in left.DELETED:
        change = _last_change(session, model, ChangeAction.DELETE)
        restore(session, change, TODAY)
        session.commit()
        assert session.get(model, change.row_id) is not None


@pytest.mark.parametrize("session", _DUMPS, indirect=True, ids=lambda path: path.name)
def test_a_role_that_was_made_keeps_its_rights(session: Session) -> None:
    role = session.scalars(select(Role).where(Role.name == left.ROLE)).one()
    held = {(pair.view_menu.name, pair.permission.name) for pair in role.permissions}
    known = {(view, permission) for view, rights in RIGHTS.items() for permission in rights.permissions}
    assert held
    assert held <= known


def _last_change(session: Session, model: type, action: ChangeAction) -> JournalChange:
    found = select(JournalChange).where(JournalChange.model == model.__name__, JournalChange.action == action)
    return session.scalars(found.order_by(JournalChange.id.desc()).limit(1)).one()
