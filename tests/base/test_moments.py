"""A day and an hour: read as written in France, on a clock in Paris, kept in UTC, never changed by being shown."""

import datetime as dt

import pytest
from flask_wtf import FlaskForm
from lxml import html

from models.accounts import UserSession
from tests.support import ON_SQLITE
from views.base.forms import form_class
from views.base.moments import MomentField, parse_moment


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type, misc]  # year, month, day, hour, minute


WINTER = utc(2026, 11, 24, 17, 30)
SUMMER = utc(2026, 7, 14, 16, 30)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-24T18:30", WINTER),
        ("2026-11-24T18:30:00", WINTER),
        ("2026-11-24 18:30", WINTER),
        ("24/11/2026 18:30", WINTER),
        ("24/11/2026 18h30", WINTER),
        ("24/11/2026 18 h 30", WINTER),
        ("24/11/2026, 18:30", WINTER),
        ("le 24/11/2026 à 18h30", WINTER),
        (" 24.11.2026 18:30 ", WINTER),
        ("24/11/2026 18 h", utc(2026, 11, 24, 17)),
        ("14/07/2026 18:30", SUMMER),
        ("24/11/2026 00:00", utc(2026, 11, 23, 23)),
        ("24/11/2026 23:59", utc(2026, 11, 24, 22, 59)),
        ("29/03/2026 01:59", utc(2026, 3, 29, 0, 59)),
        ("29/03/2026 02:30", None),  # clocks go from 2:00 to 3:00
        ("29/03/2026 03:00", utc(2026, 3, 29, 1)),
        ("25/10/2026 02:30", utc(2026, 10, 25, 0, 30)),  # comes twice: the first
        ("25/10/2026 03:00", utc(2026, 10, 25, 2)),
        ("24/11/2026", None),
        ("24/11/2026 24:00", None),
        ("24/11/2026 18:60", None),
        ("31/02/2026 18:30", None),
        ("11/24/2026 18:30", None),
        ("18:30", None),
        ("demain à 18 h", None),
        ("2026-11-24T18:30Z", None),
    ],
)
def test_a_moment_is_read_as_on_a_clock_in_paris(text, moment):
    assert parse_moment(text) == moment


class _Meeting(FlaskForm):
    begins_at = MomentField()


def bound(app, text=None, stored=None):
    """The form as it comes back with a text, or as it opens without one."""
    data = {} if text is None else {"begins_at": text}
    with app.test_request_context(method="POST" if text is not None else "GET", data=data):
        form = _Meeting(meta={"csrf": False}, data={"begins_at": stored})
        valid = form.validate() if text is not None else None
        return form, valid, html.fromstring(str(form.begins_at())).get("value")


@ON_SQLITE
@pytest.mark.parametrize(
    "moment",
    [
        WINTER,
        SUMMER,
        utc(2026, 11, 24, 17, 30, 15, 250_000),
        utc(2026, 10, 25, 0, 30),
        utc(2026, 10, 25, 1, 30),  # the second 2:30 of that night
        utc(2026, 12, 31, 23, 30),
    ],
)
def test_a_moment_that_is_shown_and_sent_back_is_not_changed(app, moment):
    _, _, shown = bound(app, stored=moment)
    form, valid, again = bound(app, shown, stored=moment)
    assert (valid, form.begins_at.data, again) == (True, moment, shown)


@ON_SQLITE
@pytest.mark.parametrize("text", ["demain", "29/03/2026 02:30", "2026-11-24", "24/11/2026 25:00"])
def test_what_cannot_be_read_is_kept_as_typed_with_one_sentence(app, text):
    form, valid, shown = bound(app, text, stored=WINTER)
    assert (valid, form.begins_at.data, shown, len(form.begins_at.errors)) == (False, None, text, 1)


@ON_SQLITE
def test_a_moment_is_emptied(app):
    form, valid, _ = bound(app, "  ", stored=WINTER)
    assert (valid, form.begins_at.data) == (True, None)


@ON_SQLITE
def test_a_column_of_moments_gets_this_field(app, monkeypatch):
    monkeypatch.setitem(form_class.__globals__, "field_label", lambda model, name: name)
    with app.test_request_context():
        form = form_class(UserSession, ("seen_at",), {}, (), "PersonView")(meta={"csrf": False})
        assert isinstance(form["seen_at"], MomentField)
        assert 'type="datetime-local"' in str(form["seen_at"]())
