"""What runs where, said once: `make test` at each commit, `make test-slow` at each merge, `make test-night` all of it.

PostgreSQL is the engine of the day, the stricter of the two. What a test stores is tried on SQLite as well: at once
where the two engines are told different things, at each merge where the desk's data are at stake, else at night. A test
that names its databases (`ON_SQLITE`, `NIGHT_ON_SQLITE`, …) has said where it runs.
"""

from collections import Counter

import pytest
from hypothesis import settings

from tests.support import moved

# A place is a folder or a file of the tests; the longest that holds a test speaks for it.
_AT_ONCE = (
    "tests/base/test_lock.py",  # a version is checked under another kind of lock
    "tests/kernel/deadlines/test_contracts.py",  # SQL of dates is written for each engine
    "tests/kernel/deadlines/test_kinds.py",
    "tests/decp/test_deadlines.py",
    "tests/kernel/freshness/test_freshness.py",
    "tests/kernel/jobs/test_recovery.py",  # the queue is a file or tables of the server
    "tests/kernel/jobs/test_states.py",
    "tests/kernel/journal/test_undo_at_once.py",
    "tests/people/test_two_at_once.py",
    "tests/requests/test_numbers.py",  # numbers without a hole, when two ask at once
    "tests/kernel/rules/test_twofold.py",  # a rule in Python, and in the SQL of each engine
    "tests/kernel/search/test_everywhere.py",  # FTS5 or trigrams
    "tests/kernel/search/test_plans.py",
    "tests/kernel/search/test_search.py",
    "tests/security/test_sign_in.py",  # attempts are counted under a lock
    "tests/upgrades",
)
# At night although their folder is of a merge: what they do is the same code on both.
_BY_NIGHT = (
    *(f"tests/commands/test_{name}.py" for name in ("demo", "digest", "reports", "workbooks")),
    # The preview, its questions and its corrections: what they read comes from a file.
    *(f"tests/kernel/imports/test_{name}.py" for name in ("correcting", "questions", "sent", "sheets_screen")),
    "tests/kernel/imports/test_shapes_screen.py",
)
_AT_A_MERGE = (
    "tests/backup",
    "tests/base/test_writes.py",
    "tests/commands",
    "tests/access",
    "tests/kernel/imports",
    "tests/kernel/jobs",
    "tests/kernel/journal",
    "tests/meetings/test_page_scope.py",
    "tests/requests/test_scope.py",
    "tests/kernel/scope",
    "tests/security",
    "tests/tenders/test_scope.py",
)

# What is asked of each kind of import, all of them at a merge on SQLite: of three kinds one on PostgreSQL by day.
_IN_PART = tuple(
    f"tests/kernel/imports/test_{name}"
    for name in (
        "model_workbook.py::test_a_model_that_nobody_filled_writes_nothing",
        "roundtrip_lines.py::test_a_cell_that_was_changed_is_applied",
        "roundtrip_lines.py::test_what_comes_back_as_it_left_changes_nothing",
        "roundtrip_screen.py::test_every_list_that_an_import_fills_leaves_and_comes_back_without_a_change",
    )
)

# The files that take longest, one process each, go first: none is then left alone at the end.
_LONGEST = (
    "tests/browser/test_everywhere.py",
    "tests/browser/test_pages.py",
    "tests/security/test_hostile.py",
    "tests/browser/test_accessibility.py",
    "tests/commands/test_at_once.py",
    "tests/access/test_walk.py",
    "tests/security/test_threads.py",
    "tests/base/test_words.py",
    "tests/browser",
)

_ONE_IN = 5
"""At most so many of all tests wait for the night."""

# How many examples a property is given that says no number: those that write workbooks, and rows.
settings.register_profile("day", max_examples=15, deadline=None)
settings.register_profile("night", max_examples=100, deadline=None)
settings.load_profile("day")


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what moves, and what a test says of SQLite by the place where it stands; puts the longest files first."""
    met = Counter[str]()
    for item in items:
        name = item.nodeid.partition("[")[0]
        if name in _IN_PART and "[postgresql" in item.nodeid:
            if met[name] % 3:
                item.add_marker("night")
            met[name] += 1
        if moved.goes(moved.AT_NIGHT, item.nodeid):
            item.add_marker("night")
        elif moved.goes(moved.AT_A_MERGE, item.nodeid):
            item.add_marker("slow")
        if _is_repeated_on_sqlite(item):
            place = _place(item, (*_AT_ONCE, *_AT_A_MERGE, *_BY_NIGHT))
            if place not in _AT_ONCE:
                item.add_marker("slow" if place in _AT_A_MERGE else "night")
    if config.args == config.getini("testpaths"):  # all of them
        nights = sum(item.get_closest_marker("night") is not None for item in items)
        if nights * _ONE_IN > len(items):
            raise pytest.UsageError(f"{nights} of {len(items)} tests wait for the night: at most one in {_ONE_IN} may.")
    turns = {place: turn for turn, place in enumerate(_LONGEST)}
    items.sort(key=lambda item: turns.get(_place(item, _LONGEST), len(turns)))


def _is_repeated_on_sqlite(item: pytest.Item) -> bool:
    """Whether this is the test of a fixture that gives each database in turn, here SQLite."""
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    if "sqlite" not in (parameters.get("database"), parameters.get("empty_url")):
        return False
    return not any("database" in _names(mark) for mark in item.iter_markers("parametrize"))


def _names(mark: pytest.Mark) -> list[str]:
    names = mark.args[0]
    return [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)


def _place(item: pytest.Item, places: tuple[str, ...]) -> str:
    """The longest of these places that holds a test; empty when none does."""
    holding = (place for place in places if item.nodeid.startswith((f"{place}/", f"{place}::")))
    return max(holding, key=len, default="")
