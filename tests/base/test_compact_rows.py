"""The height of the rows of lists: a button of each list, kept for the account."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.preferences import Preference
from tests.base.pages import document
from tests.support import ON_SQLITE
from tests.support.application import account


def press(client: FlaskClient, **options: object) -> int:
    """Presses the button of the list; the status of what answers."""
    (form,) = document(client.get("/instances/list/?all=1")).xpath("//form[@data-rows-form]")
    (button,) = form.xpath(".//button")
    sent = {field.get("name"): field.get("value") for field in form.xpath(".//input")} | {"rows": button.get("value")}
    return client.post(form.get("action"), data=sent, **options).status_code


def height(client: FlaskClient) -> tuple[str | None, str]:
    page = document(client.get("/personnes/list/"))
    (button,) = page.xpath("//form[@data-rows-form]//button")
    return page.get("data-rows"), button.get("aria-pressed")


@ON_SQLITE
@pytest.mark.parametrize("who", ["ref5", "stagiaire"])
def test_the_height_of_rows_follows_the_account(client_as: Callable[..., FlaskClient], session: Session, who: str):
    user = account(who)
    client = client_as(user)
    assert height(client) == (None, "false")
    assert press(client) == 303
    assert height(client) == ("compact", "true")
    assert height(client_as(user)) == ("compact", "true")  # another browser
    assert press(client, headers={"Accept": "application/json"}) == 204
    assert height(client) == (None, "false")
    assert session.scalars(select(Preference.has_compact_rows).where(Preference.user_id == user.id)).one() is False
