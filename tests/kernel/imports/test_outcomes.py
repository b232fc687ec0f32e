"""Each cell of a file that holds something is read, asked about, in error or left with the reason; nothing is lost."""

import io
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from mdo.kernel.imports.keeping.outcomes import BY_FORM, IN_COLUMNS, IN_LINES, SheetCells
from mdo.kernel.imports.keeping.stored import head_of, keep
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.rejected import error_workbook
from mdo.kernel.imports.run import plan
from mdo.kernel.workbook.reader import MergedCell, ReadFile, read_file
from tests.kernel.imports.one_line import ONE_LINE, an_empty_register
from tests.kernel.imports.sending.modules import modules
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared


@prepared
def register(session: Session) -> None:
    for name in ("Montchat", "Vaise"):
        make.InstanceFactory(name=name, arrondissements=[3])
    session.commit()


def cells_of(session: Session, folder: Path, kind: str, file: Any) -> dict[str, SheetCells]:
    """What a kept plan says of the cells of each sheet."""
    keep(folder / "plan", plan(session, kind, file, today=TODAY), "")
    return {cells.sheet: cells for cells in head_of(folder / "plan").cells}


def filled(file: ReadFile) -> dict[str, int]:
    return {
        sheet.name: sum(
            1
            for row in sheet.rows
            for cell in row
            if cell is not None and not isinstance(cell, MergedCell) and str(cell).strip()
        )
        for sheet in file.all_sheets
    }


@pytest.mark.usefixtures("register")
def test_the_cells_of_a_sheet_are_told_apart(session: Session, tmp_path: Path) -> None:
    rows = [
        ("Annuaire",),
        ("Nom", "Courriel", "Montchat", "Fonction", "Pointure"),
        ("Dupont", "zoe@example.org", "x", None, 38),
        ("Roux", "ana@", None, None, None),
    ]
    (cells,) = cells_of(session, tmp_path, "people", workbook(*rows)).values()
    assert cells == ("Feuil1", 8, 0, 1, {IN_LINES: 1, IN_COLUMNS: 2}, {})
    assert cells.total == 12


@pytest.mark.usefixtures("register")
def test_a_line_is_of_one_of_the_tables_that_stand_abreast(session: Session, tmp_path: Path) -> None:
    data = workbook(
        ("Nom", "Courriel", None, "Nom", "Courriel"),
        ("Dupont", "zoe@", None, "Alves", "rui@example.org"),
        ("Roux", "ana@example.org", None, "Pic", "lea@"),
        ("Igny", "paul@example.org", None, "Total", 2),
    )
    (cells,) = cells_of(session, tmp_path, "people", data).values()
    assert cells == ("Feuil1", 12, 0, 2, {IN_LINES: 2}, {})
    # Of each table, the line in error is handed back, and not the one beside it.
    made = plan(session, "people", data, today=TODAY)
    stream = io.BytesIO()
    assert error_workbook(stream, made, str) == 2
    sheets = load_workbook(stream).worksheets
    found = [[cell for row in sheet.iter_rows(min_row=2, max_col=5, values_only=True) for cell in row if cell]
             for sheet in sheets]  # fmt: skip
    assert [[text for text in row if text in ("Dupont", "Alves", "Roux", "Pic")] for row in found if row] == [
        ["Dupont"],
        ["Pic"],
    ]
    again = plan(session, "people", stream.getvalue(), today=TODAY)
    assert sorted(line.label for line in again.lines if line.errors) == ["Dupont", "Pic"]


@pytest.mark.usefixtures("register")
def test_what_is_asked_is_counted_where_it_is_asked(session: Session, tmp_path: Path) -> None:
    rows = [("Nom", "Instance", "2024", "2025"), ("Dupont", "Montchat", "x", "x")]
    (cells,) = cells_of(session, tmp_path, "people", workbook(*rows)).values()
    assert (cells.taken, cells.asked) == (4, 4)


@pytest.mark.usefixtures("register")
def test_a_part_of_a_row_has_its_own_outcome(session: Session, tmp_path: Path) -> None:
    rows = [
        ("Instance", "Titulaire", "Suppléant", "Courriel suppléant"),
        ("Montchat", "DUPONT Zoé", "ROUX Ana", "ana@"),
    ]
    (cells,) = cells_of(session, tmp_path, "people", workbook(*rows)).values()
    assert (cells.taken, cells.wrong) == (7, 1)


@pytest.mark.usefixtures("register")
def test_what_a_form_writes_is_left_with_that_reason(session: Session, tmp_path: Path) -> None:
    rows = [("ID", "Heure de début", "Heure de fin", "Votre nom"), (1, "a", "b", "Dupont")]
    (cells,) = cells_of(session, tmp_path, "people", workbook(*rows)).values()
    assert cells == ("Feuil1", 2, 0, 0, {BY_FORM: 6}, {BY_FORM: ["ID", "Heure de début", "Heure de fin"]})


@pytest.mark.parametrize("kind", KINDS)
def test_the_counts_sum_to_the_cells_of_the_file(session: Session, tmp_path: Path, kind: str) -> None:
    an_empty_register(session)
    headers, line, _ = ONE_LINE[kind]
    spread = ("Montchat", "2024", "2025", "12/03/2026", "Suppléant", "Tél. suppléant", "Inconnu")
    rows = (
        ("Titre", None, 3),
        (*headers, *spread),
        (*line, "x", 1, None, "P", "ROUX Ana", "06", "?"),
        (*line, None, "-", "x", None, None, "abc", None),
        ("Total", 2),
    )
    file = read_file(workbook(*rows, name="Une", Deux=[("à faire",), (None, 12)], Aide=[("Nom",), ("x",)]))
    found = cells_of(session, tmp_path, kind, file)
    assert {name: cells.total for name, cells in found.items()} == filled(file)


_CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ("x", "P", "E", "-", "?", "à désigner", "DUPONT Zoé", "Montchat;Vaise;", "Total", "01/01/2025", 2024)
    ),
    st.text(string.ascii_letters, min_size=1, max_size=4),
)
_HEADERS = st.sampled_from(
    ("Nom", "Prénom", "Instance", "Montchat", "Vaise", "2024", "2025", "Fonction", "Suppléant", "Tél. suppléant",
     "Titulaire", "12/03/2026", "Collège", "Rang", "Votre courriel ?", "ID", "Pointure", "Siège"),
)  # fmt: skip


@pytest.mark.usefixtures("register")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_they_sum_for_whatever_shape(session: Session, tmp_path: Path, data: st.DataObject) -> None:
    headers = data.draw(st.lists(_HEADERS, min_size=1, max_size=6, unique=True))
    rows = data.draw(st.lists(st.lists(_CELLS, min_size=len(headers), max_size=len(headers)), max_size=5))
    kind = data.draw(st.sampled_from(("people", "mandates", "attendance")))
    file = read_file(workbook(headers, *rows))
    found = cells_of(session, tmp_path, kind, file)
    assert {name: cells.total for name, cells in found.items()} == filled(file)


@pytest.mark.parametrize("name", modules())
def test_they_sum_for_the_workbooks_as_they_were_sent(session: Session, tmp_path: Path, name: str) -> None:
    module = modules()[name]
    module.workbook(tmp_path / module.FILE)
    file = read_file(tmp_path / module.FILE)
    found = cells_of(session, tmp_path, module.KIND, file)
    assert {sheet: cells.total for sheet, cells in found.items()} == filled(file)
