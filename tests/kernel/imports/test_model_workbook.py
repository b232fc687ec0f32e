"""The model workbook of each kind: filled in, it is imported; left as it is, it writes nothing."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo import demo
from mdo.accounts import rules as accounts
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.model_workbook import write_model
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.scope.limits import Scope
from mdo.kernel.workbook.reader import read_file
from models.territory import Arrondissement
from tests.kernel.imports.sheets import states
from tests.support import TODAY
from tests.support import factories as make
from tests.support.settings import DEMO_PASSWORD


def everything(permission: str, view: str) -> bool:
    return True


def model(session: Session, kind: str, can: Callable[[str, str], bool] = everything) -> Any:
    stream = io.BytesIO()
    write_model(session, kind, stream, str, can)
    return stream.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_that_nobody_filled_writes_nothing(session: Session, kind: str) -> None:
    data = model(session, kind)
    made = plan(session, kind, data, today=TODAY)
    assert (made.lines, made.errors, made.unknown_columns) == ((), (), ())
    assert made.ignored_sheets == ("Example", "Help")
    assert read_file(data).hidden_sheets == ("Lists",)


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_has_a_column_for_each_field_with_its_help(session: Session, kind: str) -> None:
    book = load_workbook(io.BytesIO(model(session, kind)))
    sheet, help_sheet = book.worksheets[0], book["Help"]
    headers = [cell.value for cell in sheet[1]]
    assert headers == [field.synonyms[0] for field in KINDS[kind].fields]
    assert [cell.value for cell in help_sheet["A"]][1:] == headers
    assert all(cell.value for cell in help_sheet["C"])
    assert len(sheet.data_validations.dataValidation) == len(headers)
    assert all(rule.prompt for rule in sheet.data_validations.dataValidation)
    assert sheet.protection.sheet
    assert sheet["A1"].protection.locked
    assert not sheet.column_dimensions["A"].protection.locked
    assert sheet.freeze_panes == "A2"


def test_the_lists_hold_the_words_that_the_import_reads_and_the_bodies_of_the_reader(
    session: Session, as_reader: Callable[..., Session]
) -> None:
    make.InstanceFactory(name="=Point du Jour", arrondissements=[5])
    make.InstanceFactory(name="Gerland", arrondissements=[7])
    session.commit()
    fifth = session.scalars(select(Arrondissement).filter_by(number=5)).one()
    reader = as_reader(Scope.arrondissements(1, frozenset({fifth.id})))
    book = load_workbook(io.BytesIO(model(reader, "people")))
    lists = {cell.value: cell for column in book["Lists"].columns for cell in column}
    assert {"Femme", "oui", "Lyon 5e", "=Point du Jour"} <= lists.keys()
    assert "Gerland" not in lists
    assert lists["=Point du Jour"].data_type == "s"
    assert book["Lists"].sheet_state == "hidden"
    rules = {str(rule.sqref): rule for rule in book.worksheets[0].data_validations.dataValidation}
    fields = [field.name for field in KINDS["people"].fields]
    at = f"{book.worksheets[0].cell(1, fields.index('gender') + 1).column_letter}2"
    (rule,) = [rule for place, rule in rules.items() if place.startswith(f"{at}:")]
    assert (rule.type, rule.errorStyle) == ("list", "warning")


@pytest.mark.slow  # the demo takes some seconds
def test_each_example_is_taken_by_the_demo_of_the_first_day(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, as a new database is filled: without an error, and without a question."""
    monkeypatch.setattr(accounts, "hash_of", lambda password: "scrypt:not-a-hash")
    demo.write(session, people=1, seed=1, today=TODAY, password=DEMO_PASSWORD)
    session.commit()
    for kind in KINDS:
        book = load_workbook(io.BytesIO(model(session, kind)))
        book[book.sheetnames[0]].title = "Reste"
        book["Example"].title = "Membres"
        stream = io.BytesIO()
        book.save(stream)
        made = plan(session, kind, stream.getvalue(), today=TODAY)
        assert (kind, made.errors, made.questions) == (kind, (), ())
        assert len(made.lines) == 1
        apply(session, made, is_confirmed=True)
        session.commit()


def test_personal_columns_need_their_right(session: Session) -> None:
    book = load_workbook(io.BytesIO(model(session, "people", lambda permission, view: view != "PersonalData")))
    headers = {cell.value for cell in book.worksheets[0][1]}
    assert headers == {field.synonyms[0] for field in KINDS["people"].fields if not field.is_personal}


def test_the_examples_are_what_the_import_takes(session: Session) -> None:
    make.InstanceFactory(name="CCSPL")
    make.CollegeFactory(instance=make.InstanceFactory(name="Montchat", arrondissements=[3]), name="Habitants")
    for kind in ("instances", "people"):
        book = load_workbook(io.BytesIO(model(session, kind)))
        book[book.sheetnames[0]].title = "Reste"
        book["Example"].title = "Membres"
        stream = io.BytesIO()
        book.save(stream)
        made = plan(session, kind, stream.getvalue(), today=TODAY)
        assert [(error.column, error.message) for error in made.errors] == []
        assert states(made) in (["created"], ["changed"])
