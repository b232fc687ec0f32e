"""The largest and the smallest that every number and date takes: more is refused at its field, and breaks no page."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, Date, Integer, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.labels import FIELD_LABELS
from models.base import Record, metadata
from models.bounds import FIRST_DAY, LAST_DAY, bounds_of
from models.calls import CallCriterion
from models.instances import Instance
from models.people import Mandate, Person
from models.projects import Project
from models.types import Hundredths
from tests.base.pages import opened, refusals
from tests.support import NIGHT_ON_POSTGRESQL, TODAY
from tests.support.forms import post
from tests.support.routes import last_id, one_row_of_each, routes, view_named

pytestmark = pytest.mark.db
_DAY = dt.timedelta(days=1)
RECORDS = {mapper.class_.__table__.name: mapper.class_ for mapper in Record.registry.mappers}
BOUNDED = [
    (name, column.name)
    for name, table in sorted(metadata.tables.items())
    for column in table.columns
    if name in RECORDS and bounds_of(column) is not None and issubclass(RECORDS[name], Record)
]


_FAR: dict[type, Any] = {Integer: 99_999_999, Hundredths: 9_999_999_999}


def outside(column: Column[Any]) -> tuple[Any, Any]:
    """The nearest values that a column does not take."""
    least, most = bounds_of(column) or (0, 0)
    step: Any = _DAY if isinstance(least, dt.date) else 1
    return least - step, most + step


def test_every_number_and_day_that_a_form_writes_has_its_bounds() -> None:
    loose = [
        f"{model.__name__}.{name}"
        for model, labels in FIELD_LABELS.items()
        for name in labels
        if name in model.__table__.c and isinstance(model.__table__.c[name].type, Integer | Date)
        if not model.__table__.c[name].foreign_keys and not model.__table__.c[name].primary_key
        if issubclass(model, Record) and bounds_of(model.__table__.c[name]) is None and name != "page_size"
        if not name.endswith("_id")  # the id of a row that may go first: no form writes it
    ]
    assert loose == []
    assert len(BOUNDED) > 50


def test_the_database_refuses_what_is_outside(session: Session) -> None:
    one_row_of_each()
    session.commit()
    accepted: list[tuple[str, str, object]] = []
    refusals: list[str] = []
    for name, column_name in BOUNDED:
        if session.scalar(text(f"SELECT count(*) FROM {name}")) == 0:
            continue
        for value in outside(metadata.tables[name].c[column_name]):
            try:
                with session.begin_nested():
                    # Both databases read a day written so; amounts are kept in hundredths.
                    shown = f"'{value}'" if isinstance(value, dt.date) else value
                    if isinstance(metadata.tables[name].c[column_name].type, Hundredths):
                        shown = value * 100
                    session.execute(text(f"UPDATE {name} SET {column_name} = {shown}"))
                accepted.append((name, column_name, value))
            except IntegrityError as refused:
                refusals.append(str(refused.orig))
    assert accepted == []
    assert [words for words in refusals if "ck_" not in words] == []


def forms(app: Flask) -> Iterator[tuple[Any, str]]:
    """The views with a form to change a row, and its address."""
    for route in routes(app):
        view = view_named(app, route.view)
        if route.method == "edit" and issubclass(getattr(view, "model", object), Record):
            yield view, route.rule.rule


@NIGHT_ON_POSTGRESQL
def test_a_form_says_at_the_field_what_it_takes(session: Session, app: Flask, client_as: Any) -> None:
    one_row_of_each()
    session.commit()
    client = client_as("admin")
    seen, silent = 0, []
    for view, rule in forms(app):
        address = rule.replace("<pk>", str(last_id(session, view))).replace("<int:pk>", str(last_id(session, view)))
        session.rollback()
        if client.get(address).status_code != 200:
            continue  # the saved view of another reader
        fields = opened(client, address)
        table = view.model.__table__
        names = [name for name in fields if name in table.c and bounds_of(table.c[name]) is not None]
        far = {name: _FAR.get(type(table.c[name].type), dt.date(9999, 12, 31)) for name in names}
        for place in range(3 if names else 0):
            typed = {name: str((*outside(table.c[name]), far[name])[place]) for name in names}
            told = refusals(post(client, address, fields | typed))
            for name in names:
                seen += 1
                bound = bounds_of(table.c[name])
                assert bound is not None
                words = [f"{end:%d/%m/%Y}" if isinstance(end, dt.date) else str(end) for end in bound]
                if not all(word in told.get(name, "") for word in words):
                    silent.append((address, name, typed[name], told.get(name)))
    assert silent == []
    assert seen > 60


def _at_one_end(rows: Sequence[Record], end: int) -> None:
    """Puts each number and day of these rows at one end of what it may be, but those of another state."""
    for row in rows:
        for column in row.__table__.c:
            bounds = bounds_of(column)
            if bounds is not None and column.name not in {"number", "days_before"} and not column.foreign_keys:
                setattr(row, column.key, bounds[end])
        match row:
            case Mandate():
                row.ended_on = None
            case Project():
                row.closed_on = None  # the day of those that are over
            case CallCriterion():
                row.weight = row.weight or Decimal(1)  # one that weighs nothing is none


@pytest.mark.night
@pytest.mark.parametrize("end", [0, 1], ids=["least", "most"])
def test_no_page_is_broken_by_what_is_accepted(session: Session, app: Flask, client_as: Any, end: int) -> None:
    """Every number and date at one end at once, of every row; a far recognition and term over a usual date too."""
    one_row_of_each()
    session.flush()
    rows = [row for row in session.identity_map.values() if isinstance(row, Record)]
    _at_one_end(rows, end)
    session.flush()
    instance_ids = [row.id for row in rows if isinstance(row, Instance)]
    mandate_ids = [row.id for row in rows if isinstance(row, Mandate)]
    person_ids = [row.id for row in rows if isinstance(row, Person)]
    session.commit()
    client = client_as("admin")
    mission = client_as("mission")
    broken = []
    addresses = ["/", "/echeances/list/", "/echeances/export", "/recherche?q=quartiers"]
    addresses += [f"/instances/list/?f_alert={alert}" for alert in ("vacancy", "expired", "recognition", "parity")]
    addresses += [f"/instances/show/{row_id}?on={day}" for row_id in instance_ids for day in (FIRST_DAY, LAST_DAY)]
    addresses += [f"/mandats/add?instance={row_id}" for row_id in instance_ids]
    addresses += [f"/personnes/show/{row_id}" for row_id in person_ids]
    for route in routes(app):
        if route.method in {"list", "show", "edit", "add", "duplicate"} and "GET" in route.verbs:
            addresses.append(route.address(last_id(session, view_named(app, route.view))))
    session.rollback()
    for address in addresses:
        for reader in (client, mission):
            status = reader.get(address).status_code
            if status not in {200, 302, 403, 404} or (status == 404 and "list" in address):
                broken.append((address, status))
    for row_id in mandate_ids:
        answer = post(mission, "/mandats/bulk_action", {"action": "renew", "rowid": str(row_id)})
        if answer.status_code not in {200, 302}:
            broken.append(("renewal", answer.status_code))
    assert broken == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_import_says_what_a_cell_takes(kind: str) -> None:
    for field in KINDS[kind].fields:
        for value in ("31/12/2101", "31/12/1899", 99_999_999.0, 0.0, "01/01/0001"):
            try:
                found = field.read(value, TODAY)
            except RuleViolation:
                continue
            if isinstance(found, bool):  # 0 is « no »
                assert (value, found) == (0.0, False), (field.name, value)
            elif isinstance(found, int):
                least, most = bounds_of(KINDS[kind].model.__table__.c[field.name]) or (1, 0)
                assert least <= found <= most, (field.name, value)
            assert not isinstance(found, dt.date) or FIRST_DAY <= found <= LAST_DAY, (field.name, value)


@pytest.mark.parametrize(
    ("cell", "day"),
    [("01/01/1900", FIRST_DAY), ("31/12/2100", LAST_DAY), ("31/12/1899", None), ("01/01/2101", None)],
)
def test_dates_of_imports_are_those_of_forms(cell: str, day: dt.date | None) -> None:
    read = next(field.read for field in KINDS["mandates"].fields if field.name == "start_on")
    if day is not None:
        assert read(cell, TODAY) == day
        return
    with pytest.raises(RuleViolation) as refused:
        read(cell, TODAY)
    assert "01/01/1900" in str(refused.value)
