"""An evening of acts on screen, told in words: what pages ask, propose, say and refuse, and what the journal keeps.

Ids and hours are left out, so that an evening is the same whatever came before it.
"""

import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.journal import JournalEntry
from tests.access.forms import fields_of
from tests.base.pages import document, refusals, summary
from tests.support.forms import post

_IDS = re.compile(r"(?<=[/=-])\d+(?=$|[/?&#])")
_MADE = re.compile(r"[0-9a-f]{64}|(?<=size \[None, )\d+")
_HOURS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(\+00:00)?")


class Evening:
    """Sends forms and presses buttons as one reader, and keeps what came of each, with a date that ids hide."""

    def __init__(self, client: FlaskClient, session: Session) -> None:
        self.client, self.session = client, session
        session.commit()
        self.last = max(session.scalars(select(JournalEntry.id)), default=0)
        self.told: list[dict[str, Any]] = []

    def look(self, address: str) -> None:
        """What a page that is only read says: where it leads, or its form."""
        answer = self.client.get(address)
        self._tell(address, answer, {"form": _form(answer)} if answer.status_code == 200 else {})

    def save(self, address: str, /, **values: Any) -> None:
        """Opens a form, changes fields, sends it."""
        page = self.client.get(address)
        assert page.status_code == 200, address
        fields = fields_of(page.get_data(as_text=True)) | values
        self._tell(address, post(self.client, address, fields), {"form": _form(page)})

    def press(self, address: str, /, **values: Any) -> None:
        """Sends a form without opening it, as a button does."""
        self._tell(address, post(self.client, address, values), {})

    def buttons(self, address: str) -> None:
        """The acts that a record offers, in order."""
        tree = document(self.client.get(address))
        found = tree.xpath("//*[@class='record-actions']//a | //*[@class='record-actions']//button")
        self.told.append({"buttons": [f"{_words(item)} [{item.get('class')}]" for item in found if item.get("class")]})

    def undo(self) -> None:
        """Takes back what was done last."""
        entry = self.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert entry is not None
        self.press(f"/annuler/{entry.id}", next="/")

    def _tell(self, address: str, answer: TestResponse, more: dict[str, Any]) -> None:
        with self.client.session_transaction() as cookie:
            flashes = cookie.pop("_flashes", [])
        told = {"to": _plain(address), "status": answer.status_code, **more}
        told["leads"] = _plain(answer.location or "")
        told["said"] = [[category.rstrip("0123456789"), str(text)] for category, text in flashes]
        if answer.status_code not in (302, 303) and answer.mimetype == "text/html" and "field" in answer.get_data(True):
            told["refused"] = {**refusals(answer), "": summary(answer)}
        told["journal"] = self._journal()
        self.told.append({name: value for name, value in told.items() if value})

    def _journal(self) -> list[dict[str, Any]]:
        self.session.rollback()
        self.session.expire_all()
        asked = select(JournalEntry).where(JournalEntry.id > self.last).order_by(JournalEntry.id)
        entries = self.session.scalars(asked).all()
        self.last = max((entry.id for entry in entries), default=self.last)
        return [
            {
                "door": entry.door.value,
                "summary": entry.summary,
                "changes": sorted(
                    f"{change.action.value} {change.model} {change.label}: {_fields(change.fields)}"
                    for change in entry.changes
                ),
            }
            for entry in entries
        ]


def _fields(fields: dict[str, Any]) -> str:
    """Values before and after; of what bears an id, whether there is one."""
    parts = []
    for name, value in sorted(fields.items()):
        is_id = name == "id" or name.endswith("_id") or name == "version"
        shown = ["…" if item is not None else None for item in value] if is_id and isinstance(value, list) else value
        parts.append(f"{name} {shown}")
    return _MADE.sub("…", _HOURS.sub("hour", "; ".join(parts)))


def _form(page: TestResponse) -> dict[str, str]:
    """The title of a form, the words of its sections and buttons, and what its fields hold."""
    tree = document(page)
    (main,) = tree.xpath("//main")
    parts = {
        "title": tree.xpath("//h1"),
        "path": tree.xpath("//nav[contains(@class, 'crumbs')]//li"),
        "sections": main.xpath(".//h2 | .//legend"),
        "labels": main.xpath(".//label"),
        "help": main.xpath(".//p[@class='form-section__help']"),
        "buttons": main.xpath(".//*[contains(@class, 'btn')]"),
    }
    found = {name: " · ".join(map(_words, items)) for name, items in parts.items()}
    values = [
        f"{name}={'…' if value.isdigit() and len(value) < 4 else value.strip()}"
        for form in main.xpath(".//form[.//input[@name='opened']]")
        for name, value in form.form_values()
        if name not in ("csrf_token", "opened", "once")
    ]
    return {name: words for name, words in (*found.items(), ("fields", " · ".join(values))) if words}


def _plain(address: str) -> str:
    return _IDS.sub("…", address)


def _words(item: Any) -> str:
    return " ".join(item.text_content().split())
