"""The published statement: for everyone, with or without a row, and changed by administrators alone."""

import datetime as dt

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from mdo.accessibility.statement import load
from models.accessibility import AccessibilityStatement, Conformity
from models.journal import JournalChange
from tests.base.pages import opened
from tests.support import ON_SQLITE
from tests.support.forms import post
from tests.support.prepared import prepared

PAGE = "/accessibilite"
NOT_COMPLIANT = "Accessibilité\u00a0: non conforme"
AUDIT = {"audited_on": "2026-10-01", "auditor": "Cabinet Braille & Cie", "percent_met": "82"}


@prepared
def statement(session):
    load(session)
    session.commit()
    return session.scalars(select(AccessibilityStatement)).one()


def text(client, address=PAGE):
    answer = client.get(address, headers={"Accept-Language": "fr"})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_everyone_reads_not_compliant_even_before_the_first_row(session, client, client_as):
    session.execute(delete(AccessibilityStatement))
    session.commit()
    for reader in (client, client_as("elu5")):
        page = text(reader)
        assert "n’est pas conforme" in page
        assert NOT_COMPLIANT in page
        assert "Défenseur des droits" in page


def test_the_first_page_bears_the_mention(statement, client):
    assert NOT_COMPLIANT in text(client, "/login/")


def test_init_adds_one_statement_and_never_overwrites_it(statement, session):
    assert statement.conformity is Conformity.NONE
    statement.contact_email = "acces@mairie-lyon.example"
    session.commit()
    assert load(session) == 0
    found = session.scalars(select(AccessibilityStatement)).one()
    assert found.contact_email == "acces@mairie-lyon.example"


def test_the_database_refuses_a_conformity_without_an_audit(statement, session):
    statement.conformity = Conformity.PARTIAL
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_an_administrator_enters_the_audit_and_the_journal_keeps_it(statement, session, client, client_as):
    admin = client_as("admin")
    address = f"/declaration-accessibilite/edit/{statement.id}"
    form = opened(admin, address)
    refused = post(admin, address, form | {"conformity": "partial"})
    assert refused.status_code == 422
    assert NOT_COMPLIANT in text(client)
    saved = post(admin, address, form | {"conformity": "partial", "known_issues": "Pas de <plan> du site", **AUDIT})
    assert saved.status_code == 302
    page = text(client)
    assert "partiellement conforme" in page
    assert "Cabinet Braille &amp; Cie" in page
    assert "82\u202f%" in page
    assert "Pas de &lt;plan&gt; du site" in page
    assert "Accessibilité\u00a0: partiellement conforme" in text(admin, "/")
    session.rollback()
    lines = session.scalar(
        select(func.count()).select_from(JournalChange).where(JournalChange.model == "AccessibilityStatement")
    )
    assert lines


@ON_SQLITE
def test_an_old_audit_no_longer_counts(statement, session, client):
    statement.conformity, statement.auditor, statement.percent_met = Conformity.FULL, "Cabinet", 100
    statement.audited_on = dt.date(2023, 11, 1)
    session.commit()
    page = text(client)
    assert NOT_COMPLIANT in page
    assert "plus de trois ans" in page


@ON_SQLITE
@pytest.mark.parametrize("who", ["mission", "direction", "ref5", "dpo"])
def test_others_do_not_edit_it(statement, client_as, who):
    client = client_as(who)
    assert client.get(f"/declaration-accessibilite/edit/{statement.id}").status_code == 403
