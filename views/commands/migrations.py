"""Alembic's settings, for the commands that look at the schema or change it: the others start without it."""

from pathlib import Path

from alembic.config import Config
from flask import Flask, current_app
from flask_migrate import Migrate

from views.base.database import db

_NAME = "migrate"  # where Flask-Migrate keeps itself


def install(app: Flask) -> None:
    """Gives an application its migrations, once."""
    if _NAME not in app.extensions:
        Migrate(app, db, directory=str(Path(app.root_path) / "migrations"), render_as_batch=True)


def migrations() -> Config:
    """Alembic's own configuration, on this application's migrations."""
    install(current_app)
    config: Config = current_app.extensions[_NAME].migrate.get_config()
    return config
