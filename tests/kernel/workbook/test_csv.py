"""Text files: nothing in them runs, and a person still reads all of it."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.imports.cells.values import clean
from mdo.kernel.workbook.csv_table import CsvStream, csv_value, safe_csv_text
from mdo.kernel.workbook.reader import read_workbook
from mdo.kernel.workbook.vocabulary import repeats_above
from models.people import Gender

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+33 6 12 34 56 78", "'+33 6 12 34 56 78"),
        ("-5 rue", "'-5 rue"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1+1", "'＝1+1"),
        ("  =1+1", "'  =1+1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("5 = 5", "5 = 5"),
        ("Île-Barbe", "Île-Barbe"),
        ("01000", "01000"),
        ("", ""),
        ("a\x00b\ud800", "a\ufffdb\ufffd"),
        ("\x00=1", "\ufffd=1"),
    ],
)
def test_text_that_would_begin_a_formula_gets_an_apostrophe_and_nothing_else(text: str, safe: str) -> None:
    assert safe_csv_text(text) == safe


@pytest.mark.parametrize(
    ("kind", "value", "french", "english"),
    [
        (Kind.INTEGER, -5, "-5", "-5"),
        (Kind.AMOUNT, Decimal("-1234.5"), "-1234,50", "-1234.50"),
        (Kind.PERCENT, 0.4235, "42,4 %", "42.4 %"),
        (Kind.PERCENT, float("nan"), "", ""),
        (Kind.DATE, dt.date(926, 1, 2), "02/01/0926", "02/01/0926"),
        (Kind.MOMENT, dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC), "02/07/2026 00:30", "02/07/2026 00:30"),
        (Kind.BOOLEAN, False, "No", "No"),
        (Kind.ENUM, Gender.FEMALE, "Woman", "Woman"),
        (Kind.TEXT, ("Lyon 3e", Gender.MALE), "Lyon 3e, Man", "Lyon 3e, Man"),
        (Kind.TEXT, None, "", ""),
    ],
)
def test_values_are_written_as_one_reads_them(kind: Kind, value: object, french: str, english: str) -> None:
    assert csv_value(kind, value, str, "fr") == french
    assert csv_value(kind, value, str, "en") == english


@pytest.mark.parametrize(
    ("text", "is_sign"), [("»", True), ("idem", True), ('- "', True), ("Identité", False), ("-", False)]
)
def test_a_text_that_repeats_the_line_above_where_a_person_wrote_it_means_itself_where_it_left_from_here(
    text: str, is_sign: bool
) -> None:
    left = csv_value(Kind.TEXT, text, str, "fr")
    assert (repeats_above(text), repeats_above(left), clean(left).strip("'")) == (is_sign, False, text)


def test_an_empty_result_is_a_line_of_headers() -> None:
    shown = (Column("a", "Name", lambda row, today: row), Column("b", "=B", lambda row, today: row))
    empty = CsvStream(columns=shown, rows=[], today=TODAY, translate=str)
    assert (b"".join(empty), empty.count) == (b"\xef\xbb\xbfName;'=B\r\n", 0)
    one = CsvStream(columns=shown, rows=["x\ny"], today=TODAY, translate=str)
    assert (b"".join(one).splitlines(keepends=True)[1:], one.count) == ([b'"x\n', b'y";"x\n', b'y"\r\n'], 1)


def test_a_list_of_a_mac_is_read_with_its_accents_and_line_ends() -> None:
    text = "Élu(e);Conseil\rÉlodie Trézan;Jean Macé\rFrançois Lemaître;À côté\r"
    (sheet,) = read_workbook(text.encode("mac_roman"))
    assert sheet.rows == [["Élu(e)", "Conseil"], ["Élodie Trézan", "Jean Macé"], ["François Lemaître", "À côté"]]
