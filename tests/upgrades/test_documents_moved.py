"""Documents of meetings and of contracts, brought into one table: rows, steps and journal lead to the same files."""

import json

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, Engine, text

pytestmark = [pytest.mark.slow, pytest.mark.db]
_NOW = "'2026-11-02 10:00:00'"
_FILE = (
    "kind, title, number, file_name, media_type, content, size, sha256, is_withdrawn, made_at, version, created_at, "
    "updated_at"
)


def insert_row(connection: Connection, table: str, **values: object) -> None:
    """Writes a row; what the table asks and the test does not say is filled with something of its type."""
    columns = {row[1]: row for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")}
    for name, row in columns.items():
        if row[3] and not row[5] and name not in values and row[4] is None:
            kind = row[2].upper()
            values[name] = "2026-11-02" if "DATE" in kind else 1 if "INT" in kind or "BOOL" in kind else f"{table}"
    names = ", ".join(values)
    connection.execute(
        text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})"),
        values,
    )


def _file(connection: Connection, owner: str, row_id: int, title: str) -> None:
    connection.execute(
        text(
            f"INSERT INTO {owner}_document (id, {owner}_id, {_FILE}) VALUES (:id, 1, 'attachment', :title, 1, 'a.txt',"
            f" 'text/plain', :content, 1, 'sum', 0, {_NOW}, 1, {_NOW}, {_NOW})"
        ),
        {"id": row_id, "title": title, "content": b"a"},
    )


def _journal(connection: Connection, model: str, row_id: int, fields: dict[str, object]) -> None:
    values = {"model": model, "row_id": row_id, "fields": json.dumps(fields), "action": "update", "entry_id": 1}
    insert_row(connection, "journal_change", label=model, **values)


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
def test_what_named_a_document_names_the_same_after_the_move_and_back(empty_app: Flask, empty_engine: Engine) -> None:
    with empty_app.app_context():
        upgrade(revision="0058")
        with empty_engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
            insert_row(
                connection,
                "meeting",
                id=1,
                kind="plenary",
                state="held",
                start_at="2026-11-02 18:00:00",
                end_at="2026-11-02 20:00:00",
            )
            insert_row(connection, "contract", id=1)
            insert_row(connection, "journal_entry", id=1, door="form")
            for row_id in (1, 2, 3):
                _file(connection, "meeting", row_id, f"réunion {row_id}")
            connection.execute(text("DELETE FROM meeting_document WHERE id = 3"))  # its id is nobody else's
            _file(connection, "contract", 1, "marché")
            step = {"step": "need", "presence": "obligatory", "state": "done"}
            insert_row(connection, "procurement_step", id=1, contract_id=1, document_id=1, **step)
            _journal(connection, "MeetingDocument", 2, {"title": ["a", "b"]})
            _journal(connection, "ContractDocument", 1, {"title": ["a", "b"]})
            _journal(connection, "ProcurementStep", 1, {"document_id": [None, 1]})
            connection.commit()
        upgrade()
        with empty_engine.connect() as connection:
            found = connection.execute(text("SELECT id, title, meeting_id, contract_id FROM document ORDER BY id"))
            assert [tuple(row) for row in found] == [
                (1, "réunion 1", 1, None),
                (2, "réunion 2", 1, None),
                (4, "marché", None, 1),
            ]
            assert connection.scalar(text("SELECT document_id FROM procurement_step")) == 4
            told = connection.execute(text("SELECT model, row_id, fields FROM journal_change ORDER BY id"))
            assert [(row.model, row.row_id, json.loads(row.fields)) for row in told] == [
                ("Document", 2, {"title": ["a", "b"]}),
                ("Document", 4, {"title": ["a", "b"]}),
                ("ProcurementStep", 1, {"document_id": [None, 4]}),
            ]
        downgrade(revision="0058")
        with empty_engine.connect() as connection:
            assert connection.execute(text("SELECT id, title FROM contract_document")).all() == [(4, "marché")]
            assert len(connection.execute(text("SELECT id FROM meeting_document")).all()) == 2
            assert connection.scalar(text("SELECT document_id FROM procurement_step")) == 4
            models = connection.scalars(text("SELECT model FROM journal_change ORDER BY id")).all()
            assert models == ["MeetingDocument", "ContractDocument", "ProcurementStep"]
