"""Imports a long workbook of people by the pages and the worker, then undoes it, and says what each step took.

`python -m tests.kernel.imports.large_import URL FOLDER TOKEN FILE [preview]`, on the database at this address and as
the holder of this session: memory above idle in KiB, seconds of CPU, how many mandates there are after each step. With
« preview » nothing is written: its page is looked at.
"""

import json
import re
import sys
import time
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app import create_app
from models.people import Mandate
from tests.support.application import do_waiting_jobs
from tests.support.forms import hidden_value, post
from tests.support.settings import settings_for
from views.security.gate import TOKEN_KEY
from views.security.storage import reading


def main(url: str, folder: str, token: str, file: str, last: str = "") -> dict[str, Any]:
    """What each step took."""
    app = create_app(settings_for(url, Path(folder)))
    app.testing = True
    client = app.test_client()
    with client.session_transaction() as web:
        web[TOKEN_KEY] = token
    found: dict[str, Any] = {}

    def upload() -> None:
        with Path(file).open("rb") as stream:
            sent = {"file": (stream, "membres.xlsx")}
            found["page"] = post(client, "/import/people", sent, content_type="multipart/form-data").location

    def work() -> None:
        do_waiting_jobs(app)

    client.get("/import/people")  # what is loaded at the first page is loaded
    client.get("/mandats/list")
    _step(app, found, "upload", upload)
    _step(app, found, "preview", work)
    address = _link(client, found["page"], r"/import/people/[0-9a-f]{48}")
    if last == "preview":
        _step(app, found, "page", lambda: client.get(address))
        return found
    shown = client.get(address)
    applied = post(client, f"{address}/apply", {"plan": hidden_value(shown, "plan")}).location
    _step(app, found, "writing", work)
    result = client.get(_link(client, applied, rf"{address}/result")).get_data(as_text=True)
    undo = re.search(r"/annuler/\d+", result)
    assert undo is not None
    found["page"] = post(client, undo[0]).location
    _step(app, found, "undo", work)
    found["told"] = re.sub(r"\s+", " ", client.get(found["page"]).get_data(as_text=True))
    return found


def _step(app: Flask, found: dict[str, Any], name: str, does: Any) -> None:
    Path("/proc/self/clear_refs").write_text("5")
    idle, began = _memory("VmRSS"), time.process_time()
    does()
    found[name] = {"cpu": time.process_time() - began, "memory": _memory("VmHWM") - idle}
    with app.app_context(), reading() as session:
        found[name]["mandates"] = session.scalar(select(func.count(Mandate.id)))


def _link(client: Any, page: str, pattern: str) -> str:
    link = re.search(f'href="({pattern})"', client.get(page).get_data(as_text=True))
    assert link is not None, page
    return link[1]


def _memory(name: str) -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition(f"{name}:")[2].split()[0])


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))  # noqa: T201  # its answer
