"""Where tables stand in a sheet as it is sent, and what becomes of each of its rows."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.reading import leaving
from mdo.kernel.imports.reading.found import SheetChoice, SheetLayout
from mdo.kernel.imports.reading.layout import lay_out
from mdo.kernel.imports.reading.line import Line
from mdo.kernel.imports.reading.tables import read_tables
from mdo.kernel.imports.words.bodies_named import BodyNames, typed
from mdo.kernel.workbook.reader import CellFault, MergedCell, Sheet

PEOPLE = KINDS["people"]
CQ = "Conseil de quartier"
BODIES = BodyNames(
    [
        ("Bellecour-Carnot", CQ, ["CQ Bellecour"]),
        ("La Duchère", CQ, []),
        ("La Duchère", "Conseil citoyen", []),
        ("Point du Jour-Champvert-Jeunet", CQ, ["Point du Jour"]),
        ("Saint-Rambert-Île Barbe", CQ, []),
        ("Ainay", CQ, []),
        ("Mermoz", "Conseil citoyen", []),
        ("Laënnec-Mermoz", CQ, []),
        ("5e", "Conseil d'arrondissement des enfants", []),
    ]
)
HEAD = ["Nom", "Prénom", "Fonction", "Courriel"]
ONE = ["Roux", "Ana", "présidence", "ana@example.org"]
TWO = ["Alves", "Luc", "secrétariat", None]


def sheet(*rows: list[Any], name: str = "Feuil1", **marks: Any) -> Sheet:
    return Sheet(name, [list(row) for row in rows], **marks)


def laid(given: Sheet, kind: str = "people", **options: Any) -> list[SheetLayout]:
    return lay_out([given], KINDS[kind].fields, KINDS[kind].required, bodies=BODIES, **options)


def lines(given: Sheet, kind: str = "people", answers: dict[str, str] | None = None, **options: Any) -> list[Line]:
    layouts = laid(given, kind, **options)
    spec = KINDS[kind]
    _, found, errors, _ = read_tables([given], spec.fields, spec.required, layouts, answers=answers)
    assert errors == []
    return found


def fates(found: list[Line]) -> dict[int, str]:
    """By number of line: « read », « asked », or why it is left."""
    return {line.number: line.left[0] if line.left else "asked" if line.questions else "read" for line in found}


def said(found: list[Line], name: str) -> dict[int, Any]:
    return {line.number: line.cells.get(name) for line in found if not line.left}


TITLE, TOTAL, NOTE, SIGNATURE = (
    reason[0] for reason in (leaving.TITLE, leaving.TOTAL, leaving.NOTE, leaving.SIGNATURE)
)
PAGE, REPEATED, OTHER = (reason[0] for reason in (leaving.PAGE, leaving.REPEATED, leaving.OTHER_TABLE))


@pytest.mark.parametrize(
    ("row", "fate"),
    [
        (["Total"], TOTAL),
        (["TOTAL : 23"], TOTAL),
        (["Total : 2 membres"], TOTAL),
        (["Total", None, 2.0], TOTAL),
        (["Total général", None, 2.0], TOTAL),
        (["Sous-total", CellFault.FORMULA], TOTAL),
        ([None, "Total", None, 2.0], TOTAL),
        (["Totaux", None, "1 560,00 €"], TOTAL),
        (["Nombre de membres", 2.0], TOTAL),
        (["Nombre de tirés au sort : 10"], TOTAL),
        (["dont femmes", 4.0], TOTAL),
        (["Soit 4 élèves", None, None, CellFault.FORMULA], TOTAL),
        (["Présents", None, 3.0, 4.0], TOTAL),
        (["7 membres"], TOTAL),
        (["12 adhérents, dont 4 femmes"], TOTAL),
        (["3 associations", None, 2.0], TOTAL),
        (["TOTAL", None, "7 titulaires", "3 suppléant·es"], TOTAL),
        (["Total adhérents", None, 434.0], TOTAL),
        (["Quorum atteint", "oui", "non", None], TOTAL),
        ([None, None, None, 2.0], TOTAL),
        ([None, None, None, CellFault.FORMULA], TOTAL),
        (["Fait à Lyon, le 3 septembre 2026"], SIGNATURE),
        (["Vu, le maire"], SIGNATURE),
        (["Le Maire"], SIGNATURE),
        (["La secrétaire du conseil de quartier, M. Dubreuil"], SIGNATURE),
        (["* membre du bureau"], NOTE),
        (["En jaune : départs de l’été"], NOTE),
        (["Vert = autorisation photo rendue"], NOTE),
        (["Source : Grand livre, extraction du 02/11/2026"], NOTE),
        (["Quorum atteint à chaque séance"], NOTE),
        (["Mandats de l’automne 2022 à l’automne 2025"], NOTE),
        ([None, None, "Page 2"], PAGE),
        (["page 2/5"], PAGE),
        (HEAD, REPEATED),
        (["NOM ", "prenom"], REPEATED),
        # what looks like data is data, or is asked
        (["Total", "Jean", "membre", None], "asked"),
        (["TOTAL Jean"], "asked"),
        (["Total", "7 rue du Lac"], "asked"),
        (["Total énergies", None, 12.0], "asked"),
        (["Quorum", "Jean"], "read"),
        (["Totale", "Jean"], "read"),
        (["7 membres", "Jean"], "read"),
        (["3 associations amies"], "read"),
        (["Nombre", "Jean"], "read"),
        (["Le Maire", "Bruno"], "read"),
        (["LE MAIRE Bruno"], "read"),
        (["VU Thi Lan"], "read"),
        (["DUPONT"], "read"),
        (["de la Tourette d’Auvergne"], "read"),
        ([None, None, None, "zoe@example.org"], "read"),
        (["Présents", "Jean"], "read"),
        (["Nom", "Jean"], "read"),
    ],
    ids=str,
)
def test_a_row_under_the_lines_is_left_by_its_shape_alone(row: list[Any], fate: str) -> None:
    found = lines(sheet(HEAD, ONE, TWO, [], row))
    assert fates(found) == {2: "read", 3: "read", 5: fate}


@pytest.mark.parametrize("row", [["* membre du bureau"], ["Vu, le maire"], [None, None, None, 2.0]], ids=str)
def test_what_may_be_a_note_is_one_at_the_foot_alone(row: list[Any]) -> None:
    assert fates(lines(sheet(HEAD, ONE, row, TWO)))[3] == "read"


def test_titles_feet_of_pages_and_repeated_headers_are_left_and_the_lines_around_them_read() -> None:
    found = lines(
        sheet(["Annuaire 2026"], [], HEAD, ONE, [None, None, "Page 1"], HEAD, TWO, [], ["TOTAL", 2.0], ["Page 2"])
    )
    assert fates(found) == {1: TITLE, 4: "read", 5: PAGE, 6: REPEATED, 7: "read", 9: TOTAL, 10: PAGE}
    assert next(line.label for line in found if line.number == 9) == "TOTAL, 2"


def test_a_person_called_total_is_asked_and_is_what_was_answered() -> None:
    given = sheet(HEAD, ONE, ["Total", "Jean", "membre", None])
    (question,) = lines(given)[-1].questions
    assert [option.value for option in question.options] == ["take"]
    assert said(lines(given), "last_name")[3] == "Total"


MERGED_HEAD = [
    ["Nom", "Prénom", "Mandat", MergedCell("Mandat"), "Contact", MergedCell("Contact")],
    [MergedCell("Nom"), MergedCell("Prénom"), "Début", "Fin", "Tél.", "Courriel"],
]


@pytest.mark.parametrize(
    "rows",
    [
        MERGED_HEAD,
        [["Nom", "Prénom", "Mandat", None, "Contact", None], [None, None, "Début", "Fin", "Tél.", "Courriel"]],
        [[None, None, "Mandat", None, "Contact", None], ["Nom", "Prénom", "Début", "Fin", "Tél.", "Courriel"]],
    ],
    ids=["merged", "not merged", "groups above"],
)
def test_a_header_of_two_lines_is_one(rows: list[list[Any]]) -> None:
    (layout,) = laid(sheet(["Liste"], *rows, ["Roux", "Ana", "01/01/2024", None, None, "a@example.org"]))
    assert (layout.top, layout.header_row) == (1, 2) or rows[0][0] is None
    assert {column.header.rpartition(" – ")[2]: column.field for column in layout.columns} == {
        "Nom": "last_name",
        "Prénom": "first_name",
        "Début": "start_on",
        "Fin": "planned_end_on",
        "Tél.": "phone",
        "Courriel": "email",
    }
    assert rows[0][0] is None or "Mandat – Début" in {column.header for column in layout.columns}


def test_of_two_names_the_one_under_a_title_is_what_the_title_says() -> None:
    group = ["Correspondant", MergedCell("Correspondant")]
    rows = [["Structure", "Type", *group], [None, None, "Nom", "Tél."], ["ADR", "association", "Roux"]]
    (layout,) = laid(sheet(*rows), "organisations")
    assert [column.field for column in layout.columns] == ["name", "kind", "contact_name", "phone"]
    (layout,) = laid(sheet(group, ["Nom", "Tél."], ["Roux", None]), "organisations")
    assert [column.field for column in layout.columns] == ["name", "phone"]


@pytest.mark.parametrize("header", ["Arrt de l’instance", "Arrdt. du conseil", "arr. de l'instance"])
def test_an_arrondissement_said_short_is_one(header: str) -> None:
    (layout,) = laid(sheet(["Nom", "Instance", header], ["Roux", "Ainay", "2e"]), "mandates")
    assert [column.field for column in layout.columns] == ["last_name", "instance", "instance_place"]


def test_a_title_merged_over_the_headers_is_no_line_of_them() -> None:
    (layout,) = laid(sheet(["Annuaire", *[MergedCell("Annuaire")] * 3], HEAD, ONE))
    assert (layout.top, [column.header for column in layout.columns]) == (1, HEAD)


def test_a_line_of_data_under_a_header_is_no_line_of_it() -> None:
    (layout,) = laid(sheet(["Nom", "Prénom", None, "Courriel"], ["Roux", "Ana", "x", "a@example.org"]))
    assert (layout.top, layout.header_row) == (0, 0)


def test_several_tables_of_a_sheet_are_read_each_by_its_own_headers() -> None:
    other = ["Prénom", "Nom", "Année de naissance"]
    given = sheet(HEAD, ONE, [], ["Liste complémentaire"], other, ["Zoé", "Petit", 1990.0], [], ["Total : 1"])
    layouts = laid(given)
    assert [(one.table, one.start, one.header_row, one.end) for one in layouts] == [(1, 0, 0, 3), (2, 3, 4, 8)]
    found = lines(given)
    assert fates(found) == {2: "read", 4: TITLE, 6: "asked", 8: TOTAL}
    assert said(found, "last_name") == {2: "Roux", 6: "Petit"}
    aside = {"Feuil1": SheetChoice(0, others={2: SheetChoice(None)})}
    assert [line.number for line in lines(given, choices=aside) if not line.left] == [2]


def test_a_table_of_counts_by_year_lists_nobody() -> None:
    given = sheet(
        ["Nom", 2023.0, 2024.0, 2025.0], ["Roux", "x", "x", None], [], ["Demandes", 2023.0, 2024.0, 2025.0],
        ["Ainay", 12.0, 9.0, 14.0], [], ["Alves", None, None, "x"],
    )  # fmt: skip
    assert fates(lines(given)) == {2: "read", 4: OTHER, 5: OTHER, 7: "read"}


def test_tables_that_stand_abreast_are_two() -> None:
    given = sheet(
        ["CQ Bellecour", None, None, "CQ Ainay", None], ["Nom", "Fonction", None, "Nom", "Fonction"],
        ["Roux", "membre", None, "Alves", "présidence"], [None, None, None, "Petit", "membre"],
    )  # fmt: skip
    found = lines(given)
    assert [(line.number, line.cells["last_name"], line.cells["instance"]) for line in found if not line.left] == [
        (3, "Roux", "Conseil de quartier Bellecour-Carnot"),
        (3, "Alves", "Conseil de quartier Ainay"),
        (4, "Petit", "Conseil de quartier Ainay"),
    ]


def test_a_cell_merged_over_several_lines_is_said_by_each() -> None:
    down = MergedCell("Habitants")
    given = sheet(
        ["Collège", "Nom", "Prénom"], ["Habitants", "Roux", "Ana"], [down, "Alves", "Luc"], [down, None, None],
        ["Associations", "Petit", MergedCell("Petit")],
        merges=((1, 0, 3, 0), (4, 1, 4, 2)),
    )  # fmt: skip
    found = lines(given)
    assert said(found, "college") == {2: "Habitants", 3: "Habitants", 5: "Associations"}
    assert said(found, "first_name") == {2: "Ana", 3: "Luc", 5: None}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("CQ Ainay", f"{CQ} Ainay"),
        ("5e - Point du Jour", f"{CQ} Point du Jour-Champvert-Jeunet"),
        ("Conseil de quartier Bellecour – Carnot : composition au 1er septembre 2026", f"{CQ} Bellecour-Carnot"),
        ("Conseil citoyen Mermoz – tirage au sort", "Conseil citoyen Mermoz"),
        ("CC La Duchère", "Conseil citoyen La Duchère"),
        ("La Duchère", "La Duchère"),
        ("CQ St-Rambert", "CQ St-Rambert"),
        ("CQ Montplaisant", "CQ Montplaisant"),
        ("CQ Belecour-Carnott", "CQ Belecour-Carnott"),
        ("Bellecourt – plan", None),
        ("Conseil d'arrondissement des enfants du 5e", "Conseil d'arrondissement des enfants 5e"),
        ("Annuaire des conseils du 5e", None),
        ("Feuil1", None),
        ("Membres", None),
    ],
)
def test_the_name_of_a_sheet_says_the_body_where_it_names_one(text: str, body: str | None) -> None:
    assert said(lines(sheet(HEAD, ONE, name=text[:60])), "instance") == {2: body}


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Tirage au sort du 18/09/2026 – conseil de quartier St-Rambert", "conseil de quartier St-Rambert"),
        ("Composition au 1er septembre : CQ Saint-Rambert", "CQ Saint-Rambert"),
        ("Tirage au sort du 18/09/2026 – salle Saint-Rambert", None),
    ],
)
def test_a_part_of_a_title_that_begins_as_the_name_of_a_body_says_it(title: str, body: str | None) -> None:
    assert said(lines(sheet([title], HEAD, ONE)), "instance") == {3: body}


def test_a_title_goes_before_the_name_of_the_sheet_and_a_typed_name_before_both() -> None:
    given = sheet(["Conseil :", "Bellecour-Carnot", None, "Mise à jour", 46000.0], [], HEAD, ONE, name="Ainay")
    assert said(lines(given), "instance") == {4: "Bellecour-Carnot"}
    choice = {"Ainay": SheetChoice(2, constants={"instance": "Point du Jour"})}
    assert said(lines(given, choices=choice), "instance") == {4: "Point du Jour"}
    none = {"Ainay": SheetChoice(2, constants={"instance": ""})}
    assert said(lines(given, choices=none), "instance") == {4: None}


def test_a_column_goes_before_any_title() -> None:
    given = sheet(["CQ Ainay"], ["Nom", "Conseil"], ["Roux", "Bellecour"], ["Alves", None], ["CQ Ainay", None], ONE[:1])
    assert said(lines(given), "instance") == {3: "Bellecour", 4: None, 5: None, 6: None}
    assert fates(lines(given))[1] == TITLE


def test_titles_between_lines_say_the_body_and_the_college_of_those_under_them() -> None:
    given = sheet(
        ["Collège", "x"], HEAD, ONE, ["CQ Ainay"], TWO, ["Point du Jour", *[MergedCell("Point du Jour")] * 3], ONE,
        ["Collège Associations"], TWO, ["À voir", *[MergedCell("À voir")] * 3], ONE,
    )  # fmt: skip
    found = lines(given)
    ainay, point = f"{CQ} Ainay", f"{CQ} Point du Jour-Champvert-Jeunet"
    assert said(found, "instance") == {3: None, 5: ainay, 7: point, 9: point, 11: point}
    assert said(found, "college") == {3: "x", 5: "x", 7: "x", 9: "Associations", 11: "Associations"}
    assert fates(found)[10] == TITLE


def test_a_lone_name_that_is_also_a_body_stays_a_line() -> None:
    assert said(lines(sheet(HEAD, ONE, ["Ainay"], TWO)), "last_name")[3] == "Ainay"


def test_hidden_lines_and_columns_are_asked_once_and_are_what_was_answered() -> None:
    given = sheet(HEAD, ONE, TWO, ["Total"], hidden_rows=frozenset({2, 3}), hidden_columns=frozenset({3}))
    found = lines(given)
    assert fates(found) == {2: "asked", 3: "asked", 4: TOTAL}
    rows, column = "hidden:Feuil1", "hidden-column:Feuil1:Courriel"
    assert [[question.key for question in line.questions] for line in found] == [[column], [rows], []]
    assert found[1].questions[0].params["count"] == 1
    assert said(found, "email")[2] == "ana@example.org"
    dropped = lines(given, answers={column: "drop"})
    assert said(dropped, "email") == {2: None, 3: None}
    assert [question.key for question in dropped[0].questions] == [column]  # that the answer may be changed


def test_formulas_without_a_value_are_asked_once_a_column() -> None:
    given = sheet(HEAD, ["Roux", "Ana", None, CellFault.FORMULA], [CellFault.FORMULA, "Luc", None, None])
    found = lines(given)
    assert [[question.key for question in line.questions] for line in found] == [
        ["formulas:Feuil1:Courriel"],
        ["formulas:Feuil1:Nom"],
    ]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("archives 2019", HEAD),
        ("NE PAS TOUCHER", HEAD),
        ("TCD", HEAD),
        ("Feuil2", ["Étiquettes de lignes", "Nombre de Nom"]),
        ("Mode d'emploi", HEAD),
        ("Aide", HEAD),
        ("Feuil3", ["Budget", "Montant"]),
    ],
)
def test_a_sheet_that_is_no_list_is_left_aside_with_its_reason_until_one_says_otherwise(name: str, first: Any) -> None:
    given = sheet(first, ONE, name=name)
    (layout,) = laid(given)
    assert (layout.header_row, bool(layout.aside)) == (None, True)
    (taken,) = laid(given, choices={name: SheetChoice(None, is_taken=True)})
    assert taken.header_row == (0 if first is HEAD else None)


TEXTS = st.sampled_from(
    ["Roux", "Ana", "Total", "TOTAL : 3", "Nom", "Prénom", "Fonction", "Page 2", "Fait à Lyon", "CQ Ainay", "* note",
     "Collège Habitants", "membre", "Ainay", "nombre", "x", " ", ":", "—", None, None, 3.0, CellFault.FORMULA,
     MergedCell("Roux")]
)  # fmt: skip
ROWS = st.lists(st.lists(TEXTS, max_size=5), max_size=14)


@given(rows=ROWS, hidden=st.frozensets(st.integers(0, 14), max_size=3))
@example(rows=[[], [], [], [None, None, None, None, "x"]], hidden=frozenset())  # under no header
def test_each_row_has_one_fate_and_none_goes_unseen(rows: list[list[Any]], hidden: frozenset[int]) -> None:
    """Rows that hold something are headers, or a line that is read, asked or left; nothing else is."""
    given = Sheet("Feuil1", [*rows[:3], list(HEAD), *rows[3:]], hidden_rows=hidden)
    layouts = laid(given)
    spec = KINDS["people"]
    _, found, errors, _ = read_tables([given], spec.fields, spec.required, layouts)
    if errors:
        return
    headers = {row for one in layouts for row in range(one.top or 0, (one.header_row or 0) + 1)}
    filled = {row for row, cells in enumerate(given.rows) if leaving.filled(cells)}
    dashes = {row for row in filled if {cell for _, cell in leaving.filled(given.rows[row])} <= {"—"}}
    numbers = [line.number - 1 for line in found]
    assert filled - headers - dashes <= set(numbers) <= filled - headers
    assert len(numbers) == len(set(numbers)) or any(one.first for one in layouts)


@pytest.mark.parametrize(
    ("name", "label", "told"),
    [
        ("Ainay", "Conseil de quartier", "Conseil de quartier Ainay"),
        ("Conseil de quartier Ainay", "Conseil de quartier", "Conseil de quartier Ainay"),
        ("CQ Ainay", "Conseil de quartier", "CQ Ainay"),
    ],
)
def test_the_type_of_a_body_is_told_once(name: str, label: str, told: str) -> None:
    assert typed(name, label) == told


def test_years_head_columns_and_figures_do_not() -> None:
    titled = sheet(["CQ Bellecour", *[None] * 3, "CQ Ainay"], ["Nom", 2023.0, 2024.0, None, "Nom", 2023.0, 2024.0])
    assert [one.header_row for one in laid(titled)] == [1, 1]
    assert [one.header_row for one in laid(sheet(["Demandes", 2023.0, 2024.0], ["Ainay", 12.0, 9.0]))] == [None]


def test_a_header_in_the_plural_is_the_same() -> None:
    (layout,) = laid(sheet(["Noms", "Conseil(s)", "Fonctions"], ONE))
    assert [column.field for column in layout.columns] == ["last_name", "instance", "function"]


@pytest.mark.parametrize(("title", "body"), [("Bureau", f"{CQ} Ainay"), ("Liste complémentaire", None)])
def test_a_table_further_down_is_of_the_body_of_the_sheet_unless_its_people_wait(title: str, body: str | None) -> None:
    second = [[title], ["Prénom", "Nom", "Année de naissance"], ["Zoé", "Petit", 1990.0]]
    found = lines(sheet(["CQ Ainay – membres"], HEAD, ONE, [], *second))
    assert said(found, "instance") == {3: f"{CQ} Ainay", 7: body}


def test_a_title_above_a_table_says_the_college() -> None:
    assert said(lines(sheet(["Collège Habitants – liste femmes"], HEAD, ONE)), "college") == {3: "Habitants"}
