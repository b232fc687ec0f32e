"""The language of a request: the account's, else the session's, else the browser's, else the server's."""

from flask import Flask, current_app, has_request_context, request, session
from flask_babel import get_babel

from views.base import catalogues
from views.security.gate import current_identity

SESSION_KEY = "locale"


def install(app: Flask) -> None:
    """Replaces FAB's selector, which obeys `?_l_=` in any address and writes the session at each first page."""
    get_babel(app).locale_selector = choose_locale
    catalogues.install(app)


def choose_locale() -> str:
    """The code of a language of the application; never one that it has not."""
    known: dict[str, object] = current_app.config["LANGUAGES"]
    default: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    if not has_request_context():
        return default
    identity = current_identity()
    for wanted in (identity.locale if identity else None, session.get(SESSION_KEY)):
        if wanted in known:
            return str(wanted)
    # Not best_match(): it prefers « en » to « fr-FR » when one accepts both.
    primary = (tag.split("-")[0].lower() for tag, _quality in request.accept_languages)
    return next((code for code in primary if code in known), default)
