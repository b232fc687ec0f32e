"""What is counted, and how it is said: one by one up to 10,000, « more than » beyond; and in the reader's scope."""

from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from sqlalchemy import select

from mdo.kernel.base import counting
from mdo.kernel.scope.limits import Scope
from models.people import Person
from tests.support import factories as make
from views.base.words import count_in_words


@pytest.mark.parametrize(
    ("total", "french", "english"),
    [
        (0, "0", "0"),
        (1234, "1 234", "1,234"),
        (10_000, "10 000", "10,000"),
        (10_001, "plus de 10 000", "more than 10,000"),
        (1_000_000, "plus de 10 000", "more than 10,000"),
    ],
)
def test_a_count_in_words(total, french, english):
    app = Flask(__name__)
    Babel(app, default_translation_directories=str(Path(__file__).parents[2] / "translations"))
    with app.test_request_context():
        for language, words in (("fr", french), ("en", english)):
            with force_locale(language):
                assert count_in_words(total).replace("\u202f", " ") == words


def test_a_count_stops_one_beyond_the_cap_and_within_the_scope(session, as_reader, monkeypatch):
    monkeypatch.setattr(counting, "CAP", 3)
    here, there = (make.ArrondissementFactory(number=number) for number in (5, 7))
    make.PersonFactory.create_batch(5, arrondissement=here)
    make.PersonFactory.create_batch(2, arrondissement=there)
    limited = as_reader(Scope.arrondissements(7, frozenset({there.id})))
    counted = counting.capped(select(Person.id))
    assert (session.scalar(counted), limited.scalar(counted)) == (4, 2)
