"""The database of a comparison: the demo with as many people as asked, and one body with exactly 200 mandates."""

import os
import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, select

import mdo.domains  # noqa: F401  # what the domains declare
from mdo.kernel.base.database import engine_options, install_engine_events, writing
from mdo.kernel.base.periods import today_in_paris
from mdo.kernel.sessions.factory import unlimited_session
from models.instances import Instance, MandateFunction
from models.people import Mandate, Person

ROOT = Path(__file__).parents[1]
RELATED = 200
_CODE = "BENCH-200"


@dataclass(frozen=True)
class Data:
    """Where the rows are, for us and for stock Flask-AppBuilder, and the ids that the pages show."""

    folder: Path
    environ: dict[str, str]
    password: str
    body_id: int
    mandate_id: int
    last_name: str


def prepare(people: int) -> Data:
    """Builds the database in a new folder under var/; takes some minutes for 100,000 people."""
    folder = ROOT / "var" / f"bench-{people}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    password = secrets.token_urlsafe(24)
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MDO_")},
        "MDO_DATA_DIR": str(folder),
        "MDO_DEMO_PASSWORD": password,
        "FLASK_APP": "app",
    }
    _run(environ, "-m", "flask", "mdo", "init")
    _run(environ, "-m", "flask", "mdo", "demo", "--people", str(people))
    ours = folder / "mdo.sqlite"
    ids = _body_with_mandates(f"sqlite:///{ours}")
    stock = folder / "stock.sqlite"
    shutil.copyfile(ours, stock)
    environ["BENCH_DATABASE_URL"] = f"sqlite:///{stock}"
    _run(environ, "-m", "bench.stock_fab")
    return Data(folder, environ, password, *ids)


def _run(environ: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environ, check=True)


def _body_with_mandates(url: str) -> tuple[int, int, str]:
    """Adds a body whose 200 people are the first of the register.

    Returns its id, the id of one of its mandates and the last name of that one's holder.
    """
    engine = create_engine(url, **engine_options(url))
    install_engine_events(engine)
    today = today_in_paris()
    with writing(), unlimited_session(engine, today=today, actor_name="make bench") as session:
        like = session.scalars(select(Instance).order_by(Instance.id).limit(1)).one()
        function = session.scalars(select(MandateFunction).order_by(MandateFunction.id).limit(1)).one()
        body = Instance(code=_CODE, name="Instance de mesure", type=like.type, state=like.state)
        held = [
            Mandate(instance=body, person=person, function=function, start_on=today.replace(day=1, month=1))
            for person in session.scalars(select(Person).order_by(Person.id).limit(RELATED))
        ]
        session.add_all(held)
        session.commit()
        ids = body.id, held[0].id, held[0].person.last_name
    # The file is copied next: nothing may wait in the write-ahead log.
    engine.dispose()
    return ids
