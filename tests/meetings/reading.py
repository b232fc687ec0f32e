"""What the tests of the page of a meeting read."""

import re
from typing import Any

from sqlalchemy import select

from models.journal import JournalEntry
from models.meetings import AgendaItem
from tests.base.pages import document
from tests.support.forms import post


def words(answer: Any, css: str = "//main") -> str:
    found = document(answer).xpath(css)
    return re.sub(r"\s+", " ", " ".join(item.text_content() for item in found)).strip()


def all_of(session: Any, model: Any) -> list[Any]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(model).order_by(model.id)))


def titles(session: Any) -> list[str]:
    items = all_of(session, AgendaItem)
    return [item.title for item in sorted(items, key=lambda item: item.position)]


def take_back(client: Any, session: Any) -> Any:
    entry = all_of(session, JournalEntry)[-1]
    return post(client, f"/annuler/{entry.id}", {"next": "/"}, follow_redirects=True)
