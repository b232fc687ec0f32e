"""A process killed while it applies an import leaves nothing of it, or all."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.kernel.imports.keeping.applying import apply_kept
from mdo.kernel.imports.keeping.stored import fingerprint, keep
from mdo.kernel.imports.run import plan
from models.instances import Instance
from models.journal import Door, JournalChange, JournalEntry
from tests.kernel.imports.sheets import states
from tests.kernel.imports.test_instances import LYON
from tests.project.bans import ROOT
from tests.support import TODAY
from tests.support.databases import Database

BODIES = 42
# It kills itself as kill -9 does: before the so-maniest statement that writes, before the commit or after it.
_APPLY = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from sqlalchemy import event
from mdo.kernel.imports.keeping.applying import apply_kept
from mdo.kernel.sessions.factory import unlimited_session
from tests.support import TODAY
from tests.support.databases import connect
engine = connect(sys.argv[2])
left = int(sys.argv[4]) if sys.argv[4].isdecimal() else -1

@event.listens_for(engine, "before_cursor_execute")
def count(connection, cursor, statement, *rest):
    global left
    if statement.lstrip().upper().startswith(("INSERT", "UPDATE")):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

session = unlimited_session(engine, today=TODAY)
apply_kept(session, Path(sys.argv[3]))
if sys.argv[4] == "before commit":
    os.kill(os.getpid(), signal.SIGKILL)
session.commit()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("moment", "left"),
    [
        pytest.param("1", 0, marks=pytest.mark.night),
        ("2", 0),
        pytest.param("4", 0, marks=pytest.mark.night),
        ("before commit", 0),
        ("after commit", BODIES),
    ],
)
def test_a_killed_import_is_whole_or_nothing_and_can_be_made_again(
    database: Database, session: Session, tmp_path: Path, moment: str, left: int
) -> None:
    path = tmp_path / "plan"
    mark = fingerprint(session)
    keep(path, plan(session, "instances", LYON, today=TODAY), mark)
    session.rollback()
    command = [sys.executable, "-c", _APPLY, str(ROOT), database.url, str(path), moment]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert session.scalar(select(func.count(Instance.id))) == left
    assert session.scalar(select(func.count(JournalChange.id)).where(JournalChange.model == "Instance")) == left
    assert (fingerprint(session) == mark) is (left == 0)
    if left == 0:
        apply_kept(session, path)
        session.commit()
    assert session.scalar(select(func.count(JournalEntry.id)).where(JournalEntry.door == Door.IMPORT)) == 1
    assert states(plan(session, "instances", LYON, today=TODAY)) == ["unchanged"] * BODIES
