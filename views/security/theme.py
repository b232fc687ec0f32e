"""Light or dark, said in the first bytes of a page, so that no page flashes in the other one.

The account's choice comes first. A cookie repeats it for the pages that know no account: sign-in, errors without a
database. `system` alone is left to the browser: static/js/theme.js asks it before the first paint.
"""

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from models.preferences import ColourTheme
from views.security.gate import current_identity

_YEAR_SECONDS = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Gives the templates the theme; it costs no statement."""
    app.context_processor(lambda: {"theme": chosen_theme().value})


def chosen_theme() -> ColourTheme:
    """The theme of this request."""
    identity = current_identity()
    if identity is not None:
        return identity.theme
    return theme_named(request.cookies.get(_cookie_name(), "")) or ColourTheme.SYSTEM


def theme_named(name: str) -> ColourTheme | None:
    """The theme of this name, or None."""
    return next((theme for theme in ColourTheme if theme.value == name), None)


def remember(response: Response, theme: ColourTheme) -> None:
    """Keeps the theme in the browser too, for the pages that know no account."""
    response.set_cookie(
        _cookie_name(),
        theme.value,
        max_age=_YEAR_SECONDS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _cookie_name() -> str:
    return "__Host-theme" if current_app.config["SESSION_COOKIE_SECURE"] else "theme"
