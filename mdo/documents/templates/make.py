"""Makes the Word templates that come with the application: `python -m mdo.documents.templates.make`.

Their words are in texts.toml; the mission replaces them on screen, without this script.
"""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

_FOLDER = Path(__file__).parent
_FONT = "Arial"
_SHEET_WIDTHS = (1.2, 5.2, 4.6, 3.2, 3.8)
_ACTION_WIDTHS = (9.5, 4.5, 3.0)
_BEFORE = {"Heading 1": 0, "Heading 2": 14, "Heading 3": 8}
_MADE_ON = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)


def make_all() -> None:
    """Writes the templates beside the script."""
    texts = tomllib.loads((_FOLDER / "texts.toml").read_text("utf-8"))
    makers = {
        "convocation": _convocation,
        "sign_in_sheet": _sign_in_sheet,
        "minutes": _minutes,
        "analysis_report": _analysis_report,
        "rejection_letters": _rejection_letters,
    }
    for kind, make in makers.items():
        document = make(texts[kind])
        document.save(str(_FOLDER / texts[kind]["file"]))


def new_document(title: str, size: int, margin: float, space: int = 4, *, is_wide: bool = False) -> Any:
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "", "fr-FR"
    properties.created = properties.modified = _MADE_ON
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = section.bottom_margin = section.top_margin = Cm(margin)
    section.header_distance = section.footer_distance = Cm(0.7)
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "List Number"):
        style = document.styles[name]
        style.font.name = _FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(theme), None)
    document.styles["Normal"].font.size = Pt(size)
    document.styles["Normal"].paragraph_format.space_after = Pt(space)
    for name, points in (("Heading 1", 18), ("Heading 2", 13), ("Heading 3", 12)):
        document.styles[name].font.size = Pt(points)
        document.styles[name].font.color.rgb = RGBColor(0, 0, 0)
        document.styles[name].paragraph_format.keep_with_next = True
        document.styles[name].paragraph_format.space_before = Pt(_BEFORE[name])
        document.styles[name].paragraph_format.space_after = Pt(space)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    return document


def _convocation(texts: dict[str, Any]) -> Any:
    document = new_document(texts["name"], 11, 2.2, 8)
    document.add_paragraph(texts["made_on"]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_heading(texts["heading"], 1)
    document.add_paragraph(texts["opening"])
    document.add_paragraph(texts["invites"])
    for label, text in (("when_label", texts["when"]), ("where_label", texts["where"])):
        _labelled(document, texts[label], text)
    for name, label in (("lien_visio", "online_label"), ("accessibilite", "access_label")):
        document.add_paragraph(f"{{%p if {name} %}}")
        _labelled(document, texts[label], _printed(name))
        document.add_paragraph("{%p endif %}")
    _agenda(document, texts)
    document.add_paragraph(texts["answer"]).paragraph_format.space_before = Pt(14)
    document.add_paragraph(texts["signed"]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return document


def _agenda(document: Any, texts: dict[str, Any]) -> None:
    document.add_paragraph("{%p if ordre_du_jour or not seance %}")
    document.add_heading(texts["agenda"], 2)
    document.add_paragraph("{%p if ordre_du_jour %}")
    document.add_paragraph("{%p for point in ordre_du_jour %}")
    document.add_paragraph(texts["item"], "List Number")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p else %}")
    document.add_paragraph(texts["agenda_empty"])
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endif %}")


def _sign_in_sheet(texts: dict[str, Any]) -> Any:
    document = new_document(texts["name"], 12, 1.5)
    document.add_heading(f"{texts['heading']} – {{{{ titre }}}}", 1)
    document.add_paragraph(texts["where"]).runs[0].bold = True
    document.add_paragraph("{%p if ordre_du_jour %}")
    agenda = document.add_paragraph(f"{texts['agenda']} ")
    agenda.add_run("{% for point in ordre_du_jour %}{{ point.numero }}. {{ point.titre }}")
    agenda.add_run("{% if not loop.last %} ; {% endif %}{% endfor %}")
    document.add_paragraph("{%p endif %}")
    table = new_table(document, texts["columns"], _SHEET_WIDTHS)
    mark_row(table, "{%tr for college in colleges %}")
    _band(table, "{{ college.nom }}")
    mark_row(table, "{%tr for personne in college.personnes %}")
    put_row(
        table, "{{ personne.numero }}", "{{ personne.nom }}", "{{ personne.qualite }}", "{{ personne.presence }}", ""
    )
    mark_row(table, "{%tr endfor %}")
    mark_row(table, "{%tr endfor %}")
    _band(table, texts["visitors"])
    mark_row(table, "{%tr for ligne in lignes_vierges %}")
    put_row(table, "{{ ligne.numero }}", "{{ ligne.nom }}", "{{ ligne.qualite }}", "{{ ligne.presence }}", "")
    mark_row(table, "{%tr endfor %}")
    put_header(document, "{{ instance }} – {{ titre }} – {{ jour }}")
    put_footer(document, texts["page"], texts["notice"])
    return document


def _minutes(texts: dict[str, Any]) -> Any:
    document = new_document(texts["name"], 11, 2.0)
    document.add_heading(f"{texts['heading']} – {{{{ titre }}}}", 1)
    document.add_paragraph(texts["where"]).runs[0].bold = True
    document.add_paragraph(texts["when"])
    document.add_heading(texts["attendance"], 2)
    for name in ("presents", "excuses", "absents", "representes", "non_renseignes", "invites"):
        document.add_paragraph(_printed(name))
    document.add_paragraph("{%p if quorum %}")
    document.add_paragraph(_printed("quorum"))
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if nombre_public %}")
    document.add_paragraph(texts["head_count"])
    document.add_paragraph("{%p endif %}")
    document.add_heading(texts["introduction"], 2)
    document.add_paragraph("{{ introduction }}")
    document.add_heading(texts["items"], 2)
    _items(document, texts)
    _decisions(document, texts, "autres_decisions", texts["other_decisions"])
    document.add_paragraph("{%p if questions_prevues %}")
    document.add_heading(texts["questions"], 2)
    document.add_paragraph("{%p for question in questions %}")
    document.add_paragraph(texts["question"]).runs[0].bold = True
    document.add_paragraph(texts["reply"])
    document.add_paragraph("{%p if question.suite %}")
    document.add_paragraph(texts["follow_up"])
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p else %}")
    document.add_paragraph(texts["no_question"])
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")
    document.add_heading(texts["actions"], 2)
    table = new_table(document, texts["action_columns"], _ACTION_WIDTHS)
    mark_row(table, "{%tr for action in actions %}")
    put_row(table, "{{ action.texte }}", "{{ action.qui }}", "{{ action.echeance }}", height=0.7)
    mark_row(table, "{%tr else %}")
    put_row(table, texts["no_action"], "", "", height=0.7)
    mark_row(table, "{%tr endfor %}")
    for title, name in ((texts["next_meeting"], "prochaine_reunion"), (texts["approval"], "approbation")):
        document.add_heading(title, 2)
        document.add_paragraph(_printed(name))
    put_header(document, "{{ instance }} – {{ titre }} – {{ jour }}")
    put_footer(document, texts["page"])
    return document


def _analysis_report(texts: dict[str, Any]) -> Any:
    document = new_document(texts["name"], 10, 2.0, is_wide=True)
    document.add_paragraph(texts["made_on"]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_heading(texts["heading"], 1)
    document.add_paragraph("{{ numero_marche }} – {{ objet_marche }}").runs[0].bold = True
    document.add_paragraph(texts["about"])
    document.add_heading(texts["criteria"], 2)
    cells: tuple[str, ...] = ("critere.nom", "critere.ponderation", "critere.mode_notation")
    _listed(document, texts["criteria_columns"], (11.0, 4.0, 10.7), "critere", "criteres", cells)
    document.add_heading(texts["tenders"], 2)
    cells = ("offre.numero", "offre.candidat", "offre.date_reception", "offre.montant", "offre.observation")
    _listed(document, texts["tender_columns"], (1.2, 6.5, 2.8, 3.4, 11.8), "offre", "offres", cells)
    document.add_heading(texts["ranking"], 2)
    _matrix(document, texts["ranking_columns"], texts["criterion_column"])
    document.add_paragraph(texts["matrix_note"]).paragraph_format.space_before = Pt(4)
    document.add_paragraph("{%p for offre in ecartees %}")
    document.add_paragraph(texts["left_out"])
    document.add_paragraph("{%p endfor %}")
    document.add_heading(texts["appraisals"], 2)
    cells = ("avis.candidat", "avis.critere", "avis.note", "avis.commentaire")
    _listed(document, texts["appraisal_columns"], (6.0, 5.5, 2.4, 11.8), "avis", "appreciations", cells)
    for title, row, rows, line in (
        (texts["rounds"], "tour", "tours", texts["round_line"]),
        (texts["committee"], "avis", "cao", texts["committee_line"]),
    ):
        document.add_heading(title, 2)
        document.add_paragraph(f"{{%p for {row} in {rows} %}}")
        document.add_paragraph(line)
        document.add_paragraph("{%p else %}")
        document.add_paragraph(texts["none"])
        document.add_paragraph("{%p endfor %}")
    document.add_heading(texts["proposal"], 2)
    document.add_paragraph(_printed("proposition")).runs[0].bold = True
    put_header(document, "{{ numero_marche }} – {{ objet_marche }}")
    put_footer(document, texts["page"], texts["confidential"])
    return document


def _matrix(document: Any, columns: list[str], criterion: str) -> None:
    """A line a candidate, a column a criterion: as many as the contract has."""
    heads = [*columns[:-1], "{%tc for critere in criteres %}", criterion, "{%tc endfor %}", columns[-1]]
    table = new_table(document, heads, (1.6, 5.4, 3.1, 3.9, 3.9, 3.9, 3.9), height=0)
    table.autofit = True
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].font.size = Pt(8)
    mark_row(table, "{%tr for ligne in matrice %}")
    cells = ("{%tc for case in ligne.cases %}", "{{ case.detail_points }} ({{ case.note }})", "{%tc endfor %}")
    put_row(table, *map(_printed, ("ligne.rang", "ligne.candidat", "ligne.montant")), *cells, _printed("ligne.total"),
            height=0)  # fmt: skip
    mark_row(table, "{%tr endfor %}")
    _hold_together(table)


def _listed(
    document: Any, columns: list[str], widths: tuple[float, ...], row: str, rows: str, cells: tuple[str, ...]
) -> None:
    table = new_table(document, columns, widths)
    mark_row(table, f"{{%tr for {row} in {rows} %}}")
    put_row(table, *map(_printed, cells), height=0)
    mark_row(table, "{%tr endfor %}")
    _hold_together(table)


def _hold_together(table: Any) -> None:
    """Rows stay on one page as long as they fit there, and their words off the lines of the table."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "50")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr  # noqa: SLF001  # python-docx has no word for it
    look = properties.find(qn("w:tblLook"))
    properties.insert(len(properties) if look is None else list(properties).index(look), margins)
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _rejection_letters(texts: dict[str, Any]) -> Any:
    """Three letters in one: of a formal procedure, the shorter one of an adapted one, of one without a contract."""
    document = new_document(texts["name"], 11, 2.5)
    document.add_paragraph("{%p for lettre in lettres %}")
    first = document.add_paragraph(_printed("lettre.candidat"))
    first.paragraph_format.page_break_before = True
    _when(document, "lettre.groupement", texts["group"])
    document.add_paragraph(_printed("lettre.adresse"))
    document.add_paragraph(texts["made_on"]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph(texts["subject"]).runs[0].bold = True
    document.add_paragraph(texts["opening"])
    document.add_paragraph("{%p if fin_sans_marche %}")
    for text in (texts["ended"], texts["ended_reason"]):
        document.add_paragraph(text)
    _when(document, "lettre.motifs", texts["ended_own"])
    document.add_paragraph(texts["redress_title"]).runs[0].bold = True
    for text in texts["ended_redress"]:
        document.add_paragraph(text)
    document.add_paragraph("{%p else %}")
    of_candidacy = ("lettre.candidature", texts["rejected_candidacy"])
    _first_of(document, of_candidacy, ("formalisee", texts["rejected_formal"]), ("True", texts["rejected"]))
    document.add_paragraph("{%p if lettre.attributaire %}")
    ranks = (("lettre.candidature", texts["awarded"]), ("lettre.total", texts["ranked"]), ("True", texts["unranked"]))
    _first_of(document, *ranks)
    document.add_paragraph("{%p endif %}")
    _when(document, "lettre.motifs", texts["reasons"])
    _when(document, "lettre.motif_choix", texts["choice_reason"])
    document.add_paragraph("{%p if formalisee %}")
    _when(document, "lettre.points_du_choix", texts["choice_alone"])
    document.add_paragraph("{%p if lettre.comparaison %}")
    document.add_paragraph(texts["choice"])
    table = new_table(document, texts["choice_columns"], (5.2, 3.0, 3.4, 4.4))
    mark_row(table, "{%tr for ligne in lettre.comparaison %}")
    ranked = (
        "{{ ligne.detail_points }} ({{ ligne.rang }})",
        "{{ ligne.points_attributaire }} ({{ ligne.rang_attributaire }})",
    )
    put_row(table, _printed("ligne.critere"), _printed("ligne.ponderation"), *ranked, height=0)
    mark_row(table, "{%tr endfor %}")
    _hold_together(table)
    document.add_paragraph()
    document.add_paragraph("{%p endif %}")
    _first_of(document, ("signature_des_le", texts["signed"]), ("sans_delai", _printed("sans_delai")))
    document.add_paragraph(texts["redress_title"]).runs[0].bold = True
    for text in texts["redress"]:
        document.add_paragraph(text)
    document.add_paragraph("{%p else %}")
    document.add_paragraph(texts["on_request"])
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph(texts["closing"])
    document.add_paragraph(texts["contact"]).paragraph_format.keep_with_next = True
    for text in texts["signature"]:
        line = document.add_paragraph(text).paragraph_format
        line.left_indent, line.keep_with_next = Cm(8), text is not texts["signature"][-1]
    document.add_paragraph("{%p endfor %}")
    put_header(document, texts["sender"])
    return document


def _when(document: Any, name: str, text: str) -> None:
    """A paragraph where a field is filled in."""
    _first_of(document, (name, text))


def _first_of(document: Any, *cases: tuple[str, str]) -> None:
    """The paragraph of the first field that is filled in, among these."""
    for place, (name, text) in enumerate(cases):
        document.add_paragraph(f"{{%p {'elif' if place else 'if'} {name} %}}")
        document.add_paragraph(text)
    document.add_paragraph("{%p endif %}")


def _items(document: Any, texts: dict[str, Any]) -> None:
    document.add_paragraph("{%p for point in points %}")
    document.add_heading("{{ point.numero }}. {{ point.titre }}", 3)
    document.add_paragraph("{{ point.notes }}")
    document.add_paragraph("{%p for decision in point.decisions %}")
    _decision(document, texts)
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p else %}")
    document.add_paragraph(texts["no_item"])
    document.add_paragraph("{%p endfor %}")


def _decisions(document: Any, texts: dict[str, Any], name: str, title: str) -> None:
    document.add_heading(title, 2)
    document.add_paragraph(f"{{%p for decision in {name} %}}")
    _decision(document, texts)
    document.add_paragraph("{%p else %}")
    document.add_paragraph(texts["no_decision"])
    document.add_paragraph("{%p endfor %}")


def _decision(document: Any, texts: dict[str, Any]) -> None:
    document.add_paragraph(texts["decision"]).runs[0].bold = True
    document.add_paragraph("{%p if decision.votes %}")
    document.add_paragraph(texts["votes"])
    document.add_paragraph("{%p endif %}")


def _printed(name: str) -> str:
    return f"{{{{ {name} }}}}"


def _labelled(document: Any, label: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{label} : ").bold = True
    paragraph.add_run(text)


# ---- Tables ----------------------------------------------------------------------------------------------------------


def new_table(document: Any, columns: list[str], widths: tuple[float, ...], height: float = 0.8) -> Any:
    """A table as wide as the page, whose header row is repeated on each page."""
    table = document.add_table(rows=1, cols=len(columns))
    if height:
        table.rows[0].height = Cm(height)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    table.allow_autofit = False
    for cell, title, width in zip(table.rows[0].cells, columns, widths, strict=True):
        cell.width = Cm(width)
        cell.paragraphs[0].add_run(title).bold = True
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        shade(cell, "E7EDF3")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    _flag(table.rows[0], "w:cantSplit")
    _flag(table.rows[0], "w:tblHeader")
    return table


def put_row(table: Any, *texts: str, height: float = 1.0) -> None:
    row = table.add_row()
    if height:
        row.height = Cm(height)
    for cell, column, text in zip(row.cells, table.columns, texts, strict=True):
        cell.width = column.width
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        cell.paragraphs[0].add_run(text)
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    _flag(row, "w:cantSplit")


def _band(table: Any, text: str) -> None:
    """A line across the table, kept with the one that follows."""
    row = table.add_row()
    row.height = Cm(0.8)
    cell = row.cells[0].merge(row.cells[-1])
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.add_run(text).bold = True
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_after = Pt(0)
    shade(cell, "F3F3F3")
    _flag(row, "w:cantSplit")


def mark_row(table: Any, mark: str) -> None:
    """A row that holds a loop's mark alone: it goes when the template is filled in."""
    table.add_row().cells[0].paragraphs[0].add_run(mark)


def _flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001  # python-docx has no word for it


def shade(cell: Any, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shading.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shading)  # noqa: SLF001  # python-docx has no word for it


def put_header(document: Any, text: str) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.add_run(text).font.size = Pt(9)


def put_footer(document: Any, page: str, notice: str = "") -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    if notice:
        paragraph.add_run(notice).font.size = Pt(8)
        paragraph = document.sections[0].footer.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for text, code in ((f"{page} ", "PAGE"), (" / ", "NUMPAGES")):
        paragraph.add_run(text).font.size = Pt(9)
        _field(paragraph, code)


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(9)
        mark = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            mark.text = text
        else:
            mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)  # noqa: SLF001  # python-docx has no word for it


if __name__ == "__main__":
    make_all()
