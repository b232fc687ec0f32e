"""Parts of a page that all readers, or all of a kind, see alike: written and escaped once by their template, then kept.

`fragment("base/palette.html")` in a template stands for an `include` of what depends on nothing but the language and
the values that it is given: a few known words, never what someone typed.
"""

from functools import lru_cache

from flask import Flask, request

from views.base.catalogues import language_of_the_moment

# The parts by the values of each, in two languages.
_MOST = 256


def install(app: Flask) -> None:
    """Gives the templates `fragment`."""

    @lru_cache(maxsize=_MOST)
    def written(name: str, _language: str, _root: str, values: tuple[tuple[str, object], ...]) -> str:
        return app.jinja_env.get_template(name).make_module(dict(values)).__html__()

    def fragment(name: str, **values: object) -> str:
        return written(name, language_of_the_moment(), request.script_root, tuple(values.items()))

    app.jinja_env.globals["fragment"] = fragment
