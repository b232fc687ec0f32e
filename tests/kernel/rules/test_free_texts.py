"""No free text of the register holds a number that is never kept, whatever door writes it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring
from sqlalchemy import text
from sqlalchemy.orm import Session

from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.fields.tables import TABLES
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.run import plan
from mdo.kernel.journal.restoring import restore
from mdo.kernel.journal.undo import undo
from mdo.kernel.rules.free_texts import check_written, free_texts
from mdo.kernel.rules.never_kept import holds_never_kept
from models.journal import ChangeAction, Door, JournalChange, JournalEntry
from models.people import Mandate, Person
from models.suppliers import Supplier, SupplierContact
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post

CARD = "A montré sa CNI 12AB34567"
SENTENCE = "jamais enregistré"
TEXTS = [(model, name) for model in TABLES for name in free_texts(model)]


def test_the_free_texts_are_those_in_which_one_writes_what_one_likes() -> None:
    assert set(free_texts(Person)) == {"last_name", "first_name", "guardian_name", "address", "city", "notes"}
    assert set(free_texts(Mandate)) == {"limit_reason", "notes"}
    assert set(free_texts(Supplier)) == {"name", "address", "city", "notes"}
    assert set(free_texts(SupplierContact)) == {"name", "function", "notes"}
    named = {f"{model.__name__}.{name}" for model, name in TEXTS}
    notes = {
        f"{model.__name__}.{name}"
        for model in TABLES
        for name in ("notes", "note", "comment", "reason")
        if name in model.__table__.columns
    }  # type: ignore[attr-defined]  # every mapped class has one
    assert {one for one in notes if one not in named} == set()


@pytest.mark.parametrize(("model", "name"), TEXTS, ids=lambda one: getattr(one, "__name__", one))
def test_each_refuses_such_a_number_at_its_field(model: Any, name: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        check_written(model(**{name: CARD}))
    assert caught.value.field == name
    check_written(model(**{name: "A montré sa CNI le 12/09/2024"}))


FIGURES = "0123456789"
_phone = st.builds(
    lambda digits, way: way.format(*digits),
    st.lists(st.text(FIGURES, min_size=2, max_size=2), min_size=4, max_size=4),
    st.sampled_from(
        ["06 {} {} {} {}", "06.{}.{}.{}.{}", "+33 6 {} {} {} {}", "06{}{}{}{}", "tél. 04-{}-{}-{}-{} (bureau)"]
    ),
)
_siret = st.builds(
    lambda text, is_cut: f"SIRET {text[:3]} {text[3:6]} {text[6:9]} {text[9:]}" if is_cut else text,
    st.text(FIGURES, min_size=14, max_size=14),
    st.booleans(),
)
_reference = st.from_regex(
    r"(?:FA|F|BC|DEV|MAPA|M)[-_ ]?20[12]\d[-/ ]?\d{3,6}|20[12]\d-\d{2}-\d{4}|AB\d{3} ?\d{4}|\d{10,13}|\d{8}-\d",
    fullmatch=True,
)
_place = st.from_regex(
    r"\d{1,3} (?:bis )?rue du \d{1,2} (?:mars|novembre) 19\d\d, BP \d{4,5}, 69\d{3} Lyon(?: Cedex \d\d)?",
    fullmatch=True,
)
_day = st.builds(
    lambda day: f"CNI vue le {day:%d/%m/%Y}, passeport valable jusqu’au {day:%d.%m.%y}",
    st.dates(min_value=date(2000, 1, 1)),
)
_budget = st.from_regex(r"65-\d{4}-0\d{2}-\d{5}|6\d{3}/\d{2}/\d{4}", fullmatch=True)


@given(st.one_of(_phone, _siret, _reference, _place, _day, _budget))
def test_what_looks_like_one_and_is_none_passes(said: str) -> None:
    assert not holds_never_kept(said)


@pytest.mark.parametrize("address", ["/personnes/add", "/organisations/add"])
def test_a_short_field_of_a_form_refuses_it_and_loses_nothing(
    client_as: Callable[..., FlaskClient], session: Session, address: str
) -> None:
    client = client_as("mission")
    name, typed = ("city", "Lyon, CNI 12AB34567") if "personnes" in address else ("contact_name", "NIR 284056912345678")
    (form,) = [one for one in document_fromstring(client.get(address).text).forms if name in one.fields]
    answer = post(
        client,
        form.action or address,
        dict(form.form_values()) | {"last_name": "Roux", "name": "MJC", "kind": "association", name: typed},
    )
    page = document_fromstring(answer.text)
    assert answer.status_code == 422
    assert [one.get("value") for one in page.xpath(f"//input[@name='{name}']")] == [typed]
    assert SENTENCE in re.sub(r"\s+", " ", answer.text)


@pytest.mark.parametrize(
    ("said", "never"),
    [
        ("FR76 3000 6000 0112 3456 7890 189", True),
        ("virement sur FR7630006000011234567890189, merci", True),
        ("BE68 5390 0754 7034", True),
        ("FR76 3000 6000 0112 3456 7890 188", False),  # its key is wrong: it is no account
        ("TVA FR40303265045", False),
        ("SIRET 303 265 045 00011", False),
        ("marché 2026-AB12 3456 7890", False),
    ],
)
def test_an_account_is_known_by_its_key(said: str, never: bool) -> None:
    assert holds_never_kept(said) is never


@pytest.mark.parametrize("model", ["PersonView", "MandateView"])
def test_a_form_tells_it_at_its_field_with_the_rest_and_loses_nothing(
    client_as: Callable[..., FlaskClient], session: Session, model: str
) -> None:
    mandate = make.MandateFactory()
    session.commit()
    client = client_as("mission")
    row = mandate.person if model == "PersonView" else mandate
    address = {"PersonView": "/personnes", "MandateView": "/mandats"}[model]
    page = client.get(f"{address}/edit/{row.id}")
    (form,) = [one for one in document_fromstring(page.text).forms if "notes" in one.fields]
    answer = post(client, form.action, dict(form.form_values()) | {"notes": CARD})
    assert answer.status_code == 422
    (said,) = document_fromstring(answer.text).xpath("//textarea[@name='notes']")
    assert said.text.strip() == CARD
    assert SENTENCE in re.sub(r"\s+", " ", answer.text)
    session.rollback()
    assert row.notes is None


def test_the_notes_of_an_item_tell_it_and_keep_what_was_typed(
    client_as: Callable[..., FlaskClient], session: Session
) -> None:
    item = make.AgendaItemFactory()
    session.commit()
    client = client_as("mission")
    address = f"/reunions/point/{item.id}/notes"
    answer = post(client, address, {"base": item.notes or "", "notes": CARD})
    assert (answer.status_code, SENTENCE in answer.text, CARD in answer.text) == (422, True, True)


def test_an_import_refuses_it_in_the_same_words(session: Session) -> None:
    made = plan(session, "people", workbook(("Nom", "Observations"), ("Roux", CARD)), today=TODAY)
    ((error,),) = [line.errors for line in made.lines]
    assert (error.column, "never kept" in error.message) == ("Observations", True)


READ = {
    f"{kind.code}.{field.name}": field
    for kind in KINDS.values()
    for field in kind.fields
    if field.owner is not None and field.name.removeprefix("mandate_") in free_texts(field.owner)
}


@pytest.mark.parametrize("field", READ.values(), ids=READ)
def test_every_free_text_that_an_import_reads_refuses_it_at_its_cell(field: ImportField) -> None:
    with pytest.raises(RuleViolation, match="never kept"):
        field.read(CARD, TODAY)


def test_a_command_that_writes_rows_is_refused(session: Session) -> None:
    session.add(Supplier(name="Traiteur", notes="IBAN FR76 3000 6000 0112 3456 7890 189"))
    with pytest.raises(RuleViolation, match="never kept"):
        session.flush()


@pytest.mark.parametrize("way", ["restore", "undo"])
def test_what_was_written_before_does_not_come_back(session: Session, way: str) -> None:
    person = make.PersonFactory(last_name="Roux")
    session.commit()
    # As an earlier version let it in.
    session.execute(text("UPDATE person SET notes = :notes WHERE id = :id"), {"notes": CARD, "id": person.id})
    session.commit()
    session.refresh(person)
    through(session, Door.FORM, "…")
    if way == "restore":
        session.delete(person)
    else:
        person.notes = None
    session.commit()
    entry = session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
    assert entry is not None
    gone = session.query(JournalChange).filter_by(entry_id=entry.id, action=ChangeAction.DELETE).one_or_none()
    with pytest.raises(RuleViolation, match="Roux"):
        undo(session, entry, TODAY) if gone is None else restore(session, gone, TODAY)
    session.rollback()


def test_another_change_of_a_row_that_holds_one_since_before_passes(session: Session) -> None:
    person = make.PersonFactory(last_name="Roux")
    session.commit()
    session.execute(text("UPDATE person SET notes = :notes WHERE id = :id"), {"notes": CARD, "id": person.id})
    session.commit()
    session.refresh(person)
    person.first_name = "Zoé"
    session.commit()
    assert session.get_one(Person, person.id).first_name == "Zoé"
