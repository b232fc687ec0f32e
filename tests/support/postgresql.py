"""A PostgreSQL database given back as it was made, by what a test has touched: cloning one costs ten times as much.

The rows of a table are known to be those of the beginning by their count and by the latest transaction that wrote one;
sequences by their value; the schema by the same reading of its catalogue. A database is cloned again when its schema
has changed or when someone is still busy in it. Dead rows of what was touched are swept when enough tests were served
for them to weigh.
"""

from dataclasses import dataclass

import psycopg
from psycopg import sql

_SERVES = 60
"""How many tests a clone serves between two sweeps."""

_TABLES = """
    SELECT relkind::text, relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') ORDER BY relname
"""
# The latest transaction that wrote one of the rows, counted from the first that writes any: of two transactions nothing
# tells which is the later but their ages.
_LATEST = "age('3'::xid) - min(age(xmin))"
_TRANSACTION = "age('3'::xid) - age(xmin)"
# What a table is: the rows of the system's own catalogue about it, an ANALYZE included.
_SCHEMA = f"""
    SELECT
        (SELECT (count(*), {_LATEST}) FROM pg_class WHERE oid >= 16384)::text,
        (SELECT (count(*), {_LATEST}) FROM pg_attribute WHERE attrelid >= 16384)::text,
        (SELECT (count(*), {_LATEST}) FROM pg_constraint WHERE oid >= 16384)::text,
        (SELECT (count(*), {_LATEST}) FROM pg_trigger)::text,
        (SELECT (count(*), {_LATEST}) FROM pg_proc WHERE oid >= 16384)::text,
        (SELECT (count(*), {_LATEST}) FROM pg_statistic WHERE starelid >= 16384)::text
"""
_BUSY = """
    SELECT count(*) FILTER (WHERE state <> 'idle' OR NOT pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        AND (state <> 'idle' OR pid <> ALL(%s))
"""


# Of a table its count and the latest transaction that wrote a row; of a sequence its value, and whether it was called.
State = tuple[int, int | None]


@dataclass(frozen=True)
class Content:
    """The rows of the tables that have some, and the values of the sequences."""

    rows: dict[str, bytes]
    sequences: dict[str, State]

    def of(self, name: str) -> object:
        """What it says of a table or of a sequence."""
        return self.sequences[name] if name in self.sequences else self.rows.get(name)


class Clone:
    """A clone of a template, and the connection that puts it back."""

    def __init__(self, server_url: str, name: str) -> None:
        self._connection = psycopg.connect(server_url, dbname=name, autocommit=True)
        self._left = _SERVES
        self._dirty: set[str] = set()
        self._is_ours = self._connection.info.parameter_status("is_superuser") == "on"
        if self._is_ours:
            # The rows go back as they were: no trigger and no order between tables. A superuser alone may say so.
            self._connection.execute("SET session_replication_role = replica")
        kinds = self._connection.execute(_TABLES).fetchall()
        self._tables = [name for kind, name in kinds if kind == "r"]
        self._sequences = [name for kind, name in kinds if kind == "S"]
        self._empty: dict[str, State] = dict.fromkeys(self._tables, (0, None))
        self._reading = _reading_of(self._tables, self._sequences).as_bytes(self._connection)
        self._schema = self._connection.execute(_SCHEMA).fetchone()
        self._states: dict[str, State] = {}
        self._now = Content({}, {})
        self._made = self.content()

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def content(self) -> Content:
        """All that the database holds now."""
        found = self._read()
        rows = {
            name: self._now.rows[name]
            if found[name] == self._states.get(name) and name in self._now.rows
            else self._copied(name)
            for name in self._tables
            if found[name][0]
        }
        self._states = found
        self._now = Content(rows, {name: found[name] for name in self._sequences})
        return self._now

    def put_back(self, own: list[int], content: Content | None = None) -> bool:
        """Puts every row and sequence back, as cloned or as kept; False when the database must be cloned again.

        Servers of the connections that may stay, by their numbers, are left alone while they do nothing.
        """
        if not self._is_ours or self._connection.execute(_BUSY, (own,)).fetchone() != (0,):
            return False
        if self._connection.execute(_SCHEMA).fetchone() != self._schema:
            return False
        content = content or self._made
        found = self._read()
        touched = [
            name for name in found if found[name] != self._states[name] or content.of(name) != self._now.of(name)
        ]
        filled: list[str] = []
        with self._connection.transaction():
            for name in touched:
                if name in self._sequences:
                    self._set(name, *content.sequences[name])
                elif content.of(name) != self._now.of(name) or not self._is_without_new(name, found[name][0]):
                    self._connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
                    self._fill(name, content.rows.get(name))
                    filled.append(name)
        self._states |= {name: content.sequences.get(name, (0, None)) for name in (*self._sequences, *filled)}
        if filled := [name for name in filled if name in content.rows]:
            self._states |= _states_in(self._connection.execute(_reading_of(filled)))
        self._now = content
        self._dirty.update(name for name in touched if name not in self._sequences)
        self._left -= 1
        if self._left == 0:
            self._sweep()
        return True

    def _is_without_new(self, name: str, number: int) -> bool:
        """Takes out the rows that were written since; whether those that stood before are all there as they were."""
        known, latest = self._states[name]
        if latest is None:
            return False
        statement = sql.SQL("DELETE FROM {} WHERE {} > %s").format(sql.Identifier(name), sql.SQL(_TRANSACTION))
        return number - self._connection.execute(statement, (latest,)).rowcount == known

    def _sweep(self) -> None:
        self._left = _SERVES
        if self._dirty:
            tables = sql.SQL(", ").join(map(sql.Identifier, sorted(self._dirty)))
            self._connection.execute(sql.SQL("VACUUM {}").format(tables))
            self._dirty.clear()

    def _read(self) -> dict[str, State]:
        return self._empty | _states_in(self._connection.execute(self._reading, prepare=True))

    def _set(self, name: str, last: int, is_called: int | None) -> None:
        statement = sql.SQL("SELECT setval({}::regclass, %s, %s)").format(sql.Literal(f'"{name}"'))
        self._connection.execute(statement, (last, bool(is_called)))

    def _fill(self, name: str, rows: bytes | None) -> None:
        if rows is not None:
            statement = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(name))
            with self._connection.cursor().copy(statement) as copy:
                copy.write(rows)

    def _copied(self, name: str) -> bytes:
        statement = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(name))
        with self._connection.cursor().copy(statement) as copy:
            return b"".join(map(bytes, copy))


def _reading_of(tables: list[str], sequences: list[str] | None = None) -> sql.Composed:
    return sql.SQL(" UNION ALL ").join(
        [
            # The many tables without a row are not told: they are known.
            sql.SQL("SELECT {}, count(*), {} FROM {} HAVING count(*) > 0").format(
                name, sql.SQL(_LATEST), sql.Identifier(name)
            )
            for name in tables
        ]
        + [
            sql.SQL("SELECT {}, last_value, is_called::int FROM {}").format(name, sql.Identifier(name))
            for name in sequences or ()
        ]
    )


def _states_in(cursor: psycopg.Cursor[tuple[str, int, int | None]]) -> dict[str, State]:
    return {name: (first, second) for name, first, second in cursor.fetchall()}
