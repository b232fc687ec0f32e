"""A kept plan writes what it showed, and its fingerprint tells when the register changed since."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.deadlines.kinds import WhoseDeadlines
from mdo.kernel.imports.keeping import applying
from mdo.kernel.imports.keeping.applying import apply_kept
from mdo.kernel.imports.keeping.kept_lines import TO_COMPLETE, line_of, lines_of, state_of
from mdo.kernel.imports.keeping.packing import CHANGED_SINCE, packed, unpacked
from mdo.kernel.imports.keeping.stored import StoredHead, fingerprint, head_of, keep
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import LineState
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.scope.limits import Scope
from models.attendance import Presence
from models.instances import Instance, Seat
from models.journal import Door, JournalEntry
from models.network import Referent
from models.organisations import Organisation
from models.people import Mandate, Person
from models.preferences import ColourTheme
from models.procurement import StepNeed
from tests.kernel.imports.one_line import ONE_LINE, an_empty_register
from tests.kernel.imports.sheets import states, workbook
from tests.kernel.imports.test_instances import LYON
from tests.support import TODAY
from tests.support import factories as make
from tests.support.data import members

WRITTEN = (Instance, Person, Mandate, Organisation, Seat, Referent)
MACHINE = {"id", "version", "created_at", "updated_at", "created_by_id"}


def kept(session: Session, kind: str, source: Any, path: Path) -> StoredHead:
    mark = fingerprint(session)
    return keep(path, plan(session, kind, source, today=TODAY, name="essai"), mark)


def in_words(value: Any) -> str:
    return ", ".join(sorted(map(str, value))) if isinstance(value, list) else str(value)


def content(session: Session) -> dict[str, list[Any]]:
    """What is stored, ids aside: the same by whatever way it came."""
    session.expire_all()
    found = {}
    for model in WRITTEN:
        names = [column.key for column in inspect(model).column_attrs if not column.key.endswith("_id")]
        rows = [
            tuple(getattr(row, name) for name in names if name not in MACHINE)
            + tuple(in_words(getattr(row, link.key)) for link in inspect(model).relationships if not link.viewonly)
            for row in session.scalars(select(model))
        ]
        found[model.__name__] = sorted(map(repr, rows))
    return found


@pytest.mark.parametrize("by", ["plan", "kept"])
def test_both_ways_write_bodies_people_and_mandates(session: Session, tmp_path: Path, by: str) -> None:
    """Each way is compared with what the other wrote, in the file of the first."""
    for kind, source in (("instances", LYON), ("people", members.TARGET)):
        if by == "plan":
            result = apply(session, plan(session, kind, source, today=TODAY), only_valid=True)
        else:
            kept(session, kind, source, tmp_path / kind)
            session.expunge_all()
            result = apply_kept(session, tmp_path / kind, only_valid=True)
        session.commit()
        assert result.created > 0
    by_type = {name: len(rows) for name, rows in content(session).items()}
    assert by_type["Instance"] >= 42
    assert states(plan(session, "instances", LYON, today=TODAY)) == ["unchanged"] * 42


def test_a_kept_plan_writes_the_same_rows_as_the_plan_itself(session: Session, tmp_path: Path) -> None:
    quarter = make.InstanceFactory(name="Montchat", arrondissements=[3])
    make.InstanceFactory(name="Vaise", type=quarter.type, arrondissements=[9], mailbox=None)
    rows = (
        ("Nom", "Type", "Arrondissements", "État", "Création", "Boîte mail", "Rattachée à"),
        ("Gerland", quarter.type.label, "7e, 8e", "active", dt.date(2020, 2, 29), "g@example.org", "Montchat"),
        ("Vaise", None, "9e, 5e", None, None, "v@example.org", None),
    )
    session.commit()
    apply(session, plan(session, "instances", workbook(*rows), today=TODAY))
    wanted = content(session)
    session.rollback()
    session.expire_all()
    kept(session, "instances", workbook(*rows), tmp_path / "plan")
    session.expunge_all()
    result = apply_kept(session, tmp_path / "plan")
    assert (result.created, result.changed) == (1, 1)
    assert content(session) == wanted
    session.commit()
    (entry,) = session.scalars(select(JournalEntry).where(JournalEntry.door == Door.IMPORT))
    assert entry.summary == "essai"


def test_a_kept_plan_holds_what_the_plan_says(session: Session, tmp_path: Path) -> None:
    apply(session, plan(session, "instances", LYON, today=TODAY))
    made = plan(session, "people", members.TARGET, today=TODAY)
    head = keep(tmp_path / "plan", made, "mark")
    assert head == head_of(tmp_path / "plan")
    assert head.state_counts == made.counts
    texts = list(lines_of(tmp_path / "plan"))
    assert [state_of(text) for text in texts] == [line.state for line in made.lines]
    again = [line_of(text) for text in texts]
    assert [(line.sheet, line.number, line.label, line.errors) for line in again] == [
        (line.sheet, line.number, line.label, line.errors) for line in made.lines
    ]
    for before, after in zip(made.lines, again, strict=True):
        assert [change.label for change in before.changes] == [change.label for change in after.changes]
        assert [str(change.after) for change in before.changes] == [str(change.after) for change in after.changes]
        assert before.remarks == after.remarks
    assert oct((tmp_path / "plan").stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize(
    ("state", "words", "numbers"),
    [
        ("", "", [2, 3, 4]),
        (LineState.CREATED, "", [2]),
        (LineState.ERROR, "", []),
        (LineState.ASKED, "", [4]),
        (LineState.UNCHANGED, "", [3]),
        (LineState.CHANGED, "", []),
        (TO_COMPLETE, "", [2]),
        ("nonsense", "", [2, 3, 4]),
        ("", "GERLÂND", [2]),
        ("", "feuil1 perdu", [4]),
        (LineState.ERROR, "gerland", []),
    ],
)
def test_lines_are_found_by_state_and_by_words(
    session: Session, tmp_path: Path, state: str, words: str, numbers: list[int]
) -> None:
    body = make.InstanceFactory(name="Montchat", arrondissements=[3])
    data = workbook(("Nom", "Type"), ("Gerland", body.type.label), ("Montchat", None), ("Vaise", "Quartier perdu"))
    kept(session, "instances", data, tmp_path / "plan")
    assert [line_of(text).number for text in lines_of(tmp_path / "plan", state, words)] == numbers


def test_nothing_is_written_unless_all_lines_pass(session: Session, tmp_path: Path) -> None:
    kept(session, "people", workbook(("Nom", "Courriel"), ("Dupont", None), ("Roux", "ana@")), tmp_path / "plan")
    with pytest.raises(RuleViolation):
        apply_kept(session, tmp_path / "plan")
    assert apply_kept(session, tmp_path / "plan", only_valid=True).rejected == 1
    assert session.scalars(select(Person.last_name)).all() == ["Dupont"]


def test_a_file_error_stops_a_kept_plan(session: Session, tmp_path: Path) -> None:
    head = kept(session, "people", workbook(("Prénom", "Courriel"), ("Zoé", None)), tmp_path / "plan")
    assert not head.can_apply
    for only_valid in (False, True):
        with pytest.raises(RuleViolation):
            apply_kept(session, tmp_path / "plan", only_valid=only_valid)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("m@example.org", "x@example.org"),
        lambda text: text.replace('"version": 2', '"version": 3'),
        lambda text: text[: len(text) // 2],
        lambda text: "\n".join(text.splitlines()[:-1]) + "\n",
        lambda text: "",
    ],
    ids=["a value", "a row", "half of it", "without its sum", "nothing"],
)
def test_a_kept_plan_that_is_not_as_it_was_kept_writes_nothing_and_says_what_to_do(
    session: Session, tmp_path: Path, spoil: Callable[[str], str]
) -> None:
    body, path = make.InstanceFactory(name="Montchat", arrondissements=[3]), tmp_path / "plan"
    session.commit()
    kept(session, "instances", workbook(("Nom", "Boîte mail"), ("Montchat", "m@example.org")), path)
    whole = path.read_text("utf-8")
    assert spoil(whole) != whole
    path.write_text(spoil(whole), "utf-8")
    with pytest.raises(RuleViolation, match="Import the file again"):
        apply_kept(session, path)
    assert body.mailbox is None


def test_a_plan_that_was_made_again_since_it_was_seen_is_not_written(session: Session, tmp_path: Path) -> None:
    seen, now = (kept(session, "people", workbook(("Nom",), (name,)), tmp_path / "plan") for name in ("Un", "Deux"))
    with pytest.raises(RuleViolation) as refused:
        apply_kept(session, tmp_path / "plan", digest=seen.digest)
    assert refused.value.message == CHANGED_SINCE
    assert apply_kept(session, tmp_path / "plan", digest=now.digest).created == 1


def test_a_plan_is_kept_whole_or_the_former_one_stays(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan"
    head = kept(session, "people", workbook(("Nom",), ("Un",)), path)
    assert path.stat().st_mode & 0o777 == 0o600

    def fail(*args: Any) -> None:
        raise OSError("no room left")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        with pytest.raises(OSError, match="no room left"):
            kept(session, "people", workbook(("Nom",), ("Deux",)), path)
    assert head_of(path) == head
    assert [file.name for file in tmp_path.iterdir()] == ["plan"]
    apply_kept(session, path)
    assert session.scalars(select(Person.last_name)).all() == ["Un"]


@pytest.mark.parametrize("how", ["changed", "deleted"])
def test_a_row_that_changed_since_is_not_overwritten(session: Session, tmp_path: Path, how: str) -> None:
    body = make.InstanceFactory(name="Montchat", arrondissements=[3])
    kept(session, "instances", workbook(("Nom", "Boîte mail"), ("Montchat", "m@example.org")), tmp_path / "plan")
    if how == "changed":
        body.notes = "autre"
    else:
        session.delete(body)
    session.commit()
    with pytest.raises(RuleViolation) as refused:
        apply_kept(session, tmp_path / "plan")
    assert refused.value.message == CHANGED_SINCE


def test_the_fingerprint_is_that_of_the_register_the_day_and_the_reader(
    session: Session, as_reader: Callable[..., Session]
) -> None:
    body = make.InstanceFactory(name="Montchat", arrondissements=[3])
    session.commit()
    first = fingerprint(session)
    assert fingerprint(session) == first
    body.notes = "autre"
    session.commit()
    second = fingerprint(session)
    assert second != first
    readers = [
        as_reader(Scope.arrondissements(1, frozenset({1}))),
        as_reader(Scope.arrondissements(1, frozenset({2}))),
        as_reader(Scope.everything(1), rights=frozenset({("SeatView", "can_add")})),
        as_reader(Scope.everything(1)),
    ]
    assert len({second, *(fingerprint(reader) for reader in readers)}) == 5


def test_the_rows_of_every_kind_can_be_kept(session: Session, tmp_path: Path) -> None:
    an_empty_register(session)
    assert ONE_LINE.keys() == KINDS.keys()
    for kind, (headers, line, done) in ONE_LINE.items():
        data = workbook(headers, line)
        kept(session, kind, data, tmp_path / kind)
        session.expunge_all()
        result = apply_kept(session, tmp_path / kind)
        assert (result.created, result.changed) == done
        session.commit()
        assert states(plan(session, kind, data, today=TODAY)) == ["unchanged"]


@pytest.mark.parametrize(
    ("kept", "member"),
    [
        (["Presence", "present"], Presence.PRESENT),
        (["Presence", "obligatory"], StepNeed.OBLIGATORY),
        (["Theme", "dark"], ColourTheme.DARK),
        (["Whose", "team"], WhoseDeadlines.TEAM),
        *((packed(member)["enum"], member) for member in (Presence.GUEST, StepNeed.OBLIGATORY, ColourTheme.DARK)),
    ],
)
def test_a_closed_list_is_read_by_its_name_and_by_the_one_it_had(kept: list[str], member: object) -> None:
    assert unpacked({"enum": kept}) is member


@pytest.mark.parametrize("together", [1, 2, 3, 500])
def test_who_stands_in_may_be_written_long_before_the_holder(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    """Lines are written so many at a time: one that names a row of a later line waits for it."""
    monkeypatch.setattr(applying, "_TOGETHER", together)
    make.InstanceFactory(name="Montchat", arrondissements=[3])
    session.commit()
    rows = [
        ("Nom", "Prénom", "Instance", "Suppléant de", "Structure"),
        ("Suppléante", "Ana", "Montchat", "TITULAIRE Zoé", None),
        ("Suppléante", "Ana", None, None, "Lyon à Vélo"),  # says more of who waits
        ("Autre", "Rui", "Montchat", None, "Lyon à Vélo"),
        ("Seul", "Luc", "Montchat", None, None),
        ("Titulaire", "Zoé", "Montchat", None, None),
    ]
    kept(session, "people", workbook(*rows), tmp_path / "plan")
    session.expunge_all()
    apply_kept(session, tmp_path / "plan")
    session.commit()
    mandates = session.scalars(select(Mandate)).all()
    found = {str(row.person): row.substitute_of and str(row.substitute_of.person) for row in mandates}
    assert found == {"Suppléante Ana": "Titulaire Zoé", "Autre Rui": None, "Seul Luc": None, "Titulaire Zoé": None}
    assert sorted(str(row) for row in session.scalars(select(Person))) == sorted(found)
    ana = session.scalars(select(Person).filter_by(first_name="Ana")).one()
    assert ana.organisation is not None
    assert len(session.scalars(select(Organisation)).all()) == 1
