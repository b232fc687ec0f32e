"""What people write in cells: each case with its answer, and nothing of any of them lost."""

import datetime as dt
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.written.colours import colour_name
from mdo.kernel.imports.written.contacts import emails_in, phones_in
from mdo.kernel.imports.written.rewriting import rewritten
from mdo.kernel.workbook.reader import CellMarks, Sheet
from models.text import fold
from tests.kernel.imports.written_cases import CONTACTS, COUPLES, DAYS, NAMES, SIGNS, TOWNS, VACANT, Case
from tests.support import TODAY

HEADERS = {
    "last_name": "Nom", "first_name": "Prénom", "full_name": "Nom et prénom", "gender": "Civilité", "email": "Courriel",
    "phone": "Tél.", "address": "Adresse", "postal_code": "CP", "city": "Ville", "start_on": "Début",
    "planned_end_on": "Fin prévue", "ended_on": "Fin effective", "end_reason": "Motif de fin", "function": "Fonction",
    "instance": "Conseil", "notes": "Notes",
}  # fmt: skip


def line(cells: dict[str, Any], number: int = 2, **more: Any) -> Line:
    return Line("Feuil1", number, cells, {name: HEADERS[name] for name in cells}, **more)


def read(*lines: Line, kind: str = "people", sheets: tuple[Sheet, ...] = (), **answers: str) -> list[Line]:
    return rewritten([*lines], KINDS[kind], answers, TODAY, sheets)


def told(found: Line) -> str:
    return "\n".join(str(message % params) for message, params in found.notes)


def keys(found: Line) -> tuple[str, ...]:
    return tuple(question.key for question in found.questions)


@pytest.mark.parametrize("case", [*NAMES, *COUPLES, *CONTACTS, *TOWNS, *DAYS, *SIGNS], ids=lambda case: str(case.cells))
def test_a_line_is_read_as_it_is_meant_or_asks(case: Case) -> None:
    (found,) = rewritten([line(case.cells)], KINDS["people"], case.answers, TODAY)
    assert found.cells == case.read | ({"notes": case.noted} if case.noted else {})
    assert keys(found) == case.asks
    assert all(words in told(found) for words in case.notes), told(found)
    assert bool(found.notes) == bool(case.notes)
    assert set(found.cells) <= set(found.headers)


@pytest.mark.parametrize("case", [*NAMES, *COUPLES, *CONTACTS, *TOWNS, *DAYS, *SIGNS], ids=lambda case: str(case.cells))
def test_a_second_reading_changes_nothing(case: Case) -> None:
    once = rewritten([line(case.cells)], KINDS["people"], case.answers, TODAY)
    assert rewritten([*once], KINDS["people"], case.answers, TODAY) == once


def test_a_line_is_let_go_of_once_it_is_read() -> None:
    lines = [line({"last_name": "Roux", "email": f"sans {number}"}, number) for number in range(2, 5)]
    assert [found.number for found in rewritten(lines, KINDS["people"], {}, TODAY)] == [2, 3, 4]
    assert lines == []


@pytest.mark.parametrize("said", VACANT)
def test_what_stands_in_the_place_of_a_name_is_left_there(said: str) -> None:
    (found,) = read(line({"full_name": said, "instance": "Montchat"}))
    assert (found.cells["full_name"], found.questions) == (said, ())


SIGNS_OF_DITTO = ('"', "''", "″", "” ”", "«", "〃", "//", "idem", "Idem", "id.", '- " -', "idem ci-dessus", "ditto")


@pytest.mark.parametrize("sign", SIGNS_OF_DITTO)
def test_a_ditto_mark_repeats_the_line_above_even_through_another(sign: str) -> None:
    cells = [{"full_name": "DUPONT Zoé", "instance": "Montchat"}, {"full_name": "MARTIN Luc", "instance": sign}]
    found = read(*(line(each, number) for number, each in enumerate([*cells, {"instance": sign}], 2)))
    assert [each.cells["instance"] for each in found] == ["Montchat"] * 3
    assert [bool(each.notes) for each in found] == [False, True, True]
    assert "« Montchat »" in told(found[1])


def test_a_ditto_mark_under_nothing_is_asked_and_may_be_answered() -> None:
    alone = line({"full_name": "DUPONT Zoé", "instance": "//"})
    (found,) = read(alone)
    assert (found.cells, keys(found)) == ({"full_name": "DUPONT Zoé"}, ("ditto:conseil",))
    (found,) = read(alone, **{"ditto:conseil": "Montchat"})
    assert found.cells["instance"] == "Montchat"
    (found,) = read(alone, **{"ditto:conseil": "blank"})
    assert "instance" not in found.cells


@pytest.mark.parametrize("word", ["Identité", "id", "L'Idem", "a // b", "d'Idemme"])
def test_words_that_look_like_a_ditto_mark_are_none(word: str) -> None:
    found = read(line({"full_name": "DUPONT Zoé", "instance": "Montchat"}), line({"instance": word}, 3))
    assert found[1].cells["instance"] == word


@pytest.mark.parametrize(
    ("cells", "people"),
    [
        ({"full_name": "TISSERAND Pierre et Nicole"}, [("TISSERAND", "Pierre"), ("TISSERAND", "Nicole")]),
        ({"full_name": "Pierre & Nicole TISSERAND"}, [("TISSERAND", "Pierre"), ("TISSERAND", "Nicole")]),
        ({"full_name": "Pierre et Nicole Tisserand"}, [("Tisserand", "Pierre"), ("Tisserand", "Nicole")]),
        ({"full_name": "MARTIN Luc / DURAND Eva"}, [("MARTIN", "Luc"), ("DURAND", "Eva")]),
        ({"full_name": "M. MARTIN Luc et Mme DURAND Eva"}, [("MARTIN", "Luc"), ("DURAND", "Eva")]),
        ({"last_name": "MARTIN", "first_name": "Luc et Eva"}, [("MARTIN", "Luc"), ("MARTIN", "Eva")]),
        ({"last_name": "MARTIN et DURAND", "first_name": "Luc et Eva"}, [("MARTIN", "Luc"), ("DURAND", "Eva")]),
        ({"full_name": "M. et Mme MARTIN"}, [("MARTIN", None), ("MARTIN", None)]),
    ],
)
def test_two_people_in_a_cell_are_two_lines_once_it_was_said(cells: dict[str, Any], people: list[Any]) -> None:
    (asking,) = read(line({**cells, "phone": "04 65 71 30 03 / 06 39 98 30 03"}))
    (key, *_) = keys(asking)
    assert key.startswith("couple:")
    found = read(line({**cells, "phone": "04 65 71 30 03 / 06 39 98 30 03"}), **{key: "two"})
    assert [(each.cells["last_name"], each.cells.get("first_name")) for each in found] == people
    assert [each.cells["phone"] for each in found] == ["04 65 71 30 03", "06 39 98 30 03"]
    assert len({each.part for each in found}) == 2


def test_each_of_two_people_has_the_address_beside_the_name() -> None:
    both = {"full_name": "Zoé DUPONT <zd@example.org>; Luc MARTIN <lm@example.org>"}
    (asking,) = read(line(both))
    (key,) = keys(asking)
    found = read(line(both), **{key: "two"})
    assert [(each.cells["first_name"], each.cells["email"]) for each in found] == [
        ("Zoé", "zd@example.org"),
        ("Luc", "lm@example.org"),
    ]
    crossed = {"full_name": "Zoé DUPONT et Luc MARTIN", "email": "Luc <a@example.org>; Zoé <b@example.org>"}
    found = read(line(crossed), **{"couple:zoe dupont et luc martin": "two"})
    assert [each.cells["email"] for each in found] == ["b@example.org", "a@example.org"]


def test_a_couple_has_the_genders_in_their_order() -> None:
    one = line({"full_name": "DURAND Eva et Luc", "gender": "Mme et M."})
    found = read(one, **{"couple:mme et m durand eva et luc": "two"})
    assert [(each.cells["first_name"], each.cells["gender"]) for each in found] == [("Eva", "Mme"), ("Luc", "M")]


def marked(cells: dict[str, Any], number: int = 2, **marks: CellMarks) -> Line:
    return line(cells, number, marks=marks)


YELLOW, STRUCK = CellMarks(fill="FFFF00"), CellMarks(is_struck=True)
PLAIN = [line({"full_name": f"PERSONNE{number} Zoé"}, number) for number in range(20, 25)]


def test_a_colour_is_asked_once_for_its_lines_and_may_end_them() -> None:
    coloured = [marked({"full_name": "DUPONT Zoé"}, number, full_name=YELLOW) for number in (2, 3)]
    *found, _ = read(*PLAIN, *coloured, PLAIN[0])
    assert [keys(each) for each in found[5:]] == [("colour:ffff00",)] * 2
    assert "yellow" in found[5].questions[0].text(lambda message: message)
    assert not any(each.questions for each in found[:5])
    found = read(*PLAIN, *coloured, **{"colour:ffff00": "nothing"})
    assert found[5].cells == {"full_name": "DUPONT Zoé"}
    answers = {"colour:ffff00": "over.moved", "colour:ffff00:day": "31/08/2026"}
    found = read(*PLAIN, *coloured, **answers)
    assert found[5].cells == {"full_name": "DUPONT Zoé", "ended_on": dt.date(2026, 8, 31), "end_reason": "déménagement"}


def test_the_colours_of_a_table_say_nothing() -> None:
    column = [marked({"full_name": "DUPONT Zoé", "phone": "0612345678"}, number, phone=YELLOW) for number in range(5)]
    assert not any(each.questions for each in read(*column))
    stripes = [line({"full_name": "A Zoé"}, n) if n % 2 else marked({"full_name": "A Zoé"}, n, full_name=YELLOW)
               for n in range(9)]  # fmt: skip
    assert not any(each.questions for each in read(*stripes))


def test_what_the_file_says_of_its_signs_is_quoted() -> None:
    rows: list[list[Any]] = [["Nom"], ["GIRAUD Paul *"], ["* membre du bureau"], ["En jaune : départs de l'été"]]
    sheet = Sheet("Feuil1", rows, {(1, 0): YELLOW})
    (found, *_) = read(marked({"full_name": "GIRAUD Paul *"}, full_name=YELLOW), *PLAIN, sheets=(sheet,))
    texts = [question.text(lambda message: message) for question in found.questions]
    assert "« * membre du bureau »" in texts[0]
    assert "« En jaune : départs de l'été »" in texts[1]


def test_a_name_that_is_struck_through_is_asked_and_a_struck_cell_for_its_column() -> None:
    name = marked({"full_name": "DUPONT Zoé", "phone": "0612345678"}, full_name=STRUCK)
    assert keys(*read(name)) == ("struck",)
    phone = marked({"full_name": "DUPONT Zoé", "phone": "0612345678", "email": "z@example.org"}, phone=STRUCK)
    assert keys(*read(phone)) == ("struck:tel",)
    (found,) = read(phone, **{"struck:tel": "skip"})
    assert "phone" not in found.cells
    assert "0612345678" in told(found)
    (found,) = read(phone, **{"struck:tel": "read"})
    assert found.cells["phone"] == "0612345678"


def test_a_comment_is_told_and_goes_to_the_notes_where_there_are_some() -> None:
    comment = CellMarks(comment="Lettre reçue le 12/05/2026")
    (found,) = read(marked({"full_name": "DUPONT Zoé"}, full_name=comment))
    assert (keys(found), "Lettre reçue le 12/05/2026" in told(found)) == ((), True)
    one = Line("Feuil1", 2, {"name": "Montchat"}, {"name": "Nom"}, marks={"name": comment})
    (found,) = read(one, kind="instances")
    assert keys(found) == ("comments",)
    (found,) = read(one, kind="instances", comments="notes")
    assert found.cells["notes"] == "Lettre reçue le 12/05/2026"


def test_the_day_of_a_comment_may_be_the_end() -> None:
    comment = CellMarks(comment="Lettre reçue le 12/05/2026")
    resigned = marked({"full_name": "DUPONT Zoé (démissionnaire)"}, full_name=comment)
    assert keys(*read(resigned)) == ("mark:demissionnaire:day:comment",)
    (found,) = read(resigned, **{"mark:demissionnaire:day:comment": "comment"})
    assert (found.cells["ended_on"], found.cells["end_reason"]) == (dt.date(2026, 5, 12), "démission")


def test_a_comment_that_says_the_same_reason_gives_its_day() -> None:
    marks = {"full_name": CellMarks(fill="FFC000", comment="démission reçue le 03/02/2025")}
    (found,) = read(line({"full_name": "EPARVIER Sabine"}, marks=marks), **{"colour:ffc000": "over.resignation"})
    assert keys(found) == ("colour:ffc000",)
    assert (found.cells["ended_on"], found.cells["end_reason"]) == (dt.date(2025, 2, 3), "démission")


@pytest.mark.parametrize(
    ("fill", "name"), [("FFC000", "orange"), ("ED7D31", "orange"), ("FFFF00", "yellow"), ("FFD966", "yellow")]
)
def test_a_colour_has_the_name_that_people_give_it(fill: str, name: str) -> None:
    assert colour_name(fill) == name


@pytest.mark.parametrize("text", ["En orange : démissions", "démissions", "Légende"])
def test_a_cell_in_the_colour_itself_says_what_it_means(text: str) -> None:
    sheet = Sheet("Feuil1", [["Nom"], ["ROUX Ana"], [text]], marks={(2, 0): CellMarks(fill="E8A000")})
    (found,) = read(line({"full_name": "ROUX Ana"}, marks={"full_name": CellMarks(fill="E8A000")}), sheets=(sheet,))
    assert [question.params["legend"] for question in found.questions] == [text]


def test_what_holds_for_a_column_is_told_once() -> None:
    cells = {"start_on": "3/4/2024", "phone": "612345678"}
    found = read(*(line(cells, number) for number in (2, 3, 4)))
    assert [len(each.notes) for each in found] == [2, 0, 0]


def test_one_day_with_the_month_first_makes_the_column_a_question() -> None:
    lines = [line({"start_on": text}, number) for number, text in enumerate(("03/04/2024", "04/25/2024"), 2)]
    key = "day:month first:debut"
    assert [keys(found) for found in read(*lines)] == [(key,), (key,)]
    found = read(*lines, **{key: "month_first"})
    assert [each.cells["start_on"] for each in found] == [dt.date(2024, 3, 4), dt.date(2024, 4, 25)]
    found = read(*lines, **{key: "day_first"})
    assert [each.cells["start_on"] for each in found] == ["03/04/2024", "04/25/2024"]


def test_what_an_export_marked_is_left_alone() -> None:
    back = line({"full_name": "Mme DUPONT Zoé *", "phone": "0612345678 / 0712345678"}, row=object())
    assert read(back) == [back]


WORDS = st.sampled_from(
    [
        "DUPONT", "Zoé", "Mme", "M. et Mme", "née", "épouse", "(démissionnaire)", "*", "†", "et", "/", ";", "–", ",",
        "zoe@example.org", "<luc@example.org>", "06 39 98 30 01", "0465713003", "69005", "LYON", "Lyon 5", "12 rue",
        "sept. 2023", "2021", "03/04/2024", "le trois avril 2024", "automne 2023", "du", "au", "depuis",
        "à désigner", "(le soir)", "dit", "Jeannot", "pas de mail", "Dr", "1000", "Bourg", "(", ")", "démission",
    ]
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
# What is said by where it went, or is a convention: the civility of a column of genders, labels of numbers.
SAID_OTHERWISE = frozenset(("et", "m", "mme", "nee", "epouse", "dit", "du", "au", "le", "depuis"))


def words_of(*texts: object) -> str:
    return " ".join(fold(f"{text:%d/%m/%Y}" if isinstance(text, dt.date) else str(text)) for text in texts)


@given(st.dictionaries(st.sampled_from(sorted(HEADERS.keys() - {"gender"})), TEXTS, min_size=1, max_size=4))
def test_no_word_of_a_cell_is_lost_and_a_second_reading_changes_nothing(cells: dict[str, str]) -> None:
    once = read(line(cells))
    assert [each.cells for each in read(*once)] == [each.cells for each in once]
    assert [each.notes for each in read(*once)] == [each.notes for each in once]
    kept = words_of(
        *(cell for found in once for cell in found.cells.values()),
        *(value for found in once for _, params in found.notes for value in params.values()),
        *(value for found in once for question in found.questions for value in question.params.values()),
        *(found.left[1]["value"] for found in once if found.left),
    )
    bare = re.sub(r"\W", "", kept)
    if any(found.waiting and any(one.key.startswith("couple:") for one in found.questions) for found in once):
        return  # what waits is asked of each of two people, once they are told to be two
    for text in cells.values():
        for word in fold(text).split():
            assert word in SAID_OTHERWISE or re.sub(r"\W", "", word) in bare, (word, kept)


@pytest.mark.parametrize(
    ("cells", "asks"),
    [
        ({"last_name": "MJC Laënnec"}, ("structure:nom",)),
        ({"full_name": "Maison des jeunes"}, ("structure:nom et prenom",)),
        ({"full_name": "École Champvert"}, ("structure:nom et prenom",)),
        ({"last_name": "MAISON", "first_name": "Pierre"}, ()),
        ({"full_name": "MAISON Pierre"}, ()),
        ({"last_name": "Club"}, ()),
    ],
)
def test_a_structure_in_the_place_of_a_person_is_asked_once(cells: dict[str, Any], asks: tuple[str, ...]) -> None:
    (found,) = read(line(cells))
    assert keys(found) == asks
    (found,) = read(line(cells), **dict.fromkeys(asks, "people"))
    assert {"last_name", "full_name"} & found.cells.keys()


@pytest.mark.parametrize("text", ["x", "a@", "mailto:", "0--", "(0)"])
@pytest.mark.parametrize("before", ["", "+33", "a@"])
def test_a_text_costs_its_length_to_look_for_addresses_and_numbers_in_not_its_square(before: str, text: str) -> None:
    start = time.process_time()
    assert emails_in(before + text * 30_000) == phones_in(before + text * 30_000) == []
    assert time.process_time() - start < 1


@pytest.mark.parametrize("text", ["(", "( ", ",", "« a", "née ", "x ", "M. ", "et ", "[", "*"])
@pytest.mark.parametrize("name", ["full_name", "substitute_of"])
def test_a_text_of_any_length_in_the_place_of_a_name_costs_its_length_and_is_left_as_it_is(
    name: str, text: str
) -> None:
    start = time.process_time()
    (found,) = rewritten([Line("Feuil1", 2, {name: text * 30_000}, {name: "Nom"})], KINDS["mandates"], {}, TODAY)
    assert time.process_time() - start < 1
    assert len(found.cells[name]) >= len(text.strip()) * 30_000


@pytest.mark.parametrize(
    ("name", "foot", "first"),
    [
        ("PERRAUD Paul †", None, "over.death"),
        ("GIRAUD Paul *", "* membre du bureau", "function"),
        ("GIRAUD Paul *", "* départs", "over.term"),
        ("GIRAUD Paul (secrétaire)", None, "function"),
        ("GIRAUD Paul *", None, "nothing"),
    ],
)
def test_what_a_sign_speaks_of_is_proposed_first(name: str, foot: str | None, first: str) -> None:
    sheet = Sheet("Feuil1", [["Nom"], [name], [foot]])
    (found,) = read(line({"full_name": name}), sheets=(sheet,))
    assert found.questions[0].options[0].value == first


@pytest.mark.parametrize(
    ("foot", "first"),
    [
        ("En jaune : départs de l'été", "over.term"),
        ("Jaune = autorisation photo rendue", "yes.image_consent"),
        ("Jaune : à revoir", "nothing"),
    ],
)
def test_what_a_colour_speaks_of_is_proposed_first(foot: str, first: str) -> None:
    sheet = Sheet("Feuil1", [["Nom"], ["ROUX Ana"], [foot]], {(1, 0): YELLOW})
    (found, *_) = read(marked({"full_name": "ROUX Ana"}, full_name=YELLOW), *PLAIN, sheets=(sheet,))
    assert found.questions[0].options[0].value == first


def test_a_legend_answered_as_the_function_gives_it_without_its_sign() -> None:
    sheet = Sheet("Feuil1", [["Nom"], ["GIRAUD Paul *"], ["* membre du bureau"]])
    (found,) = read(line({"full_name": "GIRAUD Paul *"}), sheets=(sheet,), **{"mark:*": "function"})
    assert found.cells["function"] == "membre du bureau"


@pytest.mark.parametrize(
    ("body", "is_offered"), [("Conseil de quartier Ainay", False), ("Conseil des enfants du 5e", True)]
)
def test_the_end_of_the_school_year_is_offered_where_people_live_by_it(body: str, is_offered: bool) -> None:
    comment = CellMarks(comment="Lettre reçue le 12/05/2026")
    cells = {"full_name": "DUPONT Zoé (démissionnaire)", "instance": body}
    (found,) = read(marked(cells, full_name=comment))
    (asked,) = found.questions
    assert ("school" in [option.value for option in asked.options]) == is_offered
    assert "Lettre reçue le 12/05/2026" in asked.text(lambda message: message)


@pytest.mark.parametrize(("text", "is_asked"), [("voir la directrice", True), ("FOYER Jean", False)])
def test_what_is_nobodys_name_is_asked_in_the_place_of_a_person(text: str, is_asked: bool) -> None:
    (found,) = read(line({"full_name": text}))
    assert any(key.startswith("nobody:") for key in keys(found)) == is_asked


_MAILS = "aline@example.org\nhugo@example.org"


@pytest.mark.parametrize(
    ("cell", "mails", "holder", "other"),
    [
        ("Titulaire : Aline BERGER\nSuppléant : Hugo CALVIN", _MAILS, ("Aline BERGER", "aline@example.org"),
         ("Hugo CALVIN", "hugo@example.org")),
        ("Aline BERGER (T) / Hugo CALVIN (S)", "aline@example.org", ("Aline BERGER", "aline@example.org"),
         ("Hugo CALVIN", None)),
        ("Hugo CALVIN (suppléant·e) ; Aline BERGER", None, ("Aline BERGER", None), ("Hugo CALVIN", None)),
        ("Aline BERGER (titulaire), suppléant à désigner", None, ("Aline BERGER", None), None),
        ("Aline BERGER", None, ("Aline BERGER", None), None),
    ],
)  # fmt: skip
def test_a_holder_and_who_replaces_her_in_one_cell_are_two_lines(
    cell: str, mails: str | None, holder: tuple[str, str | None], other: tuple[str, str | None] | None
) -> None:
    cells = {"full_name": cell, "function": "membre", "instance": "Gerland", **({"email": mails} if mails else {})}
    first, *rest = read(line(cells))
    assert (first.cells["full_name"], first.cells.get("email")) == holder
    assert first.cells["function"] == "membre"
    found = [(one.cells["full_name"], one.cells.get("email")) for one in rest]
    assert found == ([other] if other else [])
    assert [one.cells["substitute_of"] for one in rest] == ["Aline BERGER"] * len(rest)
    assert not any("function" in one.cells for one in rest)
    assert (cell in told(first)) == (cell != "Aline BERGER")


@pytest.mark.parametrize("cell", ["Titulaire : à désigner\nSuppléant : Hugo CALVIN", "A (T) / B (T)", "S. MARTIN (S)"])
def test_two_sides_that_are_not_told_apart_stay_one_line(cell: str) -> None:
    assert len(read(line({"full_name": cell}))) == 1
