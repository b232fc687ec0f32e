"""Makes the Word templates of calls for projects: `python -m mdo.documents.templates.make_call`.

The receipt and the public sheet are one A4 page each, the letters a page an application, the list is wide.
"""

import tomllib
from pathlib import Path
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from mdo.documents.templates import make
from mdo.documents.templates.make_project import facts, part

_FOLDER = Path(__file__).parent
_FACTS = (5.2, 11.4)


def receipt(texts: dict[str, Any]) -> Any:
    """The receipt of an application, its fields not filled in."""
    document = make.new_document(texts["name"], 11, 2.2, 6)
    document.add_paragraph(texts["sender"])
    document.add_heading(texts["heading"], 1)
    document.add_paragraph(texts["opening"])
    _pairs(document, texts)
    cells = ("depense", "prevu_ttc", "devis_joint")
    part(document, texts["budget"], texts["budget_columns"], (10.2, 4.0, 2.4), "depenses", cells)
    _when(document, "hors_delai", texts["late"])
    for text in (texts["notice"], texts["made_on"]):
        document.add_paragraph(text).paragraph_format.space_before = Pt(10)
    make.put_footer(document, texts["page"])
    return document


def sheet(texts: dict[str, Any]) -> Any:
    """The public sheet of a project, its fields not filled in."""
    document = make.new_document(texts["name"], 11, 2.2, 6)
    document.add_paragraph(texts["sender"])
    document.add_heading(texts["heading"], 1)
    _pairs(document, texts)
    for name, title in (("resume", texts["abstract"]), ("bilan", texts["report"])):
        document.add_paragraph(f"{{%p if {name} %}}")
        document.add_heading(title, 2)
        document.add_paragraph(f"{{{{ {name} }}}}")
        document.add_paragraph("{%p endif %}")
    document.add_paragraph(texts["made_on"]).paragraph_format.space_before = Pt(10)
    make.put_footer(document, texts["page"])
    return document


def letters(texts: dict[str, Any]) -> Any:
    """The letters of results, a page each, their fields not filled in."""
    document = make.new_document(texts["name"], 11, 2.5, 8)
    document.add_paragraph("{%p for lettre in lettres %}")
    document.add_paragraph("{{ lettre.conseil }}").paragraph_format.page_break_before = True
    _when(document, "lettre.boite_mail", "{{ lettre.boite_mail }}")
    document.add_paragraph(texts["sender"])
    document.add_paragraph(texts["made_on"]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph(texts["subject"]).runs[0].bold = True
    document.add_paragraph(texts["opening"])
    # One outcome alone: what is retained never reads what is written for the others.
    for word, name, text in (
        ("if", "retenu", texts["retained"]),
        ("elif", "en_attente", texts["waiting"]),
        ("elif", "irrecevable", texts["inadmissible"]),
        ("elif", "refuse", texts["refused"]),
    ):
        document.add_paragraph(f"{{%p {word} lettre.{name} %}}")
        document.add_paragraph(text)
    document.add_paragraph("{%p endif %}")
    _when(document, "lettre.motifs", texts["reasons"])
    _when(document, "lettre.bilan_avant", texts["report_due"])
    document.add_paragraph(texts["closing"])
    _when(document, "signataire", "{{ signataire }}", WD_ALIGN_PARAGRAPH.RIGHT)
    document.add_paragraph("{%p endfor %}")
    return document


def deliberation(texts: dict[str, Any]) -> Any:
    """The list of what is retained, its fields not filled in."""
    document = make.new_document(texts["name"], 9, 1.5, is_wide=True)
    document.add_heading(texts["heading"], 1)
    document.add_paragraph(texts["made_on"])
    facts(document, texts["sum_title"], texts["sum_rows"])
    cells = ("numero", "titre", "conseil", "arrondissements", "axe", "demande_ttc", "accorde_ttc")
    part(document, texts["projects"], texts["project_columns"], (1.2, 6.4, 5.4, 3.4, 5.0, 2.5, 2.5), "projets", cells)
    part(
        document,
        texts["waiting"],
        texts["waiting_columns"],
        (1.2, 11.4, 10.0, 3.8),
        "liste_attente",
        ("numero", "titre", "conseil", "demande_ttc"),
    )
    for name in ("by_arrondissement", "by_axis"):
        loop = {"by_arrondissement": "par_arrondissement", "by_axis": "par_axe"}[name]
        part(
            document,
            texts[name],
            texts["share_columns"],
            (14.0, 4.0, 6.0),
            loop,
            ("nom", "nombre_projets", "accorde_ttc"),
        )
    make.put_footer(document, texts["page"])
    return document


def _pairs(document: Any, texts: dict[str, Any]) -> None:
    """Labels and values, one pair a line; no line for a field without a value."""
    document.add_heading(texts["fact_title"], 2)
    table = document.add_table(rows=0, cols=2)
    table.style, table.autofit = "Table Grid", False
    for pair in texts["fact_rows"]:
        make.mark_row(table, f"{{%tr if {pair[1].split()[1]} %}}")
        for index, (cell, text, width) in enumerate(zip(table.add_row().cells, pair, _FACTS, strict=True)):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.add_run(text).bold = index == 0
            if index == 0:
                make.shade(cell, "F3F3F3")
        make.mark_row(table, "{%tr endif %}")


def _when(document: Any, name: str, text: str, alignment: Any = None) -> None:
    document.add_paragraph(f"{{%p if {name} %}}")
    document.add_paragraph(text).alignment = alignment
    document.add_paragraph("{%p endif %}")


if __name__ == "__main__":
    every = tomllib.loads((_FOLDER / "texts.toml").read_text("utf-8"))
    for kind, lay_out in (
        ("application_receipt", receipt),
        ("application_sheet", sheet),
        ("call_letters", letters),
        ("call_deliberation", deliberation),
    ):
        lay_out(every[kind]).save(str(_FOLDER / every[kind]["file"]))
