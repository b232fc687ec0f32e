"""Mailings as files: sticky labels in Word, the same addresses and a mail-merge list in Excel."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.shared import Cm, Pt

from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.workbook.cells import safe_text
from mdo.kernel.workbook.writer import write_table
from mdo.mail.addressees import Addressee, Mailing
from mdo.meetings.document_values import EXPIRED

# A4 sheets of 3 by 8 labels, of 70 mm by 37 mm.
_ACROSS, _DOWN, _WIDTH, _HEIGHT = 3, 8, 7.0, 3.7

# What is stuck on an envelope does not say it: who sends it sees it here, and on the page that gives the files.
_OVER = Column("mandate", N_("Mandate"), lambda row, today: EXPIRED if row.is_expired else None, Kind.ENUM, width=18)
COLUMNS = (
    Column("last_name", N_("Last name"), lambda row, today: row.last_name or None, width=24),
    Column("first_name", N_("First name"), lambda row, today: row.first_name or None, width=20),
    Column("to", N_("For the attention of"), lambda row, today: row.to or None, width=28),
    Column("email", N_("E-mail address"), lambda row, today: row.email or None, Kind.EMAIL, width=32),
    Column("address", N_("Address"), lambda row, today: row.address or None, width=36),
    Column("postal_code", N_("Postal code"), lambda row, today: row.postal_code or None, width=12),
    Column("city", N_("City"), lambda row, today: row.city or None, width=20),
    Column("body", N_("Participative body"), lambda row, today: row.body or None, width=36),
    Column("function", N_("Function"), lambda row, today: row.function or None, width=24),
    Column("place", N_("Arrondissement"), lambda row, today: row.place or None, width=24),
    _OVER,
)


def _line_column(index: int, label: str) -> Column:
    def line(row: Addressee, today: dt.date) -> str | None:
        lines = label_of(row)
        return lines[index] if index < len(lines) else None

    return Column(f"line{index}", label, line, width=36)


def label_of(row: Addressee) -> tuple[str, ...]:
    """The lines of a label: a letter about a minor is for the guardian."""
    name = f"{row.first_name} {row.last_name}".strip() or row.name
    first = (row.to, name) if row.to else (name,)
    place = (row.place,) if row.place else ()
    return (*first, *place, row.address, f"{row.postal_code} {row.city}".strip())


_LABEL_COLUMNS = (
    *(_line_column(at, label) for at, label in enumerate((N_("Line 1"), N_("Line 2"), N_("Line 3"), N_("Line 4")))),
    _OVER,
)


def merge_workbook(
    mailing: Mailing,
    title: str,
    today: dt.date,
    translate: Translate,
    author: str,
    columns: Sequence[Column] = COLUMNS,
) -> bytes:
    """One line a person, one column a field: what Word's mail merge takes."""
    return _table(mailing.addressees, columns, title, today, translate, author)


def label_workbook(mailing: Mailing, title: str, today: dt.date, translate: Translate, author: str) -> bytes:
    """The labels as a list of lines."""
    return _table(mailing.with_post, _LABEL_COLUMNS, title, today, translate, author)


def label_document(mailing: Mailing) -> bytes:
    """Sheets of 24 labels, in Word."""
    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(0)
    section.header_distance = section.footer_distance = Cm(0)
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    rows = mailing.with_post
    table = document.add_table(rows=max(-(-len(rows) // _ACROSS), 1), cols=_ACROSS)
    table.autofit = False
    for at, line in enumerate(table.rows):
        line.height, line.height_rule = Cm(_HEIGHT), WD_ROW_HEIGHT_RULE.EXACTLY
        for place, cell in enumerate(line.cells):
            cell.width, cell.vertical_alignment = Cm(_WIDTH), WD_CELL_VERTICAL_ALIGNMENT.CENTER
            index = at * _ACROSS + place
            if index < len(rows):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.left_indent = Cm(0.6)
                paragraph.add_run("\n".join(safe_text(text) for text in label_of(rows[index])))
    # Word wants a paragraph after a table: it must not begin another sheet.
    document.add_paragraph().paragraph_format.line_spacing = Pt(1)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table(
    rows: Sequence[Addressee],
    columns: Sequence[Column],
    title: str,
    today: dt.date,
    translate: Translate,
    author: str,
) -> bytes:
    stream = io.BytesIO()
    write_table(stream, title=title, columns=columns, rows=rows, today=today, translate=translate, author=author)
    return stream.getvalue()
