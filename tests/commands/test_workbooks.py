"""`flask mdo import` and `export`: whole or nothing, with the scope and the rights of the account named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from openpyxl import Workbook, load_workbook
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from mdo.kernel.base.database import writing
from mdo.kernel.sessions.factory import unlimited_session
from models.journal import AccessLog, Door, JournalEntry
from models.people import Gender, Mandate, Person
from models.projects import Project, ProjectKind, ProjectState
from tests.support import TODAY, factories
from tests.support import factories as make
from tests.support import projects as follow
from tests.support.application import account
from tests.support.databases import Database
from views.base.database import db

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, session: Session) -> Run:
    """Runs `flask mdo …` on what the test has prepared."""
    runner = app.test_cli_runner()

    def command(*words: Any) -> Result:
        session.commit()
        return runner.invoke(args=["mdo", *map(str, words)])

    return command


def workbook(path: Path, *rows: tuple[Any, ...]) -> Path:
    """A file of one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def names_in(path: Path) -> set[str]:
    """The first column of the first sheet, its header aside."""
    sheet = load_workbook(path).worksheets[0]
    names = [row[0] for row in sheet.iter_rows(values_only=True)]
    return set(names[names.index("Nom") + 1 :])


def test_import_then_again_changes_nothing(run: Run, session: Session, tmp_path: Path) -> None:
    file = workbook(tmp_path / "people.xlsx", ("Nom", "Prénom"), ("Durand", "Zoé"), ("Martin", "Ali"))
    first = run("import", "people", file)
    assert first.exit_code == 0, first.output
    assert set(session.scalars(select(Person.last_name))) == {"Durand", "Martin"}
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    assert entry.door is Door.IMPORT
    again = run("import", "people", file)
    assert again.exit_code == 0, again.output
    assert session.scalar(select(func.count(Person.id))) == 2


def test_dry_run_writes_nothing(run: Run, session: Session, tmp_path: Path) -> None:
    file = workbook(tmp_path / "people.xlsx", ("Nom", "Prénom"), ("Durand", "Zoé"))
    result = run("import", "people", file, "--dry-run")
    assert result.exit_code == 0, result.output
    assert session.scalar(select(func.count(Person.id))) == 0


def test_one_wrong_line_stops_all_unless_only_valid(run: Run, session: Session, tmp_path: Path) -> None:
    rows = (("Nom", "Prénom", "Année de naissance"), ("Durand", "Zoé", "1980"), ("Martin", "Ali", "hier"))
    file = workbook(tmp_path / "people.xlsx", *rows)
    for options in ((), ("--dry-run",)):
        refused = run("import", "people", file, *options)
        assert refused.exit_code == 1, refused.output
        assert "3" in refused.output
        assert "Année de naissance" in refused.output
        assert session.scalar(select(func.count(Person.id))) == 0
    partial = run("import", "people", file, "--only-valid")
    assert partial.exit_code == 0, partial.output
    assert session.scalars(select(Person.last_name)).all() == ["Durand"]
    (handed_back,) = set(tmp_path.glob("people-*.xlsx"))
    assert names_in(handed_back) == {"Martin"}


def test_what_is_asked_is_printed_with_its_key_and_answered_by_a_file(
    run: Run, session: Session, tmp_path: Path
) -> None:
    rows = ("Nom", "Prénom", "Civilité"), ("Durand", "Zoé", "Dame"), ("Martin", "Ali", "dame")
    file = workbook(tmp_path / "people.xlsx", *rows)
    asked = run("import", "people", file)
    assert asked.exit_code == 1
    assert '"Gender:dame": "' in asked.output
    assert "    female  " in asked.output
    assert session.scalar(select(func.count(Person.id))) == 0
    assert run("import", "people", file, "--dry-run").exit_code == 1
    answers = tmp_path / "answers.json"
    answers.write_text('["Gender:dame"]', "utf-8")
    assert run("import", "people", file, "--answers", answers).exit_code == 1
    answers.write_text('{"Gender:dame": "female"}', "utf-8")
    done = run("import", "people", file, "--answers", answers)
    assert done.exit_code == 0, done.output
    assert set(session.scalars(select(Person.gender))) == {Gender.FEMALE}


def test_import_as_a_referent_stays_in_her_arrondissement(run: Run, session: Session, tmp_path: Path) -> None:
    account("ref5")
    make.ArrondissementFactory(number=7)
    outside = workbook(tmp_path / "out.xlsx", ("Nom", "Arrondissement"), ("Durand", "5e"), ("Martin", "7e"))
    refused = run("import", "people", outside, "--as", "ref5")
    assert refused.exit_code == 1, refused.output
    assert session.scalar(select(func.count(Person.id))) == 0
    inside = workbook(tmp_path / "in.xlsx", ("Nom", "Arrondissement"), ("Durand", "5e"))
    assert run("import", "people", inside, "--as", "ref5").exit_code == 0
    assert session.scalars(select(Person.last_name)).all() == ["Durand"]
    assert session.scalars(select(JournalEntry.actor_name).order_by(JournalEntry.id.desc())).first() != ""


def test_export_as_a_referent_holds_what_she_sees(run: Run, session: Session, tmp_path: Path) -> None:
    account("ref5")
    for name, number in (("Cinq", 5), ("Sept", 7)):
        make.PersonFactory(last_name=name, arrondissement=make.ArrondissementFactory(number=number))
    target = tmp_path / "people.xlsx"
    for options, expected in (((), {"Cinq", "Sept"}), (("--as", "ref5"), {"Cinq"}), (("--as", " REF5 "), {"Cinq"})):
        result = run("export", "people", "-o", target, *options)
        assert result.exit_code == 0, result.output
        assert names_in(target) == expected
    logged = session.execute(select(AccessLog.what, AccessLog.row_count).order_by(AccessLog.id)).all()
    assert logged == [("people", 2), ("people", 1), ("people", 1)]


def test_export_takes_filters(run: Run, session: Session, tmp_path: Path) -> None:
    for name, city in (("Durand", "Lyon"), ("Dupuis", "Lyon"), ("Martin", "Bron")):
        make.PersonFactory(last_name=name, first_name=None, city=city)
    target = tmp_path / "people.xlsx"
    for filters, expected in (
        (("q=dup",), {"Dupuis"}),
        (("city=lyon",), {"Durand", "Dupuis"}),
        (("q=du", "city=lyon"), {"Durand", "Dupuis"}),
    ):
        options = [word for text in filters for word in ("--filter", text)]
        result = run("export", "people", "-o", target, *options)
        assert result.exit_code == 0, result.output
        assert names_in(target) == expected


@pytest.mark.parametrize(
    ("words", "needle"),
    [
        (("export", "people", "-o", "{tmp}/x.xlsx", "--as", "nobody"), "nobody"),
        (("export", "people", "-o", "{tmp}/x.xlsx", "--as", "saisie5"), "saisie5"),
        (("export", "people", "-o", "{tmp}/x.xlsx", "--as", "dpo"), "dpo"),
        (("export", "people", "-o", "{tmp}/x.xlsx", "--filter", "zz=1"), "last_name"),
        (("export", "people", "-o", "{tmp}/x.xlsx", "--filter", "city"), "city"),
        (("export", "people", "-o", "{tmp}/none/x.xlsx"), "none"),
        (("export", "seasons", "-o", "{tmp}/x.xlsx"), "seasons"),
        (("import", "people", "{tmp}/absent.xlsx"), "absent.xlsx"),
        (("import", "people", "{tmp}/notes.xlsx"), "xlsx"),
        (("import", "people", "{tmp}/people.xlsx", "--as", "direction"), "direction"),
    ],
)
def test_a_refusal_says_what_to_do_and_leaves_no_file(
    run: Run, session: Session, tmp_path: Path, words: tuple[str, ...], needle: str
) -> None:
    for username in ("saisie5", "dpo", "direction"):
        account(username)
    (tmp_path / "notes.xlsx").write_bytes(b"%PDF-1.7")
    workbook(tmp_path / "people.xlsx", ("Nom",), ("Durand",))
    before = {path.name for path in tmp_path.iterdir()}
    result = run(*(word.format(tmp=tmp_path) for word in words))
    assert result.exit_code != 0
    assert needle in result.output
    assert isinstance(result.exception, SystemExit), "a sentence, not a traceback"
    assert {path.name for path in tmp_path.iterdir()} == before
    assert session.scalar(select(func.count(Person.id))) == 0


def test_a_closed_account_does_nothing(run: Run, session: Session, tmp_path: Path) -> None:
    account("mission").active = False
    result = run("export", "people", "-o", tmp_path / "x.xlsx", "--as", "mission")
    assert result.exit_code == 1
    assert "mission" in result.output


def test_what_is_exported_imports_back_without_a_change(run: Run, session: Session, tmp_path: Path) -> None:
    make.MandateFactory()
    follow.a_closed_project(arrondissements=[make.ArrondissementFactory(number=5)])
    session.commit()
    before = session.scalar(select(func.count(JournalEntry.id)))
    for kind in ("instances", "people", "mandates", "referents", "projects"):
        target = tmp_path / f"{kind}.xlsx"
        assert run("export", kind, "-o", target).exit_code == 0
        result = run("import", kind, target)
        assert result.exit_code == 0, result.output
    assert session.scalar(select(func.count(Mandate.id))) == 1
    assert session.scalar(select(func.count(JournalEntry.id))) == before


def test_projects_come_in_by_the_command_under_the_rules_of_their_form(
    run: Run, session: Session, tmp_path: Path
) -> None:
    account("ref5")
    heads = ("Titre", "Type de projet", "État", "Arrondissements", "Enseignements")
    bad = workbook(tmp_path / "bad.xlsx", heads, ("Relance", "relance", "terminé", "5e", None))
    make.ArrondissementFactory(number=5)
    refused = run("import", "projects", bad)
    assert refused.exit_code == 1, refused.output
    assert "enseignements" in refused.output
    assert session.scalar(select(func.count(Project.id))) == 0
    good = workbook(tmp_path / "good.xlsx", heads, ("Relance", "relance", "terminé", "5e", "Oser."))
    assert run("import", "projects", good, "--as", "ref5").exit_code == 1
    done = run("import", "projects", good)
    assert done.exit_code == 0, done.output
    found = session.scalars(select(Project)).one()
    assert (found.kind, found.state, found.lessons) == (ProjectKind.REVIVAL, ProjectState.CLOSED, "Oser.")
    assert [place.number for place in found.arrondissements] == [5]


@pytest.mark.parametrize("command", ["export", "report", "dry run"])
def test_what_only_reads_lets_others_write_meanwhile(
    app: Flask, database: Database, run: Run, session: Session, tmp_path: Path, command: str
) -> None:
    """On SQLite too, where a transaction that may write has the database for itself."""
    make.PersonFactory(last_name="Durand")
    file, sent = workbook(tmp_path / "people.xlsx", ("Nom",), ("Durand",)), tmp_path / "sent.xlsx"
    words = {
        "export": ("export", "people", "-o", sent),
        "report": ("report", "members", "-o", sent),
        "dry run": ("import", "people", file, "--dry-run"),
    }
    written = []

    def write_once(connection: Any, cursor: Any, statement: str, *args: Any) -> None:
        if ("FROM person" in statement or "FROM mandate" in statement) and not written:
            written.append(statement)
            with writing(), unlimited_session(database.engine, today=TODAY) as other, factories.writing_to(other):
                make.PersonFactory(last_name="Meanwhile")
                other.commit()

    with app.app_context():
        engine = db.engine
    event.listen(engine, "after_cursor_execute", write_once)
    try:
        result = run(*words[command])
    finally:
        event.remove(engine, "after_cursor_execute", write_once)
    assert result.exit_code == 0, result.output
    assert written
    assert set(session.scalars(select(Person.last_name))) == {"Durand", "Meanwhile"}
    noted = {"export": ["people"], "report": ["report.members"], "dry run": []}
    assert list(session.scalars(select(AccessLog.what))) == noted[command]
