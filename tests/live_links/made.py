"""Live links made as a person makes them: from the list, by its button and its form."""

import csv
import io
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from lxml.html import fromstring
from werkzeug.test import TestResponse

from tests.support.forms import post


def button_on(client: FlaskClient, page: str) -> str | None:
    """Where « Lien pour Excel » of a page leads; None where there is none."""
    answer = client.get(page)
    assert answer.status_code == 200
    found = fromstring(answer.text).xpath('//a[contains(normalize-space(), "Lien pour Excel")]/@href')
    return str(found[0]) if found else None


def make_link(client: FlaskClient, page: str, **typed: Any) -> TestResponse:
    """The answer to the form of a link of the list or report on this page."""
    url = button_on(client, page)
    assert url is not None
    form = fromstring(client.get(url).text).xpath('//form[.//*[@name="name"]]')[0]
    values = {"name": "Pour le tableau de bord", "format": "csv", **typed}
    return post(client, str(form.get("action")), values)


def address_in(answer: TestResponse) -> str:
    """The address that a page shows once, without its host."""
    assert answer.status_code == 200, answer.text
    return urlsplit(str(fromstring(answer.text).xpath('//input[@id="address"]/@value')[0])).path


def link_to(client: FlaskClient, page: str, **typed: Any) -> str:
    """Makes a link of this page; returns its address."""
    return address_in(make_link(client, page, **typed))


def table(answer: TestResponse) -> list[list[str]]:
    """The lines of a CSV that a link answered, the headers first."""
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))
