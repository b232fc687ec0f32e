"""Dates in words: the day first in both languages, the first of a month an ordinal in French."""

import datetime as dt

import pytest
from flask_babel import force_locale

from tests.support import ON_SQLITE
from views.base.words import full_date, long_date, moment_of

FIRST = dt.date(2026, 9, 1)
ELEVENTH = dt.date(2026, 11, 11)


@ON_SQLITE
@pytest.mark.parametrize(
    ("language", "words", "day", "expected"),
    [
        ("fr", long_date, FIRST, "1er septembre 2026"),
        ("fr", long_date, ELEVENTH, "11 novembre 2026"),
        ("fr", full_date, FIRST, "mardi 1er septembre 2026"),
        ("fr", full_date, dt.date(2026, 8, 31), "lundi 31 août 2026"),
        ("en", full_date, FIRST, "Tuesday, September 1, 2026"),
    ],
)
def test_a_date_in_words(app, language, words, day, expected):
    with app.test_request_context(), force_locale(language):
        assert words(day) == expected


@ON_SQLITE
@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (dt.datetime(2026, 11, 24, 17, 2, tzinfo=dt.UTC), "aujourd’hui à 18\u00a0h\u00a002"),
        (dt.datetime(2026, 11, 23, 22, 59, tzinfo=dt.UTC), "hier à 23\u00a0h\u00a059"),
        (dt.datetime(2026, 11, 23, 23, 0, tzinfo=dt.UTC), "aujourd’hui à 0\u00a0h\u00a000"),
        (dt.datetime(2026, 9, 1, 9, 0, tzinfo=dt.UTC), "mardi 1er septembre 2026 à 11\u00a0h\u00a000"),
    ],
)
def test_a_moment_in_words(app, moment, expected):
    with app.test_request_context(), force_locale("fr"):
        assert moment_of(moment, dt.date(2026, 11, 24)).words == expected
