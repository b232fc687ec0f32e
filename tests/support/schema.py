"""An empty database made ready, by what `flask mdo init` calls."""

from pathlib import Path

from app import create_app
from tests.support.settings import settings_for
from views.base.database import db
from views.commands.schema import prepare_database


def initialise(url: str, folder: Path) -> None:
    """Migrates an empty database and writes its reference rows."""
    with create_app(settings_for(url, folder)).app_context():
        prepare_database()
        db.engine.dispose()
