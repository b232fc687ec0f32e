"""One's own preferences: what is chosen is kept, journalled, under the lock, and nobody else's."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import User
from models.journal import JournalChange
from models.preferences import ColourTheme, Preference
from tests.access.forms import fields_of
from tests.base.pages import conflicts, document, refusals, save
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.application import account
from tests.support.forms import post

ADDRESS = "/mon-compte/"


def chosen(answer: Any) -> dict[str, str]:
    """What the form has ticked, by field."""
    tree = document(answer)
    return {
        item.get("name"): item.get("value")
        for item in tree.xpath("//main//input[@type='radio' or @type='checkbox']")
        if "checked" in item.attrib
    }


def stored(session: Session, user: User) -> tuple[Any, ...]:
    session.rollback()
    row = session.scalars(select(Preference).where(Preference.user_id == user.id)).one()
    session.refresh(row)
    return row.theme, row.page_size, row.receives_digest, row.has_shortcuts


@ON_SQLITE
def test_the_form_opens_on_the_defaults(client_as: Callable[..., FlaskClient]) -> None:
    assert chosen(client_as("mission").get(ADDRESS)) == {
        "locale": "fr",
        "theme": "system",
        "page_size": "25",
        "receives_digest": "y",
        "has_shortcuts": "y",
    }


@ON_SQLITE
def test_the_address_without_its_slash_leads_to_the_page(client_as: Callable[..., FlaskClient]) -> None:
    answer = client_as("mission").get("/mon-compte")
    assert (answer.status_code, answer.location) == (308, "http://localhost/mon-compte/")


def test_a_first_and_a_second_choice_are_kept(client_as: Callable[..., FlaskClient], session: Session) -> None:
    user = account("ref5")
    client = client_as(user)
    answer = save(client, ADDRESS, theme="dark", page_size="100")
    assert (answer.status_code, answer.location) == (303, ADDRESS)
    assert stored(session, user) == (ColourTheme.DARK, 100, True, True)
    fields = fields_of(client.get(ADDRESS).text) | {"theme": "light"}
    del fields["has_shortcuts"], fields["receives_digest"]
    assert post(client, ADDRESS, fields).status_code == 303
    assert stored(session, user) == (ColourTheme.LIGHT, 100, False, False)
    assert chosen(client.get(ADDRESS)) == {"locale": "fr", "theme": "light", "page_size": "100"}


def test_the_language_is_the_account_s(client_as: Callable[..., FlaskClient], session: Session) -> None:
    user = account("mission")
    client = client_as(user)
    assert save(client, ADDRESS, locale="en").status_code == 303
    session.refresh(user)
    assert user.locale == "en"
    assert '<html lang="en"' in client.get(ADDRESS).text
    assert chosen(client_as(user).get(ADDRESS))["locale"] == "en"


def test_what_changed_is_in_the_journal(client_as: Callable[..., FlaskClient], session: Session) -> None:
    user = account("mission")
    make.PreferenceFactory(user=user)
    save(client_as(user), ADDRESS, theme="dark", locale="en")
    session.rollback()
    found = {
        (change.model, name): values
        for change in session.scalars(select(JournalChange).where(JournalChange.action == "update"))
        for name, values in change.fields.items()
    }
    assert found["Preference", "theme"] == ["system", "dark"]
    assert found["User", "locale"] == [None, "en"]


def test_two_windows_that_change_different_choices_keep_both(
    client_as: Callable[..., FlaskClient], session: Session
) -> None:
    user = account("mission")
    make.PreferenceFactory(user=user)
    client = client_as(user)
    first, second = (fields_of(client.get(ADDRESS).text) for _ in range(2))
    assert post(client, ADDRESS, first | {"theme": "dark"}).status_code == 303
    assert post(client, ADDRESS, second | {"page_size": "50"}).status_code == 303
    assert stored(session, user)[:2] == (ColourTheme.DARK, 50)


def test_two_windows_that_change_the_same_choice_are_told(
    client_as: Callable[..., FlaskClient], session: Session
) -> None:
    user = account("mission")
    make.PreferenceFactory(user=user)
    client = client_as(user)
    first, second = (fields_of(client.get(ADDRESS).text) for _ in range(2))
    post(client, ADDRESS, first | {"theme": "dark"})
    answer = post(client, ADDRESS, second | {"theme": "light"})
    assert answer.status_code == 409
    assert conflicts(answer) == {"Thème": ["Comme mon appareil", "Sombre", "Clair"]}
    again = fields_of(answer.text) | {"choice_theme": "mine", "theme": "light"}
    assert post(client, ADDRESS, again).status_code == 303
    assert stored(session, user)[0] == ColourTheme.LIGHT


@ON_SQLITE
@pytest.mark.parametrize(
    ("field", "value"), [("theme", "blue"), ("theme", ""), ("page_size", "1000"), ("page_size", "x"), ("locale", "de")]
)
def test_another_value_is_refused_at_its_field(
    client_as: Callable[..., FlaskClient], session: Session, field: str, value: str
) -> None:
    answer = save(client_as("mission"), ADDRESS, **{field: value})
    assert answer.status_code == 422
    assert set(refusals(answer)) == {field}
    assert session.scalars(select(Preference)).all() == []


@ON_SQLITE
def test_nobody_writes_the_choices_of_another(client_as: Callable[..., FlaskClient], session: Session) -> None:
    """The form names no account: one from another account is refused, its opening being of another row."""
    theirs, mine = account("ref7"), account("ref5")
    for user in (theirs, mine):
        make.PreferenceFactory(user=user)
    fields = fields_of(client_as(theirs).get(ADDRESS).text) | {"theme": "dark"}
    assert post(client_as(mine), ADDRESS, fields).status_code == 422
    assert stored(session, theirs)[0] == stored(session, mine)[0] == ColourTheme.SYSTEM


@ON_SQLITE
@pytest.mark.parametrize("has_shortcuts", [True, False])
def test_the_key_alone_can_be_turned_off(
    client_as: Callable[..., FlaskClient], session: Session, has_shortcuts: bool
) -> None:
    """WCAG 2.1.4: what one key alone does can be turned off."""
    user = account("mission")
    make.PreferenceFactory(user=user, has_shortcuts=has_shortcuts)
    page = document(client_as(user).get("/"))
    assert bool(page.xpath("//body[@data-shortcuts]")) is has_shortcuts
    (button,) = page.xpath("//button[@data-palette-open]")
    assert button.get("aria-keyshortcuts") == ("Control+K /" if has_shortcuts else "Control+K")
