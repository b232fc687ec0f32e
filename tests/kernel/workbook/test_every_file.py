"""Every workbook that the application hands out, found by walking its routes, opens in Excel without a word of repair.

A new list, report or kind of import is covered without being listed here.
"""

import io
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.rejected import error_workbook, write_errors_of
from mdo.kernel.imports.run import plan
from mdo.kernel.workbook.reader import read_file
from mdo.reports.registry import REPORTS
from tests.kernel.imports.roundtrips import SECRET, back, edited, sent
from tests.kernel.imports.sheets import workbook
from tests.kernel.workbook.strict import faults
from tests.support import NIGHT_ON_POSTGRESQL, TODAY
from tests.support.prepared import prepared
from tests.support.routes import FILES, NO_SUCH_ROW, last_id, one_row_of_each, routes, view_named
from tests.support.walker import NOT_SCREENS

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Of what is no screen, the parts of pages.
NO_FILES = frozenset({"lookup", "static", "choices", "progress", "live", "palette", "conflicts", "advise", "alike"})
WORDS = {"kind": tuple(KINDS), "name": tuple(REPORTS)}


@prepared
def one_of_each(session: Session) -> None:
    """A row in every table that has a screen."""
    one_row_of_each()


def addresses(app: Flask, session: Session) -> Iterator[tuple[str, str]]:
    """Every address that a GET may have answered by a file, with its endpoint."""
    for route in routes(app):
        if "GET" not in route.verbs or route.method not in NOT_SCREENS - NO_FILES:
            continue
        view = view_named(app, route.view)
        pk = last_id(session, view)
        words = {**WORDS, "table": tuple(table.name for table in getattr(view, "tables", ()))}
        named = [name for name in words if name in route.rule.arguments]
        for text in words[named[0]] if named else ("x",):
            address = route.address(1 if pk == NO_SUCH_ROW else pk, text)
            yield f"{route.view}.{route.method}", f"{address}?personal=1" if "name" in named else address


@NIGHT_ON_POSTGRESQL
def test_every_workbook_of_every_route_opens_without_repair(app, client_as, session, one_of_each) -> None:
    client = client_as("admin")
    found, endpoints = {}, set()
    for endpoint, address in addresses(app, session):
        answer = client.get(address)
        if answer.mimetype == EXCEL:
            endpoints.add(endpoint)
            found[address] = faults(answer.get_data())
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
    assert {f"{route.view}.{route.method}" for route in routes(app) if route.method in FILES} <= endpoints


@NIGHT_ON_POSTGRESQL
@pytest.mark.parametrize("kind", KINDS)
def test_the_lines_in_error_of_each_kind_open_without_repair(session: Session, kind: str) -> None:
    headers = [field.synonyms[0] for field in KINDS[kind].fields]
    made = plan(session, kind, workbook(headers, ["=1+1"] * len(headers), ["?!"] * len(headers)), today=TODAY)
    assert made.errors
    stream = io.BytesIO()
    assert error_workbook(stream, made, str)
    assert faults(stream.getvalue()) == []


@NIGHT_ON_POSTGRESQL
@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_to_change_and_its_lines_in_error_open_without_repair(
    session: Session, one_of_each: None, kind: str
) -> None:
    data = sent(session, kind)
    assert faults(data) == []

    def spoil(sheet: object) -> None:
        for cell in list(sheet[sheet.max_row])[1:]:
            cell.value = "=1+1"
            cell.data_type = "s"

    spoilt = edited(data, spoil)
    made = back(session, kind, spoilt)
    assert made.errors
    stream = io.BytesIO()
    assert write_errors_of(stream, kind, read_file(spoilt), lambda: made.lines, str, SECRET)
    assert faults(stream.getvalue()) == []
