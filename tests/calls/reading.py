"""What the tests of calls read: links of pages, words of Word files, lines of workbooks."""

import io
import re
from typing import Any

from docx import Document
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook

from tests.support.forms import post


def main_of(client: FlaskClient, address: str) -> Any:
    """The page of an address."""
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200, (address, answer.status_code)
    return html.fromstring(answer.get_data(as_text=True))


def links(client: FlaskClient, address: str) -> dict[str, str]:
    """The links of a page by their words."""
    found = main_of(client, address).xpath("//main//a[@href]")
    return {" ".join(link.text_content().split()): link.get("href") for link in found}


def words(client: FlaskClient, address: str) -> str:
    """What a page says, its spaces as one."""
    return " ".join(main_of(client, address).xpath("string(//main)").split())


def sent_as_given(client: FlaskClient, address: str, **values: Any) -> Any:
    """The last form of a page as it gives it, with what is typed; what the answer leads to."""
    form = main_of(client, address).xpath("//main//form[@method='post']")[-1]
    assert {*values} <= {*form.inputs.keys()}, "the page does not ask for it"
    fields = {name: value for name, value in form.form_values() if name != "csrf_token"}
    return post(client, form.get("action") or address, {**fields, **values}, follow_redirects=True)


def words_of(answer: Any) -> str:
    """What an answer says, its spaces as one."""
    return " ".join(html.fromstring(answer.get_data(as_text=True)).xpath("string(//main)").split())


def shown(client: FlaskClient, address: str) -> set[str]:
    """The amounts that a page says."""
    return amounts("|".join(main_of(client, address).xpath("//main//text()")))


def amounts(text: str) -> set[str]:
    """The amounts that a text says, without the spaces that hold their digits together."""
    return {re.sub(r"\s", "", found) for found in re.findall("-?\\d[\\d\u00a0\u202f]*,\\d\\d\\s€", text)}


def paper(content: bytes) -> list[str]:
    """The paragraphs of a Word file, those of its tables after the others."""
    document: Any = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [line for line in (*(part.text for part in document.paragraphs), *cells) if line.strip()]


def first_sheet(content: bytes) -> list[tuple[Any, ...]]:
    """The lines of the first sheet of a workbook."""
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
