"""Messages and numbers in words, found once: a page asks for some hundred.

Flask-Babel asks for the application, the language and the catalogue again for each of them; Jinja makes each safe and
formats it again. Both languages hold a few thousand messages, all of them in the code: what is kept stays small.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from babel import Locale, numbers, support
from flask import Flask, g
from flask_babel import Domain, get_babel, get_locale
from jinja2 import pass_context
from jinja2.runtime import Context

_MOST_NUMBERS = 4_096


class Catalogues(Domain):
    """The catalogues of the application by language."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, support.NullTranslations] = {}

    def get_translations(self) -> support.NullTranslations:
        """The catalogue of the language of the moment."""
        locale = locale_of_the_moment()
        if locale is None:
            return super().get_translations()
        found = self.kept.get(locale.language)
        if found is None:
            found = self.kept[locale.language] = super().get_translations()
        return found


_OURS = Catalogues()
# What the views call in place of Flask-Babel's own, which look for the catalogues each time.
gettext, ngettext = _OURS.gettext, _OURS.ngettext


def install(app: Flask) -> None:
    """Gives the views and the templates what is kept; an application that brings words of its own reads them anew."""
    _OURS.cache.clear()
    _OURS.kept.clear()
    get_babel(app).instance.domain_instance = _OURS
    asked: Any = app.jinja_env.globals["gettext"]
    messages = _kept_messages(asked)
    app.jinja_env.globals.update(_=messages, gettext=messages)
    app.jinja_env.filters["numberformat"] = number_in_words


def locale_of_the_moment() -> Locale | None:
    """What `flask_babel.get_locale` answers, read where Flask-Babel noted it the first time: it asks four times."""
    try:
        locale: Locale | None = g._flask_babel.babel_locale  # noqa: SLF001  # elsewhere, or not noted yet: asked below
    except (AttributeError, RuntimeError):
        return get_locale()
    return locale or get_locale()


def language_of_the_moment() -> str:
    """« fr » or « en »: each request has one."""
    locale = locale_of_the_moment()
    assert locale is not None
    return locale.language


def _kept_messages(asked: Callable[..., str]) -> Callable[..., str]:
    """Jinja's own `gettext`, which makes a message safe, asked once for each message that takes no value."""
    kept: dict[tuple[str, bool], dict[str, str]] = {}

    @pass_context
    def messages(context: Context, message: str, /, **values: Any) -> str:
        if values:
            return asked(context, message, **values)
        language, is_escaped = language_of_the_moment(), context.eval_ctx.autoescape
        known = kept.setdefault((language, is_escaped), {})
        words = known.get(message)
        if words is None:
            words = known[message] = asked(context, message)
        return words

    return messages


def number_in_words(number: Any) -> str:
    """1 234 or 1,234, as the language of the page writes it."""
    return _number(number, language_of_the_moment())


@lru_cache(maxsize=_MOST_NUMBERS, typed=True)
def _number(number: Any, language: str) -> str:
    return numbers.format_decimal(number, locale=language)
