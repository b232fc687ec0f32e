"""Makes the Word templates of projects: `python -m mdo.documents.templates.make_project`.

The note of a project is one A4 page, its tables grow with it; the list of all is wide.
"""

import tomllib
from pathlib import Path
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Cm, Pt

from mdo.documents.templates import make

_FOLDER = Path(__file__).parent
_FACTS = (3.2, 5.8, 3.2, 5.8)


def note(texts: dict[str, Any]) -> Any:
    """The note of a project, its fields not filled in."""
    document = make.new_document(texts["name"], 9, 1.6)
    document.add_heading(texts["heading"], 1)
    document.add_paragraph(texts["made_on"])
    facts(document, texts["facts"], texts["fact_rows"])
    for label in ("objective", "needs_next"):
        document.add_paragraph("{%p if " + texts[f"{label}_field"] + " %}")
        document.add_heading(texts[label], 2)
        document.add_paragraph("{{ " + texts[f"{label}_field"] + " }}")
        document.add_paragraph("{%p endif %}")
    columns, widths = texts["dated_columns"], (8.6, 2.8, 4.2, 2.4)
    part(document, texts["milestones"], columns, widths, "jalons", ("texte", "jour", "qui", "etat"))
    part(document, texts["tasks"], columns, widths, "taches", ("texte", "jour", "qui", "etat"))
    document.add_paragraph("{%p if montants_lisibles %}")
    facts(document, texts["sums"], texts["sum_rows"])
    document.add_paragraph(texts["once"])
    part(
        document,
        texts["budget"],
        texts["budget_columns"],
        (1.8, 5.4, 2.8, 2.8, 2.8, 2.4),
        "lignes_budget",
        ("exercice", "texte", "montant", "reporte_ttc", "numero", "derniere_commande"),
    )
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if enseignements %}")
    document.add_heading(texts["lessons"], 2)
    document.add_paragraph("{{ enseignements }}")
    document.add_paragraph("{%p endif %}")
    make.put_header(document, "{{ titre }}")
    make.put_footer(document, texts["page"])
    return document


def of_all(texts: dict[str, Any]) -> Any:
    """The list of all projects, its fields not filled in."""
    document = make.new_document(texts["name"], 8, 1.3, is_wide=True)
    document.add_heading(texts["heading"], 1)
    document.add_paragraph(texts["made_on"])
    names = ("titre", "type", "etat", "pilote", "fin_prevue", "prochaine_etape")
    document.add_paragraph("{%p if montants_lisibles %}")
    money = ("prevu_ttc", "engage_ttc", "facture_ttc")
    _table(document, texts["columns"], (5.4, 3.0, 1.9, 2.8, 2.1, 5.0, 2.3, 2.3, 2.3), "projets", (*names, *money))
    facts(document, texts["sums"], texts["sum_rows"])
    document.add_paragraph(texts["once"])
    document.add_paragraph("{%p else %}")
    _table(document, texts["columns"][:6], (7.0, 4.2, 2.4, 3.8, 2.5, 7.2), "projets", names)
    document.add_paragraph("{%p endif %}")
    make.put_footer(document, texts["page"])
    return document


def facts(document: Any, title: str, rows: list[list[str]]) -> None:
    """Labels and values, two pairs a line."""
    document.add_heading(title, 2)
    table = document.add_table(rows=0, cols=4)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, _FACTS, strict=True):
        column.width = Cm(width)
    for texts in rows:
        row = table.add_row()
        for index, (cell, text, width) in enumerate(zip(row.cells, texts, _FACTS, strict=True)):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.add_run(text).bold = index % 2 == 0
            if index % 2 == 0:
                make.shade(cell, "F3F3F3")


def part(
    document: Any, title: str, columns: list[str], widths: tuple[float, ...], loop: str, cells: tuple[str, ...]
) -> None:
    """A titled table; nothing at all for an empty list."""
    document.add_paragraph(f"{{%p if {loop} %}}")
    document.add_heading(title, 2)
    _table(document, columns, widths, loop, cells)
    document.add_paragraph("{%p endif %}")


def _table(document: Any, columns: list[str], widths: tuple[float, ...], loop: str, cells: tuple[str, ...]) -> None:
    table = make.new_table(document, columns, widths, height=0)
    make.mark_row(table, f"{{%tr for ligne in {loop} %}}")
    make.put_row(table, *(f"{{{{ ligne.{name} }}}}" for name in cells), height=0)
    make.mark_row(table, "{%tr endfor %}")


if __name__ == "__main__":
    every = tomllib.loads((_FOLDER / "texts.toml").read_text("utf-8"))
    for kind, lay_out in (("project_note", note), ("project_list", of_all)):
        lay_out(every[kind]).save(str(_FOLDER / every[kind]["file"]))
