"""A program reads all the pages of a link over the network, as the query that its page gives tells Excel to."""

import csv
import io
import json
import re
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import fromstring
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from models.journal import AccessLog
from tests.live_links.made import make_link
from tests.support import ON_SQLITE
from tests.support import factories as make

NAMES = ["CINQ", "DEUX", "HUIT", "SEPT", "TROIS"]
# What Excel says of itself; it asks for no page of HTML and holds no cookie.
HEADERS = {"User-Agent": "Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)", "Accept": "*/*"}


@pytest.fixture
def host(app: Flask) -> Iterator[str]:
    """A server of its own, on the network."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def fetched(address: str, **query: str) -> bytes:
    with urlopen(Request(f"{address}?{urlencode(query)}", headers=HEADERS), timeout=20) as answer:
        body: bytes = answer.read()
        return body


def told(query: str, name: str) -> str:
    """What a query says of a name: `Delimiter = ";"`."""
    found = re.search(rf'\b{name} = "?([^",\]\s]+)', query)
    assert found is not None, query
    return found[1]


def from_csv(address: str, query: str) -> list[dict[str, str]]:
    """Pages from the first until one without a row, each with its headers."""
    assert "[numero] = 1 or Table.RowCount([lignes]) > 0" in query
    encoding = {"65001": "utf-8-sig"}[told(query, "Encoding")]
    rows: list[dict[str, str]] = []
    for number in range(1, 100):
        text = fetched(address, page=str(number)).decode(encoding)
        page = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=told(query, "Delimiter")))
        if not page:
            break
        rows += page
    return rows


def from_json(address: str, query: str) -> list[dict[str, str]]:
    """The rows of each page, as long as it names a next one."""
    assert "if [next] = null then null else Lire([page] + 1)" in query
    rows: list[dict[str, str]] = []
    page = json.loads(fetched(address, page="1"))
    while True:
        rows += page["rows"]
        if page["next"] is None:
            return rows
        page = json.loads(fetched(address, page=str(page["page"] + 1)))


@pytest.mark.parametrize(("kind", "read", "pages"), [("csv", from_csv, 4), ("json", from_json, 3)])
@ON_SQLITE
def test_the_query_of_a_link_reads_every_row_once_and_each_page_is_one_line_of_the_log(
    session: Session,
    host: str,
    client_as: Callable[..., FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    read: Callable[[str, str], list[dict[str, str]]],
    pages: int,
) -> None:
    for name in NAMES:
        make.PersonFactory(last_name=name, first_name="Zoé")
    session.commit()
    shown = make_link(client_as("mission"), "/personnes/list/?order=last_name", format=kind)
    query = fromstring(shown.text).xpath('//textarea[@id="whole"]')[0].text
    monkeypatch.setattr("views.live_links.reading.MOST_ROWS", 2)
    rows = read(host + urlsplit(told(query, "Adresse")).path, query)
    assert [(row["Nom"], row["Prénom"]) for row in rows] == [(name, "Zoé") for name in NAMES]
    session.rollback()
    lines = session.scalars(select(AccessLog).order_by(AccessLog.id)).all()
    assert [line.row_count for line in lines] == [2, 2, 1, 0][:pages]
    assert {line.action for line in lines} == {"live_link"}
