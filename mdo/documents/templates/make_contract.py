"""Makes the Word template of the contract sheet: `python -m mdo.documents.templates.make_contract`.

Two A4 pages: facts four columns wide, then a small table for each part of the file; an empty part says so.
"""

import tomllib
from pathlib import Path
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Cm, Pt

from mdo.documents.templates import make

_FOLDER = Path(__file__).parent
_SIZE, _MARGIN = 8, 1.3
_FACTS = (3.0, 6.2, 3.0, 6.2)
# Heading, columns, widths, what loops, the cells, whether « none » is feminine, the sentence on the others.
_PARTS: tuple[tuple[str, str, tuple[float, ...], str, tuple[str, ...], str, str], ...] = (
    ("lots", "lot_columns", (1.2, 7.2, 3.0, 3.0, 4.0), "lots",
     ("numero", "titre", "etat", "montant", "qui"), "none", ""),
    ("subsequents", "subsequent_columns", (3.0, 5.8, 2.8, 3.0, 3.8), "marches_subsequents",
     ("numero", "titre", "etat", "montant", "qui"), "none", ""),
    ("steps", "step_columns", (8.4, 3.0, 3.0, 4.0), "etapes", ("libelle", "prevu_le", "fait_le", "etat"),
     "none_feminine", ""),
    ("amendments", "amendment_columns", (1.2, 8.2, 3.0, 1.9, 1.9, 2.2), "avenants",
     ("numero", "motif+objet", "montant", "pourcentage", "cumul", "notifie_le"), "none", ""),
    ("periods", "period_columns", (1.2, 8.2, 4.5, 4.5), "reconductions",
     ("numero", "periode", "decider_avant", "decision"), "none_feminine", ""),
    ("orders", "order_columns", (3.0, 7.4, 2.4, 3.0, 2.6), "bons", ("numero", "objet", "jour", "montant", "etat"),
     "none", "autres_bons"),
    ("deliverables", "deliverable_columns", (9.0, 2.6, 2.6, 4.2), "livrables", ("nom", "echeance", "recu_le", "etat"),
     "none", "autres_livrables"),
    ("invoices", "invoice_columns", (4.0, 2.5, 3.1, 3.0, 3.3, 2.5), "factures",
     ("numero", "recu_le", "payer_avant", "montant", "etat", "paye"), "none_feminine", "autres_factures"),
    ("subcontracts", "subcontract_columns", (1.2, 10.7, 3.5, 3.0), "sous_traitants",
     ("numero", "nom+objet", "montant", "notifie_le"), "none_feminine", ""),
    ("advances", "advance_columns", (6.0, 5.2, 7.2), "avances", ("montant", "paye", "rembourse"), "none_feminine", ""),
    ("penalties", "penalty_columns", (9.4, 3.0, 3.0, 3.0), "penalites",
     ("raison", "montant", "appliquee_le", "remise_le"), "none_feminine", ""),
    ("evaluations", "evaluation_columns", (5.4, 2.4, 2.4, 8.2), "evaluations",
     ("nom", "moyenne", "jour", "commentaire"), "none_feminine", ""),
)  # fmt: skip


def contract_sheet(texts: dict[str, Any]) -> Any:
    """The document, its fields not filled in."""
    document = make.new_document(texts["name"], _SIZE, _MARGIN)
    for name, points in (("Heading 1", 14), ("Heading 2", 9.5)):
        style = document.styles[name]
        style.font.size = Pt(points)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(2), Pt(1)
    document.styles["Normal"].paragraph_format.space_after = Pt(1)
    document.add_heading(texts["heading"], 1)
    document.add_paragraph(texts["made_on"])
    _facts(document, texts["need"], texts["need_rows"])
    _part(document, texts["holders"], texts["holder_columns"], (8.4, 6.0, 4.0), "titulaires",
          ("nom", "siret", "taille"), texts["none"])  # fmt: skip
    document.add_paragraph("{%p if groupement %}")
    document.add_paragraph(texts["group"])
    document.add_paragraph("{%p endif %}")
    _facts(document, texts["money"], texts["money_rows"])
    document.add_paragraph("{{ note_montants }}")
    _facts(document, texts["days"], texts["day_rows"])
    for heading, columns, widths, loop, cells, none, others in _PARTS:
        _part(document, texts[heading], texts[columns], widths, loop, cells, texts[none])
        if others:
            document.add_paragraph(f"{{%p if {others} %}}")
            document.add_paragraph(f"{{{{ {others} }}}}")
            document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if listes_abregees %}")
    document.add_paragraph("{{ listes_abregees }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if notes %}")
    document.add_heading(texts["notes"], 2)
    document.add_paragraph("{{ notes }}")
    document.add_paragraph("{%p endif %}")
    make.put_header(document, "{{ numero }} – {{ titre }}")
    make.put_footer(document, texts["page"], texts["notice"])
    return document


def _facts(document: Any, title: str, rows: list[list[str]]) -> None:
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


def _part(
    document: Any,
    title: str,
    columns: list[str],
    widths: tuple[float, ...],
    loop: str,
    cells: tuple[str, ...],
    none: str,
) -> None:
    """A table with a line for each row of a list; an empty list says that there is none, in the heading's line."""
    document.add_paragraph(f"{{%p if {loop} %}}")
    document.add_heading(title, 2)
    table = make.new_table(document, columns, widths, height=0)
    make.mark_row(table, f"{{%tr for ligne in {loop} %}}")
    make.put_row(table, *(_cell(cell) for cell in cells), height=0)
    make.mark_row(table, "{%tr endfor %}")
    document.add_paragraph("{%p else %}")
    document.add_heading(f"{title} : {none}", 2)
    document.add_paragraph("{%p endif %}")


def _cell(names: str) -> str:
    return " – ".join(f"{{{{ ligne.{name} }}}}" for name in names.split("+"))


if __name__ == "__main__":
    texts_of_all = tomllib.loads((_FOLDER / "texts.toml").read_text("utf-8"))["contract_sheet"]
    contract_sheet(texts_of_all).save(str(_FOLDER / texts_of_all["file"]))
