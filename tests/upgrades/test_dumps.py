"""A database of every earlier version becomes one of this version, without losing a row."""

from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import check
from sqlalchemy import Engine, inspect, select, text

from mdo.kernel.search.maintenance import texts_of
from mdo.kernel.search.matching import matching
from mdo.kernel.sessions.factory import unlimited_session
from models.people import Mandate, Person
from models.search import SEARCH_TABLES
from tests.support import TODAY
from tests.upgrades.dump import FOLDER, restore

pytestmark = pytest.mark.slow

# What `init` may add to (its own operation, the rights of new screens): the rest must keep exactly its rows.
_ADDED_TO = frozenset(
    {
        "journal_entry",
        "journal_change",
        "journal_entry_search",
        "ab_permission",
        "ab_permission_view",
        "ab_permission_view_role",
        "ab_view_menu",
        # Reference rows: a version adds those of its own kinds of deadlines and of papers.
        "deadline_rule",
        "deadline_rule_search",
        "paper_template",
        "paper_template_search",
        # The law of before 2020 and what rules read since 0.8.0 (mdo/procurement/reference_later.py).
        "legal_delay",
        "legal_delay_search",
        "legal_figure",
        "legal_figure_search",
        "template_step",
        "template_step_search",
        "threshold",
        "threshold_search",
        # Those of contracts are searched too, beside those of meetings.
        "document_search",
    }
)
# Tables that one of another name holds since, with all their rows.
_MOVED = {"contract_document": "document"} | {f"meeting_document{kind}": f"document{kind}" for kind in ("", "_search")}
# Those whose database takes what a rule refuses since.
_BEFORE_THE_RULES = ("0.1.0", "0.2.0")
_VERSIONS = sorted({path.name.rsplit("-", 1)[0] for path in FOLDER.glob("*.sql.gz")})


def counts(engine: Engine) -> dict[str, int]:
    """Rows of each table."""
    with engine.connect() as connection:
        return {
            name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0
            for name in inspect(engine).get_table_names()
            if "_fts" not in name and name != "alembic_version"
        }


def dump_of(version: str, engine: Engine) -> Path:
    """The file of a version for this database."""
    return FOLDER / f"{version}-{engine.dialect.name}.sql.gz"


def test_there_are_dumps() -> None:
    assert _VERSIONS, "run python -m tests.upgrades.dump"


@pytest.mark.parametrize("version", _VERSIONS)
def test_an_earlier_database_upgrades_keeps_its_rows_and_is_whole(
    version: str, empty_app: Flask, empty_engine: Engine
) -> None:
    restore(empty_engine, dump_of(version, empty_engine))
    before: Counter[str] = Counter()
    for name, count in counts(empty_engine).items():
        before[_MOVED.get(name, name)] += count
    assert before["person"] > 0
    result = empty_app.test_cli_runner().invoke(args=["mdo", "init"])
    assert result.exit_code == 0, result.output
    after = counts(empty_engine)
    assert {name: after[name] for name in before if name not in _ADDED_TO} == {
        name: count for name, count in before.items() if name not in _ADDED_TO
    }
    assert [name for name in _ADDED_TO if after[name] < before.get(name, 0)] == []
    with empty_app.app_context():
        check()
    assert_whole(empty_engine)


def assert_whole(engine: Engine) -> None:
    """Keys point somewhere, search finds, a new row gets an id of its own."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    with unlimited_session(engine, today=TODAY) as session:
        someone = session.scalars(select(Person).order_by(Person.id).limit(1)).one()
        found = matching(session, Person, str(someone), with_private=False)
        assert someone.id in session.scalars(select(Person.id).where(found)).all()
        for model in (Person, Mandate):
            texts = SEARCH_TABLES[model]
            stored = session.connection().execute(select(texts.c.id, texts.c.places)).all()
            again = texts_of(session.connection(), model, [row.id for row in stored])
            assert {(row["id"], row["places"]) for row in again} == set(map(tuple, stored))
        known = set(session.scalars(select(Person.id)))
        session.add(person := Person(last_name="Suivant"))
        session.commit()
        assert person.id not in known


@pytest.mark.parametrize("version", _BEFORE_THE_RULES)
def test_what_a_rule_now_refuses_is_mended(version: str, empty_app: Flask, empty_engine: Engine) -> None:
    """Doubles keep a name of their own, far numbers and days come near, mandates end with their body."""
    restore(empty_engine, dump_of(version, empty_engine))
    with empty_engine.begin() as connection:
        college = (
            connection.execute(text("SELECT * FROM college WHERE type_id IS NOT NULL ORDER BY id")).mappings().first()
        )
        assert college is not None
        double = {**college, "id": 10_000}
        names = ", ".join(double)
        connection.execute(
            text(f"INSERT INTO college ({names}) VALUES ({', '.join(f':{name}' for name in double)})"), double
        )
        dissolved = connection.scalar(text("SELECT id FROM instance WHERE state = 'dissolved' ORDER BY id"))
        held = connection.scalar(
            text("SELECT id FROM mandate WHERE instance_id = :id AND end_reason = 'dissolution'"), {"id": dissolved}
        )
        connection.execute(text("UPDATE mandate SET ended_on = NULL, end_reason = NULL WHERE id = :id"), {"id": held})
        if version == "0.1.0":
            connection.execute(text("UPDATE instance SET term_months = 99999999, recognised_on = '9999-12-31'"))
    assert empty_app.test_cli_runner().invoke(args=["mdo", "init"]).exit_code == 0
    with empty_engine.connect() as connection:
        names = set(connection.scalars(text("SELECT name FROM college WHERE id >= 10000")))
        assert names == {f"{college['name']} (10000)"}
        day = text(
            "SELECT mandate.end_reason FROM mandate JOIN instance ON instance.id = mandate.instance_id"
            " WHERE mandate.id = :id AND ended_on = dissolved_on"
        )
        assert connection.scalar(day, {"id": held}) == "dissolution"
        if version == "0.1.0":
            far = text("SELECT max(term_months), max(recognised_on) FROM instance")
            months, recognised = connection.execute(far).one()
            assert (months, str(recognised)) == (600, "2100-12-31")
