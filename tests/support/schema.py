"""An empty database made ready, as `flask mdo init` does. (Interim: by its parts, until the command is there.)"""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate, upgrade

from mdo.database import engine_options, install_engine_events
from mdo.sessions import unlimited_session
from mdo.setup import set_up
from tests.support import TODAY
from views.base.database import db


def initialise(url: str, folder: Path) -> None:
    """Builds the schema and the reference rows of an empty database."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    Migrate(app, db, directory=str(Path(__file__).parents[2] / "migrations"), render_as_batch=True)
    with app.app_context():
        install_engine_events(db.engine)
        upgrade()
        with unlimited_session(db.engine, today=TODAY) as session:
            set_up(session)
            session.commit()
        db.engine.dispose()
