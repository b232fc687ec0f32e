"""Which row holds the headers and what each column says: found, decided by hand, remembered."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.imports.keeping.memory import remember, remembered
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.reading.found import Origin, SheetChoice, SheetLayout
from mdo.kernel.imports.reading.layout import header_key, lay_out
from mdo.kernel.imports.rejected import error_workbook
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.scope.limits import Scope
from mdo.kernel.workbook.reader import MergedCell, ReadFile, Sheet, read_workbook
from models.instances import Instance
from models.preferences import ImportMapping
from tests.kernel.imports.sheets import places, states, workbook
from tests.support import TODAY
from tests.support import factories as make

BODY = KINDS["instances"]


def found(*rows: list[Any], name: str = "Feuil1", **options: Any) -> SheetLayout:
    (layout,) = lay_out([Sheet(name, list(rows))], BODY.fields, BODY.required, **options)
    return layout


def said(layout: SheetLayout) -> dict[str, tuple[str | None, Origin]]:
    return {column.header: (column.field, column.origin) for column in layout.columns}


def test_each_column_says_how_it_was_found() -> None:
    layout = found(["Nom", "Réf.", "Erreur", "Pointure"], remembered={header_key("Réf."): "code"})
    assert said(layout) == {
        "Nom": ("name", Origin.KNOWN),
        "Réf.": ("code", Origin.REMEMBERED),
        "Erreur": (None, Origin.COMPUTED),
        "Pointure": (None, Origin.UNKNOWN),
    }


@pytest.mark.parametrize(
    ("kept", "field"), [({"nom": None}, None), ({"nom": "code"}, "code"), ({"nom": "gone"}, "name"), ({}, "name")]
)
def test_what_one_remembers_goes_before_what_everyone_says(kept: Mapping[str, str | None], field: str | None) -> None:
    assert said(found(["Type", "Nom", "État"], remembered=kept))["Nom"][0] == field


@pytest.mark.parametrize(("row", "headers"), [(1, {"Nom": "name", "Code": "code"}), (None, {})])
def test_one_says_on_which_row_the_headers_stand(row: int | None, headers: dict[str, str]) -> None:
    rows = (["Type", "État"], ["Nom", "Code"], ["Montchat", "M"])
    layout = found(*rows, choices={"Feuil1": SheetChoice(row, {})})
    assert (layout.header_row, {column.header: column.field for column in layout.columns}) == (row, headers)


def test_a_column_is_decided_for_one_file_by_its_place() -> None:
    layout = found(["Nom", "Nom"], ["Montchat", "M"], choices={"Feuil1": SheetChoice(0, {1: "code"})})
    assert [(column.field, column.origin) for column in layout.columns] == [
        ("name", Origin.KNOWN),
        ("code", Origin.CHOSEN),
    ]


@pytest.mark.parametrize("name", ["Exemple", "À PROPOS", "aide", "Listes"])
def test_a_sheet_that_explains_is_left_aside_until_one_says_otherwise(name: str) -> None:
    assert found(["Nom", "Type"], name=name).header_row is None
    assert found(["Nom", "Type"], name=name, choices={name: SheetChoice(0)}).header_row == 0


def test_headers_on_two_merged_rows_are_read_from_the_second() -> None:
    layout = found(["Nom", "Contact", MergedCell("Contact")], [MergedCell("Nom"), "Courriel", "Page Oyé !"])
    assert (layout.header_row, [column.field for column in layout.columns]) == (1, ["name", "mailbox", "oye_url"])


def test_a_header_merged_over_two_columns_names_the_first() -> None:
    layout = found(["Nom", MergedCell("Nom"), "Type"])
    assert [(column.index, column.field) for column in layout.columns] == [(0, "name"), (2, "type")]


def test_a_merged_amount_is_refused_on_the_lines_that_it_covers_and_given_back_with_its_value(session: Session) -> None:
    rows = (("N°", "Objet", "Montant HT"), ("2026-01", "Fête", 1200), ("2026-02", "Bal", None))
    from_file = read_workbook(workbook(*rows, name="F"))
    from_file[0].rows[2][2:] = [MergedCell(1200.0)]
    made = plan(session, "contracts", ReadFile("xlsx", from_file), today=TODAY)
    assert (3, "Montant HT") in places(made)
    stream = io.BytesIO()
    assert error_workbook(stream, made, str)
    assert 1200.0 in read_workbook(stream.getvalue())[0].rows[-1]


def test_a_choice_is_kept_for_its_owner_and_its_kind(session: Session, as_reader: Callable[..., Session]) -> None:
    make.InstanceFactory(code="CQ-1", name="Montchat", arrondissements=[3])
    owner, other = make.UserFactory(), make.UserFactory()
    session.commit()
    mine = as_reader(Scope.everything(owner.id), actor_id=owner.id)
    rows = (("Réf.", "Nom", "Pointure"), ("CQ-1", "Montchat Nord", 38))
    data = workbook(*rows)
    choices = {"Feuil1": SheetChoice(0, {0: "code", 2: None})}
    remember(mine, "instances", lay_out(read_workbook(data), BODY.fields, BODY.required, {}, choices))
    mine.commit()
    assert remembered(mine, "instances") == {header_key("Réf."): "code", header_key("Pointure"): None}
    assert remembered(mine, "people") == {}
    assert remembered(as_reader(Scope.everything(other.id), actor_id=other.id), "instances") == {}
    made = plan(mine, "instances", data, today=TODAY, remembered=remembered(mine, "instances"))
    assert (states(made), made.unknown_columns) == (["changed"], ())
    apply(mine, made)
    assert mine.scalars(select(Instance.name)).all() == ["Montchat Nord"]


def test_the_last_choice_holds(session: Session, as_reader: Callable[..., Session]) -> None:
    owner = make.UserFactory()
    session.commit()
    mine = as_reader(Scope.everything(owner.id), actor_id=owner.id)
    sheets = [Sheet("F", [["Nom", "Réf."]])]
    for field in ("code", None, "parent"):
        choices = {"F": SheetChoice(0, {1: field})}
        remember(mine, "instances", lay_out(sheets, BODY.fields, BODY.required, {}, choices))
        mine.commit()
    assert [(row.header, row.field) for row in mine.scalars(select(ImportMapping))] == [("Réf.", "parent")]
