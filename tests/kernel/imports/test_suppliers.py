"""Import of suppliers: numbers that Excel spoilt, contacts, and a cell that is checked in place as its line will be."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.asking import BLANK
from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.run import apply, plan
from mdo.suppliers.said_contacts import read_contacts, written_contact
from models.suppliers import Supplier, SupplierContact
from tests.kernel.imports.answering import answer as answered
from tests.kernel.imports.answering import offered, questions
from tests.kernel.imports.roundtrips import back, sent, with_cells
from tests.kernel.imports.sheets import states, workbook
from tests.kernel.imports.test_correcting import preview
from tests.support import TODAY
from tests.support.forms import post
from tests.support.procurement import SupplierContactFactory, SupplierFactory

HEADERS = ("Nom", "SIRET", "Code postal", "Numéro de TVA")
SIRET, WRONG = "05520000000002", "05520000000003"


def planned(session: Session, *row: Any, headers: tuple[str, ...] = HEADERS) -> ImportPlan:
    full = (*row, *(None,) * (len(headers) - len(row)))
    return plan(session, "suppliers", workbook(headers, full), today=TODAY)


@pytest.mark.parametrize("written", [SIRET, SIRET[1:], "552 0000 000002", float(SIRET[1:])])
def test_the_zero_that_excel_took_away_is_put_back_and_told(session: Session, written: Any) -> None:
    found = planned(session, "Nova", written)
    assert states(found) == ["created"]
    (line,) = found.lines
    told = [params["read"] for _, params in line.remarks]
    assert told == ([] if written == SIRET else [SIRET])
    apply(session, found)
    assert session.scalars(select(Supplier.identifier)).one() == SIRET


@pytest.mark.parametrize(
    ("written", "vat", "kept"),
    [
        ("1000", None, "01000"),
        (1000.0, None, "01000"),
        ("69003", None, "69003"),
        ("1000", "BE0123456749", "1000"),
        ("SW1A 1AA", None, "SW1A 1AA"),
    ],
)
def test_a_postal_code_of_four_digits_has_its_zero_and_it_is_told(
    session: Session, written: Any, vat: str | None, kept: str
) -> None:
    found = planned(session, "Nova", None, written, vat)
    assert states(found) == ["created"]
    assert [params["read"] for _, params in found.lines[0].remarks] == (["01000"] if kept == "01000" else [])
    apply(session, found)
    assert session.scalars(select(Supplier.postal_code)).one() == kept


@pytest.mark.parametrize("written", ["9,00002E+13", "9.00002E+13", "9e13"])
@pytest.mark.parametrize(("answer", "kept"), [(SIRET, SIRET), (SIRET[1:], SIRET), (BLANK, None), (WRONG, "error")])
def test_a_number_that_excel_rounded_is_asked_of_its_supplier(
    session: Session, written: str, answer: str, kept: str | None
) -> None:
    (line,) = planned(session, "Nova", written).lines
    (question,) = line.questions
    assert (line.errors, question.takes_text, question.params["name"]) == ([], True, "Nova")
    data = workbook(HEADERS[:2], ("Nova", written))
    made = plan(session, "suppliers", data, today=TODAY, answers={question.key: answer})
    if kept == "error":  # refused at once: asked again, where what was typed stands
        assert states(made) == ["asked"]
        (asked,) = made.questions
        assert (asked.question.key, asked.question.takes_text) == (question.key, True)
        assert asked.question.message != question.message
        assert made.lines[0].answered == []
        return
    apply(session, made)
    assert session.scalars(select(Supplier.identifier)).one() == kept


# ---- Contacts --------------------------------------------------------------------------------------------------------

IGNY = ("Paul Igny", None, "paul.igny@example.org", None)


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Paul Igny <paul.igny@example.org>", [IGNY]),
        ("M. Serge Oulmont, gérant", [("Serge Oulmont", "gérant", None, None)]),
        ("Mme Ana Roux (directrice) 0465717000", [("Ana Roux", "directrice", None, "04 65 71 70 00")]),
        ("Ana Roux – commerciale, tél. : 04.65.71.70.00", [("Ana Roux", "commerciale", None, "04 65 71 70 00")]),
        ("Ana Roux <Ana.Roux@example.org>, directrice",
         [("Ana Roux", "directrice", "ana.roux@example.org", None)]),
        ("Paul Igny <paul.igny@example.org>; Commandes <commandes@example.org>",
         [IGNY, ("Commandes", None, "commandes@example.org", None)]),
        ("Paul Igny <paul.igny@example.org>, Ana Roux <ana@example.org>",
         [IGNY, ("Ana Roux", None, "ana@example.org", None)]),
        ("Paul Igny\nAna Roux", [("Paul Igny", None, None, None), ("Ana Roux", None, None, None)]),
        ("presse@example.org", [(None, None, "presse@example.org", None)]),
    ],
)  # fmt: skip
def test_people_of_a_cell_are_read(cell: str, people: list[Any]) -> None:
    said = read_contacts(cell, TODAY)
    assert said is not None
    assert [(one.name, one.function, one.email, one.phone) for one in said] == people
    again = read_contacts(
        "; ".join(written_contact(SupplierContact(name=one.name, function=one.function, email=one.email,
                                                  phone=one.phone)) for one in said if one.name), TODAY,
    )  # fmt: skip
    assert [one[1:] for one in _said(again)] == [one[1:] for one in _said(said) if one[1]]


def _said(found: Any) -> list[tuple[Any, ...]]:
    return [(one.text, one.name, one.function, one.email, one.phone) for one in found or ()]


def test_two_addresses_of_one_person_are_refused() -> None:
    with pytest.raises(RuleViolation):
        read_contacts("Paul Igny paul@example.org igny@example.org", TODAY)


def contacts(session: Session) -> list[tuple[Any, ...]]:
    session.expire_all()
    rows = session.scalars(select(SupplierContact).order_by(SupplierContact.name))
    return [(row.supplier.name, row.name, row.function, row.email, row.phone) for row in rows]


def imported(session: Session, *rows: Any, answers: dict[str, str] | None = None) -> ImportPlan:
    made = plan(session, "suppliers", workbook(*rows), today=TODAY, answers=answers)
    assert made.errors == ()
    assert [line.questions for line in made.lines if line.questions] == []
    apply(session, made)
    session.commit()
    return made


def test_contacts_come_in_with_the_line_and_come_again_without_a_change(session: Session) -> None:
    rows = [
        ("Nom", "Contacts", "Nom du contact", "Fonction du contact", "Tél contact", "Mail contact"),
        ("Nova", "Paul Igny <paul.igny@example.org>; Ana Roux, directrice", None, None, None, None),
        ("Autre", None, "Serge Oulmont", "gérant", "0465717004", "serge@example.org"),
        ("Tiers", "Léa Pic", None, "comptable", None, "lea@example.org"),
    ]
    imported(session, *rows)
    expected = [
        ("Nova", "Ana Roux", "directrice", None, None),
        ("Tiers", "Léa Pic", "comptable", "lea@example.org", None),
        ("Nova", *IGNY),
        ("Autre", "Serge Oulmont", "gérant", "serge@example.org", "04 65 71 70 04"),
    ]
    assert contacts(session) == expected
    assert states(imported(session, *rows)) == ["unchanged"] * 3
    # Who is there already is completed, found by the words of the name or by the address; nobody is taken off.
    imported(session, rows[0], ("Nova", "IGNY Paul 04 65 71 70 02", None, None, None, None))
    assert contacts(session)[2] == ("Nova", "Paul Igny", None, "paul.igny@example.org", "04 65 71 70 02")
    assert len(contacts(session)) == 4


@pytest.mark.parametrize(("answer", "names"), [("write", ["Paul Igny"]), ("leave", [])])
def test_a_column_that_is_not_called_so_is_asked_about_once(session: Session, answer: str, names: list[str]) -> None:
    rows = [("Nom", "Interlocuteur"), ("Nova", "Paul Igny"), ("Autre", "compta@example.org")]
    made = plan(session, "suppliers", workbook(*rows), today=TODAY)
    assert states(made) == ["asked", "created"]
    (asked,) = made.questions
    assert asked.count == 1  # an address by itself names nobody
    imported(session, *rows, answers={asked.question.key: answer})
    assert [row[1] for row in contacts(session)] == names
    # An address that names nobody is that of the supplier.
    email = session.scalars(select(Supplier.email).filter_by(name="Autre")).one()
    assert email == ("compta@example.org" if answer == "write" else None)


def test_who_is_named_on_a_line_that_waits_is_counted(session: Session) -> None:
    rows = [("Nom", "SIRET", "Contact(s)"), ("Nova", "9,00002E+13", "Paul Igny; Ana Roux"), ("Autre", None, "Léa Pic")]
    made = plan(session, "suppliers", workbook(*rows), today=TODAY)
    assert {asked.question.column: asked.count for asked in made.questions} == {"SIRET": 1, "Contact(s)": 2}


def test_an_address_that_names_nobody_is_not_dropped_beside_another(session: Session) -> None:
    rows = [("Nom", "Courriel", "Contacts"), ("Nova", "a@example.org", "b@example.org")]
    (line,) = plan(session, "suppliers", workbook(*rows), today=TODAY).lines
    assert [(error.column, error.params["value"]) for error in line.errors] == [("Contacts", "b@example.org")]


def test_two_lines_of_one_supplier_give_their_contacts_together(session: Session) -> None:
    rows = [("Nom", "Contacts"), ("Nova", "Paul Igny"), ("NOVA", "Ana Roux")]
    (asked,) = plan(session, "suppliers", workbook(*rows), today=TODAY).questions
    assert "together" in {option.value for option in asked.question.options}
    made = imported(session, *rows, answers={asked.question.key: "together"})
    assert states(made) == ["created", "changed"]  # one supplier is made, and not two
    assert [row[:2] for row in contacts(session)] == [("Nova", "Ana Roux"), ("Nova", "Paul Igny")]


def test_contacts_go_out_with_their_supplier_and_come_back(session: Session) -> None:
    supplier = SupplierFactory(name="Nova")
    other = SupplierFactory(name="Zeta")
    kept = SupplierContactFactory(supplier=supplier, name="Ana Roux", function="directrice, Lyon", email=None)
    SupplierContactFactory(supplier=supplier, name="Paul Igny", email="paul@example.org", notes="Le matin")
    SupplierContactFactory(supplier=other, name="Léa Pic")
    session.commit()
    data = sent(session, "suppliers")
    text = "Ana Roux, directrice, Lyon; Igny Paul <paul.igny@example.org>; Rui Alves 04 65 71 70 00"
    made = back(session, "suppliers", with_cells("suppliers", data, (2, "contacts", text), (3, "contacts", None)))
    assert [(error.column, str(error)) for error in made.errors] == []
    assert sorted((change.of, change.after) for line in made.lines for change in line.changes) == [
        ("Igny Paul", "paul.igny@example.org"), ("Léa Pic", None), ("Rui Alves", "04 65 71 70 00"),
        ("Rui Alves", "Rui Alves"),
    ]  # fmt: skip
    apply(session, made)
    session.commit()
    session.expire_all()
    assert [(one.name, one.function, one.email, one.notes) for one in supplier.contacts] == [
        ("Ana Roux", "directrice, Lyon", None, None),
        ("Paul Igny", None, "paul.igny@example.org", "Le matin"),
        ("Rui Alves", None, None, None),
    ]
    assert other.contacts == []
    # A contact that was changed here meanwhile is no loss: the cell is in conflict, though the supplier is as it left.
    data = sent(session, "suppliers")
    kept.phone = "04 72 00 00 00"
    session.commit()
    made = back(session, "suppliers", with_cells("suppliers", data, (2, "contacts", "Ana Roux")))
    assert [conflict.field for conflict in made.lines[0].conflicts] == ["contacts"]


def test_who_may_not_read_personal_data_writes_no_contact(session: Session) -> None:
    data = workbook(("Nom", "Contacts"), ("Nova", "Paul Igny"))
    made = plan(session, "suppliers", data, today=TODAY, can=lambda permission, view: view != "PersonalData")
    apply(session, made)
    assert (contacts(session), made.lines[0].ignored) == ([], ["Contacts"])


def test_amounts_by_year_are_told_as_worked_out(session: Session) -> None:
    data = workbook(("Nom", "2024", "2025", "Montant TTC 2026", "2023"),
                    ("Nova", "1 250,00 €", "-", 12.5, "bon"), ("Autre", None, 310.0, None, None))  # fmt: skip
    (table,) = plan(session, "suppliers", data, today=TODAY).tables
    assert {column.header: column.origin.value for column in table.unread} == {
        "2024": "computed", "2025": "computed", "Montant TTC 2026": "computed", "2023": "unknown",
    }  # fmt: skip


def test_a_cell_is_judged_in_place_as_its_line_is(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("mission")

    def shown(*rows: Any) -> Any:
        data = {"file": (io.BytesIO(workbook(*rows)), "prestataires.xlsx")}
        return preview(client, post(client, "/import/suppliers", data, content_type="multipart/form-data").location)

    page = shown(HEADERS, ("Nova", "123", None, "FR99552000000"))
    for number in (WRONG, "9,00002E+13", "12"):
        assert page.judge(2, "SIRET", number)["ok"] is False, number
    zero_back = page.judge(2, "SIRET", SIRET[1:])
    assert (zero_back["ok"], zero_back["sure"], SIRET in zero_back["text"]) == (True, True, True)
    assert page.judge(2, "Numéro de TVA", "FR13000104372")["ok"] is False
    assert page.judge(2, "Numéro de TVA", "FR12000104372")["sure"] is True
    # What the kind of number on the line decides is read, and called neither right nor wrong.
    page = shown((*HEADERS, "Type d'identifiant"), ("Nova", "123", None, None, "SIRET"))
    judged = page.judge(2, "SIRET", WRONG)
    assert (judged["ok"], judged["sure"]) == (True, False)


def test_the_preview_shows_what_was_typed_and_names_what_is_left(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("mission")
    rows = [
        ("Nom", "SIRET", "Montant 2024", "Montant 2025"),
        ("Nova", "9,00002E+13", 12, 13),
        ("Zeta", "73282932000074", None, 14),
        ("Alpha", "73282932000074", None, None),
    ]
    data = {"file": (io.BytesIO(workbook(*rows)), "p.xlsx")}
    sent_page = post(client, "/import/suppliers", data, content_type="multipart/form-data")
    page = client.get(sent_page.location)
    assert "calculée par l’application (Montant 2024, Montant 2025)" in page.text
    (words,) = [words for words in questions(page) if "73282932000074" in words]
    assert any("fiches différentes" in one for one in offered(questions(page)[words]))
    page = answered(client, page, {"Excel": f"={WRONG}", "73282932000074": "fiches différentes"})
    assert f'value="{WRONG}"' in page.text
    assert [words for words in questions(page) if "14 chiffres" in words]
    assert "portent le même numéro (73282932000074)" in page.text
