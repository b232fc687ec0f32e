"""SQL statements: counted, for counts know no noise, so they are bars that a test may hold; and let go of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

from sqlalchemy import Engine, event

from mdo.kernel.base.kept_statements import as_text, kept
from mdo.kernel.scope import options, reading

# Transactions and savepoints are no questions asked to the database.
_NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")

# Those of the databases of the tests and of the applications on them.
ENGINES: WeakSet[Engine] = WeakSet()


def forget_statements() -> None:
    """Lets go of the statements that are kept, and of the texts that each engine keeps of all."""
    for keeping in (kept, as_text, reading._narrowed, options._text_of, options._text_alike):
        keeping.cache_clear()
    for engine in ENGINES:
        engine.clear_compiled_cache()


@contextmanager
def count_statements(engine: Engine) -> Iterator[list[str]]:
    """The statements sent while the block runs, in order: `with count_statements(engine) as sent: …; len(sent)`."""
    sent: list[str] = []

    def keep(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool) -> None:
        if not statement.lstrip().upper().startswith(_NOT_COUNTED):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", keep)
