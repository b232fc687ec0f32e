"""The application without a screen: its database and, for its commands, its language."""

import logging

from flask import Flask
from flask_babel import Babel
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError

import mdo.domains  # noqa: F401  # what the domains declare
from mdo.accounts.rules import refuse_demo_accounts
from mdo.documents.files import FOLDER, STORE
from mdo.kernel.base.database import engine_options, install_engine_events
from mdo.kernel.base.errors import RuleViolation
from models.accounts import User
from views.base.catalogues import gettext
from views.base.database import db
from views.security.storage import reading


def install(app: Flask) -> None:
    """Gives an application its database, once."""
    if "sqlalchemy" in app.extensions:
        return
    url = app.extensions["mdo_settings"].database_url
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    settings = app.extensions["mdo_settings"]
    STORE.set_up(settings.data_dir / FOLDER, is_used=settings.documents_in_folder)
    with app.app_context():
        install_engine_events(db.engine)


def install_for_commands(app: Flask) -> None:
    """What a command that shows no screen needs; an application that has its screens has it all."""
    install(app)
    if "babel" not in app.extensions:
        Babel(app)  # in the server's language; Flask-AppBuilder brings its own
        with app.app_context():
            refuse_demo_in_production(app)


def refuse_demo_in_production(app: Flask) -> None:
    """Ends the process where production holds demo accounts."""
    if not app.extensions["mdo_settings"].is_production:
        return
    try:
        with reading() as session:
            if inspect(session.connection()).has_table(User.__tablename__):
                refuse_demo_accounts(session)
    except RuleViolation as refusal:
        raise SystemExit(f"MDO – {refusal.text(gettext)}") from None
    except OperationalError:
        # The server starts without its database and answers 503; signing in refuses demo accounts too.
        logging.getLogger(__name__).warning("The database does not answer: demo accounts were not looked for.")
    finally:
        db.engine.dispose()  # a connection opened here must not be shared by the workers that gunicorn forks
