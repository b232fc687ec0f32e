"""The application: its factory."""

import atexit
import gc
import os
from importlib import import_module

from flask import Flask

from config import Settings, SettingsError, flask_config, load_settings
from views import commands

# At the end of a process its memory goes back as a whole: what it holds is not looked through once more, which takes
# more than half of the time of a short command.
atexit.register(gc.freeze)


def create_app(settings: Settings | None = None) -> Flask:
    """Builds the application. A wrong setting ends the process with one clear sentence.

    Flask's command line gets one without screens: a command installs what it needs (`views.commands`).
    """
    try:
        settings = settings or load_settings(os.environ)
    except SettingsError as error:
        raise SystemExit(f"MDO – {error}") from None
    # What is loaded lives as long as the process: at Python's own pace the collector would walk it for a quarter of
    # the start, and again at each page.
    gc.set_threshold(20_000, 20, 20)
    app = Flask(__name__)
    app.config.update(flask_config(settings))
    app.extensions["mdo_settings"] = settings
    commands.register(app)
    if not commands.are_looked_up():
        import_module("views.screens").install(app)
    return app
