"""What every page shares is quick and says what it said: text escaped as Jinja does, words of the right language."""

import flask_babel
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined, Undefined
from markupsafe import Markup, escape  # noqa: TID251  # what the product is compared with

from tests.support import ON_SQLITE
from views.base.catalogues import gettext, ngettext, number_in_words
from views.base.escaping import written


class Drawn:
    def __html__(self) -> str:
        return "<svg>"


@given(st.text(alphabet=st.sampled_from("ab<>&'\"é\u2028 ")))
def test_a_text_is_escaped_as_ever(text: str) -> None:
    assert written(text) == str(escape(text))


@pytest.mark.parametrize("value", ["", "<i>", Markup("<i>"), Drawn(), 5, True, None, 1.5, ["<"], Undefined()])
def test_any_value_is_escaped_as_ever(value: object) -> None:
    assert written(value) == str(escape(value))


def test_a_forgotten_name_is_still_told() -> None:
    with pytest.raises(Exception, match="undefined"):
        written(StrictUndefined(name="row"))


@ON_SQLITE
@pytest.mark.parametrize(
    "source",
    ["{{ x }}", "{% macro m(y) %}{{ y }}{% endmacro %}{{ m(x) }}", "{% set y %}{{ x }}{% endset %}{{ y }}"],
)
def test_a_template_writes_what_is_typed_as_text_once(app: Flask, source: str) -> None:
    assert app.jinja_env.from_string(source).render(x="<b>&") == "&lt;b&gt;&amp;"


@ON_SQLITE
def test_a_language_asked_for_a_while_is_that_of_the_words_meanwhile(app: Flask) -> None:
    def words() -> tuple[str, ...]:
        return gettext("Yes"), ngettext("%(number)s row", "%(number)s rows", 2, number=2), number_in_words(1234)

    french, english = ("Oui", "2 lignes", "1\u202f234"), ("Yes", "2 rows", "1,234")
    with app.test_request_context("/"):
        assert words() == french
        with flask_babel.force_locale("en"):
            assert words() == english
        assert words() == french
