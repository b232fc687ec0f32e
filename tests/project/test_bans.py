"""The bans hold, they find what they ban, and no allowance outlives its need."""

from functools import cache
from pathlib import Path

import pytest

from tests.project.bans import BANS, MAXIMUM_LINES, ROOT, Ban, files_of

BY_NAME = {ban.name: ban for ban in BANS}

BAD = [
    ("bulk writes", "session.bulk_insert_mappings(Person, rows)"),
    ("INSERT, UPDATE and DELETE statements", "from sqlalchemy import select, update"),
    ("INSERT, UPDATE and DELETE statements", "from sqlalchemy.dialects.postgresql import insert"),
    ("INSERT, UPDATE and DELETE statements", "session.query(Person).filter(Person.id == 1).delete()"),
    ("tables below the mapped classes", "session.execute(select(Person.__table__))"),
    ("tables below the mapped classes", "person = Person.__table__"),
    ("bare connections", "session.connection().execute(statement)"),
    ("bare connections", "with engine.connect() as connection: pass"),
    ("statements whose rows come from elsewhere", "select(Person).from_statement(raw)"),
    ("SQL as text", "from sqlalchemy import text"),
    ("database cascades", 'ForeignKey("person.id", ondelete="CASCADE")'),
    ("unescaped text", "markupsafe.Markup(name)"),
    ("unescaped text in templates", "<p>{{ name|safe }}</p>"),
    ("unescaped text in templates", "{% autoescape false %}"),
    ("inline styles", '<p style="color: red">'),
    ("inline styles", "<style>p { color: red }</style>"),
    ("inline scripts", "<script>alert(1)</script>"),
    ("inline scripts", '<button type="button" onclick="go()">'),
    ("inline scripts", '<a href="javascript:go()">'),
    ("other hosts", '<link href="https://example.org/a.css">'),
    ("messages inside an f-string", "f\"{name} {gettext('Saved.')}\""),
    ("lint rules ignored without a reason", "x = 1  # type: ignore"),
    ("lint rules ignored without a reason", "x = 1  # type: ignore[misc]"),
    ("lint rules ignored without a reason", "x = 1  # noqa: S101"),
    ("waiting and second tries", "time.sleep(1)"),
    ("skipped tests", "pytest.mark.skip"),
]

GOOD = [
    ("INSERT, UPDATE and DELETE statements", "session.delete(person)"),
    ("INSERT, UPDATE and DELETE statements", "names.insert(0, 'a')"),
    ("tables below the mapped classes", "violation_of(error, Person.__table__)"),
    ("inline styles", '<p class="style">'),
    ("inline scripts", '<script type="module" src="/static/js/list.js"></script>'),
    ("lint rules ignored without a reason", "x = 1  # type: ignore[misc]  # FAB ships no types"),
    ("lint rules ignored without a reason", "x = 1  # noqa: S101  # narrowing for mypy"),
    ("unescaped text in templates", "<p>{{ name }} is safe</p>"),
    ("messages inside an f-string", 'f"{name} {gettext(label)}"'),
]


@cache
def covered_by(ban: str) -> frozenset[Path]:
    return frozenset(files_of(BY_NAME[ban].files))


@cache
def lines_of(path: Path) -> dict[str, list[int]]:
    """The lines of a file where something stands, by the ban that covers it."""
    text = path.read_text(encoding="utf-8")
    return {ban.name: list(ban.find(text)) for ban in BANS if path in covered_by(ban.name)}


@pytest.mark.parametrize("ban", BANS, ids=[ban.name for ban in BANS])
def test_nothing_banned_stands_outside_the_listed_files(ban: Ban) -> None:
    found = [
        f"{name}:{line}"
        for path in covered_by(ban.name)
        if not ban.allows(name := path.relative_to(ROOT).as_posix())
        for line in lines_of(path)[ban.name]
    ]
    assert not found, f"{ban.name}: {ban.why}"


@pytest.mark.parametrize(
    ("ban", "place"), [pytest.param(ban, place, id=f"{ban.name}-{place}") for ban in BANS for place in ban.allowed]
)
def test_an_allowance_is_still_needed(ban: Ban, place: str) -> None:
    covered = [path for path in covered_by(ban.name) if ban.allows(path.relative_to(ROOT).as_posix()) == place]
    assert any(lines_of(path)[ban.name] for path in covered)


@pytest.mark.parametrize(("name", "text"), BAD)
def test_a_ban_finds_what_it_bans(name: str, text: str) -> None:
    assert list(BY_NAME[name].find(f"\n{text}\n")) == [2]


@pytest.mark.parametrize(("name", "text"), GOOD)
def test_a_ban_leaves_what_looks_alike(name: str, text: str) -> None:
    assert not list(BY_NAME[name].find(text))


def test_every_ban_has_a_bad_example() -> None:
    assert {name for name, _ in BAD} == set(BY_NAME)


def test_no_file_is_longer_than_what_one_reads_at_once() -> None:
    kinds = ("*.py", "{}/**/*.py", "{}/**/*.html", "{}/**/*.css", "{}/**/*.js")
    folders = ("models", "mdo", "views", "tests", "bench", "migrations", "templates", "static")
    patterns = tuple(kind.format(folder) for kind in kinds for folder in folders)
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in files_of(patterns)
    }
    assert not {name: length for name, length in lengths.items() if length > MAXIMUM_LINES}
