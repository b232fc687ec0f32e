"""Cells as people fill them in, with both sides of each boundary."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.cells import identifiers, values
from mdo.kernel.imports.cells.places import to_arrondissement_numbers
from mdo.kernel.imports.words.vocabulary import WordList
from mdo.kernel.workbook.reader import CellFault
from mdo.people import vocabulary
from models.people import Consent, Designation, Gender
from tests.kernel.workbook import naive
from tests.support import TODAY

NBSP, NNBSP, ZERO_WIDTH = "\u00a0", "\u202f", "\u200b"


def refusal(read: Any, cell: Any, *arguments: Any) -> str:
    with pytest.raises(RuleViolation) as refused:
        read(cell, *arguments)
    return refused.value.message


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, None),
        ("", None),
        (f" {NBSP} ", None),
        ("-", None),
        ("—", None),
        ("n/a", None),
        ("Sans objet", None),
        (f"  Île{NBSP}{NNBSP} Barbe{ZERO_WIDTH} ", "Île Barbe"),
        ("L’Île", "L'Île"),
        ("e\u0301te\u0301", "été"),
        ("A\x07B", "AB"),
        ("Nom\nsur deux lignes", "Nom sur deux lignes"),
        (21130055300016.0, "21130055300016"),
        (2.5, "2.5"),
        ("=1+1", "=1+1"),
        ("x" * 250, "x" * 250),
    ],
)
def test_text_is_tidied(cell: Any, text: str | None) -> None:
    assert values.to_text(cell) == text


def test_long_text_keeps_its_lines() -> None:
    assert values.to_text(" a  b \r\n\n c ", is_long=True) == "a b\nc"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("x" * 251, "too long"),
        (dt.date(2026, 5, 28), "turned this cell into a date"),
        (dt.timedelta(hours=2), "turned this cell into a date"),
        (CellFault.ERROR, "Excel error"),
        (CellFault.FORMULA, "no value yet"),
    ],
)
def test_text_that_is_not_what_was_typed_is_refused(cell: Any, words: str) -> None:
    assert words in refusal(values.to_text, cell)


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(2026, 11, 24),
        naive(2026, 11, 24, 9, 5),
        46350.0,
        46350.75,
        "24/11/2026",
        "24/11/26",
        "24.11.2026",
        "24-11-2026",
        "24 11 2026",
        f" 24{NBSP}/ 11 / 2026 ",
        "2026-11-24",
        "2026/11/24",
        "2026-11-24T09:05:00Z",
        "2026-11-24 00:00:00",
        "24 nov. 2026",
        "24 novembre 2026",
        "mardi 24 novembre 2026",
        "le 24 Novembre 2026",
    ],
)
def test_a_date_is_read_however_it_is_written(cell: Any) -> None:
    assert values.to_date(cell, TODAY) == dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("1er septembre 2024", dt.date(2024, 9, 1)),
        ("1 août 2024", dt.date(2024, 8, 1)),
        ("3 févr. 2024", dt.date(2024, 2, 3)),
        ("29/02/2024", dt.date(2024, 2, 29)),
        ("03/04/2026", dt.date(2026, 4, 3)),
        ("24/12/31", dt.date(2031, 12, 24)),
        ("01/01/41", dt.date(2041, 1, 1)),
        (10_959.0, dt.date(1930, 1, 1)),
        (73_050.0, dt.date(2099, 12, 31)),
        (None, None),
        ("?", None),
        ("Inconnue", None),
        ("Non renseigné", None),
        ("-", None),
    ],
)
def test_a_date_is_day_first_and_may_be_unknown(cell: Any, date: dt.date | None) -> None:
    assert values.to_date(cell, TODAY) == date


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("31/02/2024", "is not a date"),
        ("29/02/2023", "is not a date"),
        ("11/24/2026", "is not a date"),
        ("24-11-26", "four digits"),
        ("01/01/42", "four digits"),
        ("24/11/99", "four digits"),
        ("2024", "not a whole date"),
        (2024.0, "not a whole date"),
        ("09/2024", "not a whole date"),
        ("septembre 2024", "not a whole date"),
        ("3 jui 2024", "is not a date"),
        ("bientôt", "is not a date"),
        (0.0, "is not a date"),
        (60.0, "is not a date"),
        (-1.0, "is not a date"),
        (10_958.0, "is not a date"),
        (73_051.0, "is not a date"),
        (True, "is not a date"),
        ("24/11/1026", "is too far"),
        (CellFault.FORMULA, "no value yet"),
    ],
)
def test_a_date_in_doubt_is_refused(cell: Any, words: str) -> None:
    assert words in refusal(values.to_date, cell, TODAY)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (None, None),
        (12.0, Decimal("12.0")),
        ("12", Decimal(12)),
        (f"1{NNBSP}234,50 €", Decimal("1234.50")),
        ("1 234,50 EUR", Decimal("1234.50")),
        ("1.234,50", Decimal("1234.50")),
        ("1,234.50", Decimal("1234.50")),
        ("1234.5", Decimal("1234.5")),
        ("0,125", Decimal("0.125")),
        ("-3,5", Decimal("-3.5")),
    ],
)
def test_a_number_is_read_as_french_sheets_write_it(cell: Any, number: Decimal | None) -> None:
    assert values.to_decimal(cell) == number


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("1.234", "two ways"),
        ("1,234", "two ways"),
        ("12.345.678", "two ways"),
        ("beaucoup", "not a number"),
        (True, "not a number"),
        ("nan", "not a number"),
        ("inf", "not a number"),
        ("1_000", "not a number"),
        ("١٢", "not a number"),
        ("12,5,", "not a number"),
        (float("nan"), "not a number"),
        (float("-inf"), "not a number"),
        (dt.date(2026, 1, 1), "not a number"),
    ],
)
def test_a_number_in_doubt_is_refused(cell: Any, words: str) -> None:
    assert words in refusal(values.to_decimal, cell)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("12 %", "is a percentage"),
        ("9" * 27, "not an amount from"),
        (1e300, "not an amount from"),
        ("0,001", "two dec"),
    ],
)
def test_an_amount_is_euros_and_cents(cell: Any, words: str) -> None:
    assert words in refusal(lambda given: values.to_amount(given, 0, 999_999), cell)


def test_a_rate_may_bear_its_sign() -> None:
    assert values.to_amount("5,5 %", 0, 100, is_rate=True) == Decimal("5.50")


@pytest.mark.parametrize(("cell", "number"), [(1.0, 1), ("2", 2), ("2,0", 2), (9999.0, 9999), (None, None)])
def test_a_whole_number(cell: Any, number: int | None) -> None:
    assert values.to_number(cell, 1, 9999) == number


@pytest.mark.parametrize("cell", ["2,5", 2.5, 10_000.0, 2.0**31, 0.0, "-1"])
def test_a_number_that_is_not_whole_is_refused(cell: Any) -> None:
    assert "whole number" in refusal(lambda given: values.to_number(given, 1, 9999), cell)


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (612345678.0, "06 12 34 56 78"),
        (33612345678.0, "06 12 34 56 78"),
        ("612345678", "06 12 34 56 78"),
        ("0612345678", "06 12 34 56 78"),
        ("06.12.34.56.78", "06 12 34 56 78"),
        ("Tél. : 06 12 34 56 78", "06 12 34 56 78"),
        ("+33 6 12 34 56 78", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "06 12 34 56 78"),
        ("0033612345678", "06 12 34 56 78"),
        ("+41 22 123 45 67", "+41221234567"),
        (None, None),
    ],
)
def test_a_phone_gets_back_the_zero_that_excel_took(cell: Any, phone: str | None) -> None:
    assert identifiers.to_phone(cell) == phone


@pytest.mark.parametrize("cell", ["06 12 34", "06 12 34 56 78 / 04 72 10 30 30", "voir secrétariat", 12.0])
def test_what_is_not_one_phone_is_refused(cell: Any) -> None:
    assert "not a phone number" in refusal(identifiers.to_phone, cell)


@pytest.mark.parametrize(
    ("cell", "code"),
    [(69003.0, "69003"), (1000.0, "01000"), ("01000", "01000"), (f"69{NBSP}003", "69003"), (None, None)],
)
def test_a_postal_code_gets_back_its_zero(cell: Any, code: str | None) -> None:
    assert identifiers.to_postal_code(cell) == code


@pytest.mark.parametrize("cell", ["6900", "690033", 100.0, "F-69003"])
def test_what_is_not_a_postal_code_is_refused(cell: Any) -> None:
    assert "not a postal code" in refusal(identifiers.to_postal_code, cell)


@pytest.mark.parametrize(
    ("cell", "email"),
    [("Marie@Example.org", "marie@example.org"), (" mailto:marie@example.org ; ", "marie@example.org"), (None, None)],
)
def test_an_address_is_in_lower_case(cell: Any, email: str | None) -> None:
    assert identifiers.to_email(cell) == email


@pytest.mark.parametrize(
    "cell",
    ["marie", "marie@", "a@b.c", "a@example.org, b@example.org", "marie dupont@example.org", "zoe@[127.0.0.12]"],
)
def test_what_is_not_one_address_is_refused(cell: Any) -> None:
    assert "not an e-mail address" in refusal(identifiers.to_email, cell)


@pytest.mark.parametrize("cell", ["www.oye.participer.lyon.fr", "javascript:alert(1)", "https://", "oyé"])
def test_what_is_not_a_link_is_refused(cell: Any) -> None:
    assert "begins with https://" in refusal(identifiers.to_url, cell)


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        (1984.0, 1984),
        ("1984", 1984),
        ("12/05/1984", 1984),
        (dt.date(1984, 5, 12), 1984),
        ("?", None),
        (1906.0, 1906),
        (2026.0, 2026),
    ],
)
def test_a_year_of_birth(cell: Any, year: int | None) -> None:
    assert values.to_birth_year(cell, TODAY) == year


@pytest.mark.parametrize("cell", [1905.0, 2027.0, "84", "12/05/84", 30814.0])
def test_a_year_of_birth_in_doubt_is_refused(cell: Any) -> None:
    assert "not a year of birth" in refusal(values.to_birth_year, cell, TODAY)


@pytest.mark.parametrize(
    ("words", "cell", "member"),
    [
        (vocabulary.CONSENT, "Oui", Consent.GIVEN),
        (vocabulary.CONSENT, "x", Consent.GIVEN),
        (vocabulary.CONSENT, "✓", Consent.GIVEN),
        (vocabulary.CONSENT, True, Consent.GIVEN),
        (vocabulary.CONSENT, 1.0, Consent.GIVEN),
        (vocabulary.CONSENT, 0.0, Consent.REFUSED),
        (vocabulary.CONSENT, "NON", Consent.REFUSED),
        (vocabulary.CONSENT, "non renseigné", None),
        (vocabulary.CONSENT, "?", None),
        (vocabulary.CONSENT, None, None),
        (vocabulary.GENDER, "Mme", Gender.FEMALE),
        (vocabulary.GENDER, "M.", Gender.MALE),
        (vocabulary.GENDER, "monsieur", Gender.MALE),
        (vocabulary.GENDER, "Woman", Gender.FEMALE),
        (vocabulary.DESIGNATION, "tiré·e au sort", Designation.DRAWN),
        (vocabulary.DESIGNATION, "TIRAGE AU SORT", Designation.DRAWN),
    ],
)
def test_closed_lists_go_by_several_words(words: WordList, cell: Any, member: Any) -> None:
    assert values.to_choice(cell, words) is member


@pytest.mark.parametrize("cell", ["peut-être", "Dr", 2.0])
def test_a_word_out_of_the_list_is_refused_with_the_list(cell: Any) -> None:
    assert "accepted words" in refusal(values.to_choice, cell, vocabulary.CONSENT)


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (3.0, (3,)),
        ("3", (3,)),
        ("3e", (3,)),
        ("1er", (1,)),
        ("3ème", (3,)),
        ("Lyon 3e", (3,)),
        ("Lyon 3e arrondissement", (3,)),
        ("Mairie du 5e", (5,)),
        (69003.0, (3,)),
        ("69383", (3,)),
        ("7/3", (3, 7)),
        ("VIIe", (7,)),
        ("IXème arrt", (9,)),
        ("septième", (7,)),
        ("3e, 7e", (3, 7)),
        ("3e et 7e", (3, 7)),
        ("Lyon 3e, Lyon 7e", (3, 7)),
        ("Ier", (1,)),
        ("I er et IX ème", (1, 9)),
        ("IVᵉ arrondissement", (4,)),
        ("Lyon VIIIe", (8,)),
        ("3 e", (3,)),
        ("Toute la ville", ()),
        ("Lyon", ()),
        (None, None),
        ("?", None),
    ],
)
def test_arrondissements_however_they_are_written(cell: Any, numbers: tuple[int, ...] | None) -> None:
    assert to_arrondissement_numbers(cell) == numbers


@pytest.mark.parametrize("cell", ["10", 0.0, "Vaise", "69100", "3e Vaise", "V", "IIIIe", "XIe"])
def test_what_is_not_an_arrondissement_is_refused(cell: Any) -> None:
    assert "not an arrondissement" in refusal(to_arrondissement_numbers, cell)


def test_an_arrondissement_that_excel_made_a_date_is_refused() -> None:
    assert "turned" in refusal(to_arrondissement_numbers, naive(2026, 7, 3))


CELLS = st.one_of(
    st.text(max_size=30),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.from_regex(r"\d{1,4}[/. -]\d{1,2}[/. -]\d{1,4}"),
    st.from_regex(r"[0-9 .,€-]{1,12}"),
)
READERS = (
    values.to_text,
    identifiers.to_email,
    identifiers.to_url,
    identifiers.to_phone,
    identifiers.to_postal_code,
    lambda cell: values.to_number(cell, 1, 9999),
    to_arrondissement_numbers,
    lambda cell: values.to_date(cell, TODAY),
    lambda cell: values.to_birth_year(cell, TODAY),
    lambda cell: values.to_choice(cell, vocabulary.CONSENT),
)


@settings(max_examples=300, deadline=None)
@given(CELLS, st.sampled_from(READERS))
def test_any_cell_gives_a_value_or_a_sentence(cell: Any, read: Any) -> None:
    sentence = "read"
    try:
        read(cell)
    except RuleViolation as refused:
        sentence = str(refused)
    assert sentence
