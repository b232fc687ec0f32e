"""Corrects in the preview the cells that a module foresees to be asked: a cell in error is a field there."""

from types import ModuleType

from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.keeping.corrections import CellPlace, Correction, cell_at
from mdo.kernel.imports.plans import ImportPlan, LineError
from mdo.kernel.workbook.reader import ReadFile
from tests.kernel.imports.sending.comparing import may_be_refused


def corrections_of(module: ModuleType, file: ReadFile, made: ImportPlan) -> dict[CellPlace, Correction]:
    """The cells in error of which the module asks which value, or none, and answers none."""
    found: dict[CellPlace, Correction] = {}
    for error in made.errors:
        place = place_of(made, error)
        if place is not None and asks_of(module, error, was := shown(cell_at(file.all_sheets, place))):
            found[place] = Correction("", was)
    return found


def place_of(made: ImportPlan, error: LineError) -> CellPlace | None:
    """The cell of an error; None where it is of none."""
    columns = (
        column.index
        for table in made.tables
        if table.sheet == error.sheet and error.line in table.rows
        for column in table.columns
        if column.header == error.column
    )
    index = next(columns, None)
    return None if index is None else CellPlace(error.sheet, error.line, index)


def asks_of(module: ModuleType, error: LineError, said: str) -> bool:
    """Whether the module foresees that what a cell says is asked, and left empty; not where an error is as good."""
    lines = [line for line in module.LINES if line["row"] == error.line and not may_be_refused(line)]
    asked = {text for line in lines for text in line.get("questions", ())}
    return any(f"« {said} »" in text and module.QUESTIONS[text]["answer"] == "none" for text in asked)
