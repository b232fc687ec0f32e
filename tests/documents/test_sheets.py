"""The sign-in sheet in Word and Excel: who is on it, in which order, and what its rows do on paper."""

import datetime as dt
import io
import re
import zipfile

import pytest
from openpyxl import load_workbook

from mdo.meetings.attendance_sheet import sign_in_workbook
from mdo.meetings.document_lines import lines_of
from mdo.meetings.document_store import make_word
from models.attendance import Presence
from models.documents import PaperKind
from models.meetings import MeetingKind
from tests.documents.rows import EVENING, SPEECH, convened, meeting, member
from tests.documents.words import flags_of, rows_of, text_of
from tests.support import factories as make
from tests.support.prepared import prepared

SHEET = PaperKind.SIGN_IN_SHEET
DAY = dt.date(2026, 12, 10)


def names(session, row):
    return [line.name for line in lines_of(session, row)]


@pytest.mark.parametrize(
    ("start_on", "ended_on", "is_there"),
    [
        (DAY, None, True),
        (DAY + dt.timedelta(days=1), None, False),
        (dt.date(2025, 1, 1), DAY, True),
        (dt.date(2025, 1, 1), DAY - dt.timedelta(days=1), False),
    ],
)
def test_before_it_is_convened_those_in_force_that_day_are_on_the_sheet(session, start_on, ended_on, is_there):
    row = meeting(session)
    member(row, "Petit", start_on=start_on, ended_on=ended_on, end_reason="term" if ended_on else None)
    assert ("Petit Zoé" in names(session, row)) is is_there


def test_once_convened_the_frozen_list_is_the_sheet(session):
    row = meeting(session, convened_at=EVENING - dt.timedelta(days=10))
    member(row, "Arrivé")
    convened(session, row, "Convoqué", Presence.EXPECTED)
    convened(session, row, "Visiteur", Presence.GUEST)
    assert names(session, row) == ["Convoqué Zoé"]


def test_someone_with_two_mandates_signs_once_with_the_function(session):
    row = meeting(session)
    first = member(row, "D’Almeida")
    chair = make.MandateFunctionFactory(label="Vigie", is_bureau=True)
    make.MandateFactory(instance=row.instance, person=first.person, function=chair)
    assert [(line.name, line.quality) for line in lines_of(session, row)] == [("D’Almeida Zoé", "Vigie")]


def test_the_network_signs_with_its_arrondissements(session):
    row = meeting(session, instance=False, kind=MeetingKind.NETWORK)
    referent = make.ReferentFactory()
    assert [(line.name, line.quality) for line in lines_of(session, row)] == [
        (str(referent.user), referent.arrondissement.name)
    ]


@prepared
def evening(session):
    """Two colleges and someone of none; a name with an apostrophe, one with an accent first; one excused before."""
    row = meeting(session, convened_at=EVENING - dt.timedelta(days=10))
    people = make.CollegeFactory(name="Habitants", instance=row.instance, position=1)
    groups = make.CollegeFactory(name="Associations", instance=row.instance, position=2)
    convened(session, row, "Zola", Presence.EXPECTED, college=people)
    convened(session, row, "Étienne", Presence.EXCUSED, college=people)
    convened(session, row, "D'Hauteville", Presence.EXPECTED, college=groups, quality="Les Amis du parc")
    convened(session, row, "Seul", Presence.EXPECTED)
    return row


def word(session, row):
    return make_word(session, row, SHEET, SPEECH).content


def test_the_sheet_is_grouped_by_college_and_alphabetical_with_ten_blank_lines(session, evening):
    rows = rows_of(word(session, evening))
    assert [cells[1] for cells in rows] == [
        "Nom et prénom",
        "Habitants",
        "Étienne Zoé",
        "Zola Zoé",
        "Associations",
        "D'Hauteville Zoé",
        "Without college",
        "Seul Zoé",
        "Visiteurs et invités",
        *[""] * 10,
    ]
    assert [cells[0] for cells in rows if cells[0].isdigit()] == [str(number) for number in range(1, 15)]


def test_who_is_excused_is_marked_already_and_nobody_else(session, evening):
    assert {cells[1]: cells[3] for cells in rows_of(word(session, evening)) if cells[3] and cells[0].isdigit()} == {
        "Étienne Zoé": "Excused"
    }


def test_the_header_row_is_repeated_and_no_row_is_cut(session, evening):
    content = word(session, evening)
    headers = flags_of(content, "w:tblHeader")
    assert headers == [True, *[False] * (len(headers) - 1)]
    assert all(flags_of(content, "w:cantSplit"))


def test_the_sheet_says_where_when_why_and_how_long_it_is_kept(session, evening):
    content = word(session, evening)
    text = text_of(content)
    for words in ("Plénière d’hiver", "Conseil de quartier de l’Île", "10/12/2026", "18:30", "Salle des mariages"):
        assert words in text
    assert "1. Place & marché ; 2. Divers" in text
    from docx import Document  # noqa: PLC0415  # the footer alone

    footer = Document(io.BytesIO(content)).sections[0].footer
    assert "conservée un an" in "".join(paragraph.text for paragraph in footer.paragraphs)


def test_a_correction_makes_a_second_version_and_the_first_stays(session, evening):
    first = make_word(session, evening, SHEET, SPEECH)
    evening.title = "Plénière corrigée"
    second = make_word(session, evening, SHEET, SPEECH)
    assert (first.number, second.number) == (1, 2)
    assert "Plénière d’hiver" in text_of(first.content)
    assert "Plénière corrigée" in text_of(second.content)


def test_the_workbook_is_a_table_with_a_drop_down_and_hidden_marks(session, evening):
    sheet = load_workbook(io.BytesIO(sign_in_workbook(session, evening, SPEECH))).worksheets[0]
    (table,) = sheet.tables.values()
    assert table.ref == "A6:I20"
    rows = [[cell.value for cell in row] for row in sheet["A6:I20"]]
    assert [row[1] for row in rows[1:5]] == ["Étienne Zoé", "Zola Zoé", "D'Hauteville Zoé", "Seul Zoé"]
    assert [row[0] for row in rows[1:]] == list(range(1, 15))
    assert rows[1][4] == "Excused"
    assert all(row[7].startswith("a") for row in rows[1:5])
    assert [sheet.column_dimensions[letter].hidden for letter in "GHI"] == [False, True, True]
    assert {rule.type for rule in sheet.data_validations.dataValidation} == {"list"}


def printed(session, row):
    return load_workbook(io.BytesIO(sign_in_workbook(session, row, SPEECH))).worksheets[0]


def test_the_workbook_is_printed_as_a_sheet_that_one_signs(session, evening):
    sheet = printed(session, evening)
    assert {cell.font.sz for row in sheet["A6:G20"] for cell in row} == {11}
    # 32 points are more than a centimetre; the columns fill the 27.7 cm of a page on its side, at full size.
    assert min(sheet.row_dimensions[number].height for number in range(7, 21)) == 32
    assert sum(sheet.column_dimensions[letter].width for letter in "ABCDEFG") == 139
    assert sheet.print_title_rows == "$6:$6"
    setup = sheet.page_setup
    assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", 1, 0)
    assert all(cell.border.bottom.style == "thin" for cell in sheet[20][:7])
    # A thicker line where another college begins, and before the blank lines.
    assert [number for number in range(7, 21) if sheet.cell(number, 2).border.top.style == "medium"] == [7, 9, 10]


def test_the_workbook_says_above_its_table_where_when_and_why(session, evening):
    sheet = printed(session, evening)
    assert [sheet.cell(number, 1).value for number in range(1, 4)] == [
        "Sign-in sheet – Plénière d’hiver",
        "Conseil de quartier de l’Île – 10/12/2026, 18:30 – Mairie du 5e, Salle des mariages",
        "Agenda: 1. Place & marché ; 2. Divers",
    ]
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {f"A{number}:G{number}" for number in range(1, 6)}


def test_what_is_not_known_yet_is_said(session):
    row = meeting(session, place=None, room=None)
    row.agenda = []
    session.flush()
    sheet = printed(session, row)
    assert sheet["A2"].value.endswith("place to be confirmed")
    assert sheet["A3"].value == "Agenda not given"


@pytest.mark.parametrize(("length", "height"), [(40, 32.6), (20, 32), (150, 118.4)])
def test_a_long_quality_makes_its_row_higher_and_is_not_cut(session, length, height):
    row = meeting(session, convened_at=EVENING)
    convened(session, row, "Zola", Presence.EXPECTED, quality="m" * length)
    assert printed(session, row).row_dimensions[7].height == height


def test_a_name_that_looks_like_a_formula_stays_a_name(session):
    row = meeting(session, convened_at=EVENING)
    convened(session, row, "=1+1", Presence.EXPECTED)
    cell = printed(session, row)["B7"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1 Zoé", "s", True)


def test_each_page_of_the_workbook_says_its_source_its_day_and_its_number(session, evening):
    with zipfile.ZipFile(io.BytesIO(sign_in_workbook(session, evening, SPEECH))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    footer = sheet.partition("<oddFooter>")[2].partition("</oddFooter>")[0]
    assert re.search(r"Ouverte\nSheet made on .* by .*Page &amp;P / &amp;N$", footer)
