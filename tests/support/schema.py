"""An empty database made ready, by what `flask mdo init` calls."""

from pathlib import Path

from app import create_app
from tests.support.settings import DEMO_PASSWORD, settings_for
from views.base.database import db
from views.commands.demo import write_demo
from views.commands.schema import prepare_database


def initialise(url: str, folder: Path) -> None:
    """Migrates an empty database and writes its reference rows."""
    with create_app(settings_for(url, folder)).app_context():
        prepare_database()
        db.engine.dispose()


def add_demo(url: str, folder: Path) -> None:
    """Writes into a database made ready the demo accounts and some hundred invented people."""
    with create_app(settings_for(url, folder)).app_context():
        write_demo(people=400, seed=1, password=DEMO_PASSWORD)
        db.engine.dispose()
