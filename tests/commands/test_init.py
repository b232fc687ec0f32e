"""`flask mdo init` makes a database ready once, whoever calls it and however often."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import Engine, func, insert, select, text

from app import create_app
from config import PRODUCTION
from mdo.accounts.rules import DEMO_EMAIL_DOMAIN, create_account
from mdo.instances.reference import FUNCTIONS, INSTANCE_TYPES
from mdo.kernel.rights.roles import ROLES
from mdo.kernel.sessions.factory import unlimited_session
from mdo.territory.reference import ARRONDISSEMENTS
from models.accounts import PermissionView, Role, User
from models.instances import College, InstanceType, MandateFunction
from models.journal import JournalEntry
from models.organisations import Organisation, OrganisationKind
from models.search import SEARCH_TABLES
from models.territory import Arrondissement
from tests.support import TODAY
from tests.support.settings import DEMO_PASSWORD, settings_for

_COUNTED = (Role, PermissionView, Arrondissement, InstanceType, College, MandateFunction, JournalEntry)


def counts(engine: Engine) -> dict[str, int]:
    """Rows of each table that `init` writes."""
    with unlimited_session(engine, today=TODAY) as session:
        return {model.__name__: session.scalar(select(func.count()).select_from(model)) or 0 for model in _COUNTED}


def test_init_writes_roles_and_reference_rows_and_a_server_is_ready_then(
    empty_app: Flask, command_line: FlaskCliRunner, empty_engine: Engine
) -> None:
    client = empty_app.test_client()
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 503)
    result = command_line.invoke(args=["mdo", "init"])
    assert result.exit_code == 0, result.output
    found = counts(empty_engine)
    assert found["Role"] == len(ROLES)
    assert found["Arrondissement"] == len(ARRONDISSEMENTS) == 9
    assert found["InstanceType"] == len(INSTANCE_TYPES)
    assert found["MandateFunction"] == len(FUNCTIONS)
    assert found["College"] == sum(len(kind.colleges) for kind in INSTANCE_TYPES)
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 200)


@pytest.mark.usefixtures("made_ready")
def test_init_twice_changes_nothing(command_line: FlaskCliRunner, empty_engine: Engine) -> None:
    once = counts(empty_engine)
    result = command_line.invoke(args=["mdo", "init"])
    assert result.exit_code == 0, result.output
    assert counts(empty_engine) == once


@pytest.mark.slow
@pytest.mark.usefixtures("made_ready")
def test_init_never_overwrites_what_was_edited(command_line: FlaskCliRunner, empty_engine: Engine) -> None:
    with unlimited_session(empty_engine, today=TODAY) as session:
        kind = session.scalars(select(InstanceType).where(InstanceType.code == "conseil_citoyen")).one()
        kind.label, kind.term_months = "Conseils citoyens de Lyon", 24
        session.delete(session.scalars(select(College).where(College.type_id == kind.id)).first())
        session.delete(session.scalars(select(InstanceType).where(InstanceType.code == "comite_usagers")).one())
        session.flush()
        session.add(InstanceType(code="autre", label="Comité d’usagers", membership=kind.membership))
        session.commit()
        edited = counts(empty_engine)
    assert command_line.invoke(args=["mdo", "init"]).exit_code == 0
    assert counts(empty_engine) == edited
    with unlimited_session(empty_engine, today=TODAY) as session:
        kind = session.scalars(select(InstanceType).where(InstanceType.code == "conseil_citoyen")).one()
        assert (kind.label, kind.term_months) == ("Conseils citoyens de Lyon", 24)


@pytest.mark.slow
@pytest.mark.usefixtures("made_ready")
def test_init_gives_search_text_to_rows_that_lack_it(command_line: FlaskCliRunner, empty_engine: Engine) -> None:
    """Rows written by another tool, or before a table became searchable."""
    with empty_engine.begin() as connection:
        connection.execute(
            insert(Organisation),
            {"name": "Les Amis", "kind": OrganisationKind.ASSOCIATION, "sort_key": "les amis", "version": 1},
        )
    result = command_line.invoke(args=["mdo", "init"])
    assert result.exit_code == 0, result.output
    with empty_engine.connect() as connection:
        assert connection.scalar(select(SEARCH_TABLES[Organisation].c.words)) == "  les  amis"


@pytest.mark.slow
@pytest.mark.usefixtures("made_ready")
def test_a_database_of_a_later_version_is_left_alone(command_line: FlaskCliRunner, empty_engine: Engine) -> None:
    with empty_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = counts(empty_engine)
    result = command_line.invoke(args=["mdo", "init"])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "9999" in result.output
    assert counts(empty_engine) == before


def test_other_commands_on_an_empty_database_say_to_run_init(command_line: FlaskCliRunner) -> None:
    words = ["--username", "chef", "--first-name", "Léa", "--last-name", "Roux", "--email", "lea@example.org"]
    for command in (["create-admin", *words], ["demo"]):
        result = command_line.invoke(args=["mdo", *command])
        assert result.exit_code == 1
        assert isinstance(result.exception, SystemExit)
        assert "flask mdo init" in result.output


@pytest.mark.usefixtures("made_ready")
def test_production_refuses_a_database_with_demo_accounts(
    command_line: FlaskCliRunner, empty_app: Flask, empty_engine: Engine
) -> None:
    with unlimited_session(empty_engine, today=TODAY) as session:
        create_account(
            session,
            username="mission",
            password=DEMO_PASSWORD,
            role_codes=["mission"],
            first_name="Hugo",
            last_name="Delorme",
            email=f"mission@{DEMO_EMAIL_DOMAIN}",
            today=TODAY,
        )
        session.commit()
    settings = empty_app.extensions["mdo_settings"]
    empty_app.extensions["mdo_settings"] = replace(settings, env=PRODUCTION)
    refused = command_line.invoke(args=["mdo", "init"])
    assert refused.exit_code == 1
    assert isinstance(refused.exception, SystemExit)
    with unlimited_session(empty_engine, today=TODAY) as session:
        for user in session.scalars(select(User)):
            user.active = False
        session.commit()
    assert command_line.invoke(args=["mdo", "init"]).exit_code == 0


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite", "postgresql+psycopg://nobody@127.0.0.1:1/none"], ids=["file", "server"]
)
def test_a_database_out_of_reach_is_named_in_a_sentence(url: str, tmp_path: Path) -> None:
    app = create_app(settings_for(url, tmp_path))
    for command in (["init"], ["demo"]):
        result = app.test_cli_runner().invoke(args=["mdo", *command])
        assert result.exit_code == 1
        assert isinstance(result.exception, SystemExit)
        assert result.output.count("\n") == 1
