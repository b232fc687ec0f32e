"""What the code must not hold, and the few files that may, each with its reason."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

Finder = Callable[[str], Iterator[int]]
_MARKS = {"N_", "_", "gettext", "ngettext", "lazy_gettext"}


@dataclass(frozen=True)
class Ban:
    """A thing that is refused: `find` gives the lines of a text where it stands; `allowed` maps paths to reasons."""

    name: str
    why: str
    find: Finder
    files: tuple[str, ...]
    allowed: dict[str, str] = field(default_factory=dict)

    def allows(self, path: str) -> str | None:
        """The allowance (a file, or a folder ending in a slash) that covers this path."""
        return next((place for place in self.allowed if _covers(place, path)), None)


def _covers(place: str, path: str) -> bool:
    return path.startswith(place) if place.endswith("/") else path == place


@lru_cache(maxsize=1)
def _nodes_of(text: str) -> list[ast.AST]:
    """Each ban asks them of a file in turn."""
    return list(ast.walk(ast.parse(text)))


def _nodes(test: Callable[[ast.AST], bool]) -> Finder:
    def find(text: str) -> Iterator[int]:
        for node in _nodes_of(text):
            if test(node):
                yield node.lineno  # type: ignore[attr-defined]  # every node that a test accepts is a statement or expression

    return find


def _lines(pattern: str, flags: int = 0) -> Finder:
    compiled = re.compile(pattern, flags)

    def find(text: str) -> Iterator[int]:
        for match in compiled.finditer(text):
            yield text.count("\n", 0, match.start()) + 1

    return find


def _imports(module: str, *names: str) -> Callable[[ast.AST], bool]:
    def test(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.ImportFrom)
            and (node.module or "").partition(".")[0] == module
            and any(alias.name in names for alias in node.names)
        )

    return test


def _holds_a_message(node: ast.AST) -> bool:
    """Whether an f-string holds a call that marks a message written there."""
    parts = ast.walk(node) if isinstance(node, ast.JoinedStr) else ()
    return any(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Name)
        and part.func.id in _MARKS
        and any(isinstance(argument, ast.Constant) for argument in part.args)
        for part in parts
    )


def _uses(*names: str) -> Callable[[ast.AST], bool]:
    return lambda node: isinstance(node, ast.Attribute) and node.attr in names


def _calls(*names: str) -> Callable[[ast.AST], bool]:
    return lambda node: isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names


def _writes_a_query(node: ast.AST) -> bool:
    if not _calls("update", "delete")(node):
        return False
    return any(_calls("query")(inner) for inner in ast.walk(node.func.value))  # type: ignore[attr-defined]  # a Call


def _queries_a_table(node: ast.AST) -> bool:
    """A table given to a statement, or kept under a name, from where a statement would take it."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        values = [node.value] if node.value else []
        kept = (inner for value in values for inner in (value, *getattr(value, "elts", ())))
        return any(_uses("__table__")(_under_its_own_name(inner)) for inner in kept)
    if not isinstance(node, ast.Call):
        return False
    called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    arguments = [inner for argument in node.args for inner in ast.walk(argument)]
    return called in _STATEMENTS and any(_uses("__table__")(inner) for inner in arguments)


def _under_its_own_name(node: ast.AST) -> ast.AST:
    """What an alias is of."""
    is_alias = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "alias"
    return node.func.value if is_alias else node  # type: ignore[attr-defined]  # a call of an attribute has one


def _any(*tests: Callable[[ast.AST], bool]) -> Callable[[ast.AST], bool]:
    return lambda node: any(test(node) for test in tests)


_STATEMENTS = frozenset({"select", "insert", "update", "delete", "exists", "select_from", "join", "outerjoin"})

_PRODUCT = ("app.py", "config.py", "models/**/*.py", "mdo/**/*.py", "views/**/*.py")
_PYTHON = (*_PRODUCT, "tests/**/*.py", "bench/**/*.py", "migrations/**/*.py")
_TEMPLATES = ("templates/**/*.html",)

_DEMO = "invented rows by the hundred thousand: nobody to limit, nothing to journal"
_SEARCH = "texts and sort keys are kept whole for rows that the writer sees in part, outside scope and version"
_RECORDER = "the journal is written during a flush, where the session may not add rows"
_UNDO = "a restored row takes up its old id and version, which the mapper would set itself"
_JOBS = "a step of a job is one conditional UPDATE: of two workers that try, one succeeds; no business row"
_PLACES = "where people stand is written whole for those whom the writer sees in part, outside version and journal"
_BACKUP = "all rows of a database leave as they are and come back as they were: nobody is limited, nothing happened"
_SCOPE = "the scope asks where a row stands before it lets anyone see it"

BANS = (
    Ban(
        "bulk writes",
        "they fire no flush: no scope, no version, no journal",
        _nodes(_uses("bulk_insert_mappings", "bulk_update_mappings", "bulk_save_objects")),
        _PRODUCT,
    ),
    Ban(
        "INSERT, UPDATE and DELETE statements",
        "they fire no flush: no scope, no version, no journal",
        _nodes(_any(_imports("sqlalchemy", "insert", "update", "delete"), _writes_a_query)),
        _PRODUCT,
        {
            "mdo/backup/": _BACKUP,
            "mdo/demo/": _DEMO,
            "mdo/kernel/search/": _SEARCH,
            "mdo/kernel/journal/recorder.py": _RECORDER,
            "mdo/kernel/journal/taking_back.py": _UNDO,
            "mdo/kernel/jobs/states.py": _JOBS,
            "mdo/people/places.py": _PLACES,
        },
    ),
    Ban(
        "tables below the mapped classes",
        "a statement on a table is not scoped",
        _nodes(_queries_a_table),
        ("mdo/**/*.py", "views/**/*.py"),
        {
            "mdo/demo/": _DEMO,
            "mdo/kernel/search/": _SEARCH,
            "mdo/kernel/journal/places.py": "asks where a row hangs, during a flush and whoever writes",
            "mdo/kernel/journal/covering.py": "asks who answers for a row, during a flush and whoever writes",
            "mdo/kernel/journal/deleted.py": "whether a row came back, or went with another, is for the whole journal",
            "mdo/kernel/journal/recorder.py": _RECORDER,
            "mdo/kernel/journal/taking_back.py": _UNDO,
            "mdo/doctor/registers.py": _SEARCH,
            "mdo/calls/scope.py": _SCOPE,
            "mdo/documents/scope.py": _SCOPE,
            "mdo/instances/scope.py": _SCOPE,
            "mdo/meetings/scope.py": _SCOPE,
            "mdo/people/scope.py": _SCOPE,
            "mdo/requests/scope.py": _SCOPE,
            "mdo/tenders/confidentiality.py": _SCOPE,
            "mdo/people/places.py": _PLACES,
            "mdo/kernel/scope/journal.py": _SCOPE,
            "mdo/setup.py": _SEARCH,
            "views/base/editing.py": "reads the names of constraints, to tell which field was refused",
        },
    ),
    Ban(
        "bare connections",
        "they know no context: nothing is scoped",
        _nodes(_calls("connection", "connect", "raw_connection", "exec_driver_sql")),
        ("mdo/**/*.py", "views/**/*.py"),
        {
            "mdo/kernel/base/database.py": "sets each connection up and opens its transactions",
            "mdo/kernel/base/kept_statements.py": "sends the text of a statement that reading.py has narrowed",
            "mdo/kernel/scope/reading.py": "runs the text of a kept statement once it has narrowed it",
            "mdo/doctor/registers.py": "asks the database whether it is whole; compares what the search keeps",
            "mdo/kernel/jobs/queue.py": "Huey's own connections, to its own tables: numbers of jobs and signs of life",
            "mdo/backup/": _BACKUP,
            "mdo/demo/": _DEMO,
            "mdo/kernel/search/": _SEARCH,
            "mdo/kernel/journal/recorder.py": _RECORDER,
            "mdo/kernel/journal/taking_back.py": _UNDO,
            "mdo/calls/scope.py": _SCOPE,
            "mdo/documents/scope.py": _SCOPE,
            "mdo/instances/scope.py": _SCOPE,
            "mdo/meetings/scope.py": _SCOPE,
            "mdo/people/scope.py": _SCOPE,
            "mdo/projects/scope.py": _SCOPE,
            "mdo/people/places.py": _PLACES,
            "views/security/storage.py": "the identity is read as columns, before anybody is known",
            "mdo/setup.py": _SEARCH,
            "views/commands/doctor.py": "Alembic compares the schema on the connection of the command",
            "views/commands/data.py": "asks whether there are tables yet, before anyone does anything",
        },
    ),
    Ban(
        "statements whose rows come from elsewhere",
        "tried: from_statement is not scoped",
        _nodes(_uses("from_statement")),
        _PRODUCT,
    ),
    Ban(
        "SQL as text",
        "it is not scoped, and it invites injection",
        _nodes(_imports("sqlalchemy", "text", "literal_column", "TextClause")),
        _PRODUCT,
        {
            "mdo/kernel/search/matching.py": "FTS5's MATCH takes the name of its table, which has no column of its own",
            "models/preferences.py": "the condition of a partial index, written once and the same on both databases",
            "models/instances.py": "the condition of a partial index, written once and the same on both databases",
            "mdo/demo/": "reserves the ids of its batches in the sequences, which have no other name",
        },
    ),
    Ban(
        "database cascades",
        "rows would go without journal",
        _lines(r"ondelete="),
        _PRODUCT,
        {
            "models/search.py": "search text follows its row: it is no business row",
            "models/sorting.py": "sort keys follow their row: they are no business row",
            "models/places.py": "where someone stands follows their row: it is no business row",
        },
    ),
    Ban("unescaped text", "templates escape everything", _nodes(_uses("Markup")), _PRODUCT),
    Ban(
        "unescaped text in templates",
        "templates escape everything",
        _lines(r"\|\s*safe\b|autoescape\s+false|Markup\("),
        _TEMPLATES,
    ),
    Ban("inline styles", "the CSP refuses them", _lines(r"<style\b|\sstyle\s*=", re.IGNORECASE), _TEMPLATES),
    Ban(
        "inline scripts",
        "the CSP refuses them",
        _lines(r"<script\b(?![^>]*\bsrc\s*=)|<[^>{%]*\son[a-z]+\s*=|javascript:", re.IGNORECASE),
        _TEMPLATES,
    ),
    # A link that one may follow is not a request of the page.
    Ban("other hosts", "nothing comes from outside", _lines(r"(?:src|(?<!<a )href)=\"(?:https?:)?//"), _TEMPLATES),
    Ban(
        "messages inside an f-string",
        "Python 3.11 does not find them for the catalogues: they stand outside of other text",
        _nodes(_holds_a_message),
        _PYTHON,
    ),
    Ban(
        "lint rules ignored without a reason",
        "each says why on its line",
        _lines(r"# type: ignore(?!\[[a-z, -]+\]  # \S.{5,})|# noqa(?!: [A-Z]+\d+(?:, ?[A-Z]+\d+)*  # \S.{5,})"),
        _PYTHON,
        {"tests/project/": "speaks of them"},
    ),
    Ban(
        "waiting and second tries",
        "a test that waits hides a fault",
        _nodes(_any(_calls("sleep"), lambda node: isinstance(node, ast.ImportFrom) and node.module == "time")),
        ("tests/**/*.py",),
    ),
    Ban(
        "skipped tests",
        "a fact that is not guarded must be seen",
        _nodes(_uses("skip", "skipif", "xfail", "importorskip")),
        ("tests/**/*.py",),
        {
            "tests/kernel/workbook/test_libreoffice.py": "LibreOffice is no package of pip; its absence is said",
            "tests/kernel/imports/test_roundtrip_office.py": "the same",
            "tests/documents/test_office.py": "the same",
            "tests/browser/test_evening_office.py": "the same",
        },
    ),
)

MAXIMUM_LINES = 500


def files_of(patterns: tuple[str, ...]) -> list[Path]:
    """The files of the project that match, in order."""
    return sorted({path for pattern in patterns for path in ROOT.glob(pattern)})
