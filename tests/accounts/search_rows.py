"""Rows of accounts that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.accounts import User
from tests.support import factories as make


def account_row(first_name: str = "Łucja", last_name: str = "Nüñez") -> User:
    return make.UserFactory(first_name=first_name, last_name=last_name, email=f"{first_name}@ça.example".lower())


def trainee_row() -> User:
    return make.UserFactory(
        username="zoé", first_name="Zoë", last_name="Brûlé", email="zoé@ça.example", roles=["stagiaire"]
    )


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    User: (trainee_row,),
}
