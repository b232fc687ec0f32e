"""How Alembic reaches the database: by the application's engine, a whole upgrade in one transaction."""

from collections.abc import Mapping
from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection, Engine, MetaData

from mdo.kernel.base.database import without_time_limits, writing
from mdo.kernel.jobs.queue import TABLE_PREFIX
from models.search import FTS_SUFFIX, SEARCH_TABLES
from models.types import Hundredths, UtcDateTime

_FTS_TABLES = tuple(f"{table.name}{FTS_SUFFIX}" for table in SEARCH_TABLES.values())


def _include_name(name: str | None, kind: str, parents: Mapping[str, str | None]) -> bool:
    """Leaves out the FTS tables, those that SQLite keeps behind each (person_search_fts_data, …), those of Huey."""
    return not (kind == "table" and name is not None and name.startswith((*_FTS_TABLES, TABLE_PREFIX)))


def _include_object(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Leaves out, on SQLite, the trigram indexes that only PostgreSQL has."""
    is_foreign = kind == "index" and name is not None and name.endswith("_trgm")
    return not (is_foreign and context.get_context().dialect.name == "sqlite")


def _render_item(kind: str, item: Any, autogen: AutogenContext) -> str | bool:
    """Writes our own types as the plain ones they are stored in: a migration does not import models."""
    if kind == "type" and isinstance(item, Hundredths):
        return "sa.BigInteger()"
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def _options() -> dict[str, Any]:
    metadata: MetaData = current_app.extensions["migrate"].db.metadata
    return {
        **current_app.extensions["migrate"].configure_args,
        "target_metadata": metadata,
        "include_name": _include_name,
        "include_object": _include_object,
        "render_item": _render_item,
        "transactional_ddl": True,
    }


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, **_options())
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"The migration leaves rows that point nowhere: {broken[:5]}")


def _set_foreign_keys(connection: Connection, state: str) -> None:
    """On SQLite a table is changed by rebuilding it, which would delete what points to it.

    The setting is ignored inside a transaction, hence the driver's own connection (sqlite.org/lang_altertable.html).
    """
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute(f"PRAGMA foreign_keys = {state}")


def _run() -> None:
    if context.is_offline_mode():
        raise RuntimeError("Migrations read the database: the --sql mode is not offered.")
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:
        # A restore migrates in its own transaction, what it fills: nobody sees it before its end.
        _migrate(given)
        return
    engine: Engine = current_app.extensions["migrate"].db.engine
    with writing(), engine.connect() as connection:
        _set_foreign_keys(connection, "OFF")
        try:
            without_time_limits(connection)
            connection.commit()
            _migrate(connection)
        finally:
            _set_foreign_keys(connection, "ON")
            connection.invalidate()


_run()
