"""An import that would change much of the register is confirmed first; sheets that repeat others are left aside."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml.html import document_fromstring
from openpyxl import load_workbook
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.alarm import alarm_of
from mdo.kernel.imports.plans import Change, LineError, PlannedLine, Target, Write
from mdo.kernel.imports.run import apply
from models.people import Person
from tests.kernel.imports.answering import values_of
from tests.kernel.imports.roundtrips import back, edited, sent
from tests.kernel.imports.test_roundtrip_screen import page_of, upload
from tests.support import factories as make
from tests.support.forms import post

NAMES = [f"NOM{chr(65 + number)}" for number in range(12)]


def form_of(preview: TestResponse, action: str) -> dict[str, Any]:
    """What the form of a page that leads to this address would send, several values of a name as a list."""
    page = document_fromstring(preview.get_data(as_text=True))
    (form,) = [form for form in page.forms if form.get("action", "").endswith(action)]
    found: dict[str, Any] = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    return found


def line(number: int, *changes: tuple[str, Any, Any]) -> PlannedLine:
    """A line of a known person with these changes."""
    target = Target(Person(last_name=f"P{number}"))
    return PlannedLine(
        "Feuille",
        number,
        changes=[Change(*change) for change in changes],
        writes=[Write(target, {})] if changes else [],
    )


@pytest.mark.parametrize(
    ("known", "changed", "rings"),
    [(9, 9, False), (10, 3, False), (10, 4, True), (12, 4, False), (12, 5, True), (300, 100, False), (300, 101, True)],
)
def test_more_than_a_third_of_ten_known_lines_or_more_rings(known: int, changed: int, rings: bool) -> None:
    lines = [
        line(number, *([("City", "Lyon", f"Bron {number}")] if number < changed else [])) for number in range(known)
    ]
    assert (alarm_of(lines) is not None) is rings


def test_new_lines_and_lines_in_error_are_not_known_ones() -> None:
    new = [PlannedLine("F", n, writes=[Write(Target.new(Person, last_name="N"), {})]) for n in range(100)]
    assert alarm_of([*new, *(line(n, ("City", "Lyon", "Bron")) for n in range(9))]) is None


def test_a_column_sorted_alone_is_named() -> None:
    values = [f"06 00 00 00 {number:02d}" for number in range(20)]
    lines = [line(n, ("Phone", values[n], values[19 - n]), ("City", "Lyon", f"Bron {n}")) for n in range(20)]
    alarm = alarm_of(lines)
    assert alarm is not None
    assert [(one.label, one.count, one.is_shuffled) for one in alarm.columns] == [
        ("Phone", 20, True),
        ("City", 20, False),
    ]


def phones(count: int, blanks: int) -> list[str | None]:
    """Phones of which one in a few is blank, all of them told apart."""
    return [None if number % (count // blanks) == 0 else f"06 {number:08d}" for number in range(count)]


@pytest.mark.parametrize("is_emptied", [True, False])
def test_a_column_sorted_alone_with_its_blanks_first_is_named(is_emptied: bool) -> None:
    before = phones(280, 100)
    after: list[str | None] = sorted(before, key=lambda value: value or "")
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if old != new and (new or is_emptied)]
    lines = [line(n, ("Phone", *pair)) for n, pair in enumerate(pairs)]
    alarm = alarm_of([*lines, *(line(n) for n in range(280 - len(pairs)))])
    assert alarm is not None
    assert [(one.label, one.is_shuffled) for one in alarm.columns] == [("Phone", True)]


def test_values_that_moved_to_lines_in_error_moved_all_the_same() -> None:
    values = [f"06 00 00 00 {number:02d}" for number in range(40)]
    lines = [line(n, ("Phone", values[n], values[39 - n])) for n in range(40)]
    for one in lines[25:]:
        one.errors.append(LineError("Feuille", one.number, "", "Not yours."))
    alarm = alarm_of(lines)
    assert alarm is not None
    assert (alarm.known, [(one.label, one.count, one.is_shuffled) for one in alarm.columns]) == (
        25,
        [("Phone", 25, True)],
    )


def test_a_column_that_is_filled_or_emptied_was_not_sorted() -> None:
    filled = alarm_of(line(n, ("Phone", None, f"06 {n:08d}")) for n in range(20))
    emptied = alarm_of(line(n, ("Phone", f"06 {n:08d}", None)) for n in range(20))
    for alarm in (filled, emptied):
        assert alarm is not None
        assert not alarm.columns[0].is_shuffled


@pytest.fixture
def people(session: Session) -> list[Person]:
    body = make.InstanceFactory(name="Point du Jour", arrondissements=[5])
    found = []
    for number, name in enumerate(NAMES):
        person = make.PersonFactory(last_name=name, first_name="Zoé", phone=f"06 00 00 00 {number:02d}")
        make.MandateFactory(person=person, instance=body)
        found.append(person)
    session.commit()
    return found


def sorted_alone(data: bytes) -> bytes:
    """The workbook of people with its column of phones turned upside down."""

    def change(sheet: Any) -> None:
        headers = [cell.value for cell in sheet[1]]
        column = headers.index("Téléphone") + 1
        values = [sheet.cell(row, column).value for row in range(2, 14)]
        for row, value in enumerate(reversed(values), start=2):
            sheet.cell(row, column).value = value

    return edited(data, change)


def test_a_column_sorted_alone_is_written_only_once_confirmed(
    people: list[Person], session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    client = client_as("ref5")
    answer = upload(client, "people", sorted_alone(client.get("/personnes/export-to-edit").data))
    preview = client.get(answer.location)
    page = preview.get_data(as_text=True).replace("\u00a0", " ")
    assert "12 des 12 lignes que le registre connaît changeraient" in page
    assert "« Téléphone » : les mêmes valeurs sont sur d’autres lignes" in page
    fields = form_of(preview, "/apply")
    fields.pop("confirmed", None)
    refused = post(client, f"{answer.location}/apply", fields)
    assert refused.status_code == 422
    assert "confirmez d’abord" in refused.get_data(as_text=True)
    session.rollback()
    session.expire_all()
    assert people[0].phone == "06 00 00 00 00"
    done = post(client, f"{answer.location}/apply", {**fields, "confirmed": "1"})
    assert "/result" in done.location
    session.rollback()
    session.expire_all()
    assert people[0].phone == "06 00 00 00 11"


def test_the_command_asks_for_the_same_confirmation(people: list[Person], session: Session) -> None:
    made = back(session, "people", sorted_alone(sent(session, "people", translate=_french)))
    with pytest.raises(RuleViolation, match="Much of the register"):
        apply(session, made)
    assert apply(session, made, is_confirmed=True).changed == 12


def _french(text: str) -> str:
    return {"Phone": "Téléphone"}.get(text, text)


def copied(data: bytes, name: str, *, is_first: bool = False) -> bytes:
    """The workbook with a copy of its first sheet, made before the sheet itself was changed."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    copy = book.copy_worksheet(sheet)
    copy.title = name
    if is_first:
        book.move_sheet(copy, -len(book.worksheets) + 1)
    headers = [cell.value for cell in sheet[1]]
    sheet.cell(2, headers.index("Ville") + 1).value = "Givors"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("is_first", [False, True])
def test_the_copy_of_a_sheet_is_left_aside_until_it_is_ticked(
    people: list[Person], session: Session, client_as: Callable[..., FlaskClient], is_first: bool
) -> None:
    client = client_as("ref5")
    data = client.get("/personnes/export-to-edit").data
    answer = upload(client, "people", copied(data, "Personnes (2)", is_first=is_first))
    preview = client.get(answer.location)
    page = preview.get_data(as_text=True)
    assert "copie de « Personnes »" in page.replace("\u00a0", " ")
    assert "Givors" in page
    assert "portent le même repère" not in page.replace("\u00a0", " ")
    fields = values_of(document_fromstring(page)).to_dict(flat=False)
    assert fields["sheet-taken"] == ["Personnes"]
    swapped = post(client, f"{answer.location}/decide", {**fields, "sheet-taken": "Personnes (2)"})
    page = client.get(swapped.location).get_data(as_text=True)
    assert "Le registre contient déjà tout ce classeur" in page
    both = post(client, f"{answer.location}/decide", {**fields, "sheet-taken": ["Personnes", "Personnes (2)"]})
    assert "même repère" in page_of(client, both)
