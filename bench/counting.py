"""Tells, in a header of each answer, how many SQL statements the page took."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event

HEADER = "X-Sql-Statements"
_NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")
_count: ContextVar[list[int]] = ContextVar("sql_statements")


def count_on(app: Flask, engine: Engine) -> Flask:
    """Counts what this application asks this engine, page by page."""
    event.listen(engine, "before_cursor_execute", _keep)
    inner = app.wsgi_app

    def counted(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        counter = [0]
        _count.set(counter)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, (HEADER, str(counter[0]))], *rest)

        return inner(environ, start)

    app.wsgi_app = counted  # type: ignore[method-assign]  # how Flask documents a WSGI middleware
    return app


def _keep(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool) -> None:
    counter = _count.get(None)
    if counter is not None and not statement.lstrip().upper().startswith(_NOT_COUNTED):
        counter[0] += 1
