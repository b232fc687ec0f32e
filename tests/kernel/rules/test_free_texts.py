"""No free text of the register holds a number that is never kept, whatever door writes it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
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
from models.suppliers import Supplier
from tests.kernel.imports.sheets import workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post

CARD = "A montré sa CNI 12AB34567"
SENTENCE = "jamais enregistré"
TEXTS = [(model, name) for model in TABLES for name in free_texts(model)]


def test_the_free_texts_are_those_in_which_one_writes_sentences() -> None:
    assert {"notes", "address"} == set(free_texts(Person))
    assert set(free_texts(Mandate)) == {"limit_reason", "notes"}
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
