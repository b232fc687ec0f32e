"""Takes the list of people as a file, in a process of its own, and says what that took.

`python -m tests.base.large_export URL FOLDER TOKEN FEW`, on the database at this address and as the holder of this
session; FEW is the arrondissement of a few of the people.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import views.base.listing
from app import create_app
from mdo.kernel.fields.plain_rows import plain_rows
from tests.support.settings import settings_for
from views.security.gate import TOKEN_KEY

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_SHEET = b"xl/worksheets/sheet1.xml"
_read = [0]
_written: list[str] = []


def main(url: str, folder: str, token: str, few: str) -> dict[str, Any]:
    """Memory in KiB, rows read when the sheet began to leave, files opened for writing."""
    views.base.listing.plain_rows = _counting  # type: ignore[attr-defined]  # wrapped, to count the rows
    app = create_app(settings_for(url, Path(folder)))
    app.testing = True
    client = app.test_client()
    with client.session_transaction() as web:
        web[TOKEN_KEY] = token
    _take(client, "/personnes/export?f_gender=other")  # what is loaded at the first export is loaded
    Path("/proc/self/clear_refs").write_text("5")
    found: dict[str, Any] = {"idle": _memory("VmRSS")}
    sys.addaudithook(_note)
    for name, query in (("few", f"?f_arrondissement={few}"), ("many", "")):
        _read[0] = 0
        found[f"{name}_at_first_byte"], found[f"{name}_size"] = _take(client, f"/personnes/export{query}")
        found[f"{name}_rows"], found[f"{name}_peak"] = _read[0], _memory("VmHWM")
    return {**found, "files": _written}


def _counting(*arguments: Any) -> Any:
    for row in plain_rows(*arguments):
        _read[0] += 1
        yield row


def _take(client: Any, path: str) -> tuple[int, int]:
    size, at_first_byte, former = 0, 0, b""
    answer = client.get(path)
    for chunk in answer.response:
        size += len(chunk)
        if not at_first_byte and _SHEET in former + chunk:
            at_first_byte = _read[0]
        former = chunk
    _written.extend(name for name in _open_files() if "(deleted)" in name)
    answer.close()
    return at_first_byte, size


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        _written.append(str(arguments[0]))
    elif event.startswith("tempfile."):
        _written.append(event)


def _open_files() -> list[str]:
    links = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            links.append(str(link.readlink()))
        except FileNotFoundError:
            continue  # the one that lists this folder
    return links


def _memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))  # noqa: T201  # its answer
