"""What SQLite may keep in memory: a page much, so that it is fast; what is read in batches little."""

from sqlalchemy import select

from models.territory import Arrondissement
from tests.support import ON_SQLITE

_IN_A_FILE, _IN_MEMORY = 1, 2


def _memory(connection):
    return tuple(connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("temp_store", "cache_size"))


@ON_SQLITE
def test_what_is_read_in_batches_takes_little_memory_until_its_transaction_ends(database):
    statement = select(Arrondissement.id)
    with database.engine.connect() as connection:
        connection.execute(statement).all()
        assert _memory(connection) == (_IN_MEMORY, -32_768)
        connection.execute(statement, execution_options={"yield_per": 2}).all()
        connection.execute(statement).all()
        assert _memory(connection) == (_IN_A_FILE, -4_096)
        connection.rollback()
        connection.execute(statement).all()
        assert _memory(connection) == (_IN_MEMORY, -32_768)


@ON_SQLITE
def test_rows_are_read_in_batches_as_well_where_something_temporary_is_there_already(database):
    with database.engine.connect() as connection:
        connection.exec_driver_sql("CREATE TEMP TABLE something (id INTEGER)")
        connection.execute(select(Arrondissement.id), execution_options={"yield_per": 2}).all()
        assert _memory(connection) == (_IN_MEMORY, -4_096)
        connection.rollback()
        connection.execute(select(Arrondissement.id)).all()
        assert _memory(connection) == (_IN_MEMORY, -32_768)
