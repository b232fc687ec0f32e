"""Who may come in: sign-in, identity of each request, sessions, headers and error pages.

`install_before_fab` must run before Flask-AppBuilder is initialised, `install_after_fab` once every view is there.
"""

import logging

from flask import Flask
from flask_appbuilder import AppBuilder
from flask_babel import gettext
from flask_wtf import CSRFProtect
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

from mdo.accounts import refuse_demo_accounts
from mdo.errors import RuleViolation
from models.accounts import User
from views.base.database import db
from views.security import errors, gate, headers, locale, logs, theme
from views.security.storage import reading

__all__ = ["install_after_fab", "install_before_fab"]


def install_before_fab(app: Flask) -> None:
    """Log lines, error pages, headers, CSRF, the identity of each request and its theme."""
    logs.install(app)
    errors.install(app)
    headers.install(app)
    proxies = app.extensions["mdo_settings"].proxies
    if proxies:
        # The limit on sign-in counts by address: it must be the browser's, not the proxy's.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # how Werkzeug documents it
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    # Without it FAB deletes by GET and by POST without a token (fab.md §4).
    CSRFProtect(app)
    gate.install(app)
    theme.install(app)


def install_after_fab(app: Flask, appbuilder: AppBuilder) -> None:
    """The language of each request, once FAB has set up Babel; in production, the refusal of demo accounts."""
    locale.install(app)
    if app.extensions["mdo_settings"].is_production:
        _refuse_demo()


def _refuse_demo() -> None:
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
