"""The demo is invented, plausible by the rules of the trade, the same for a seed, and never mixes with real data."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, joinedload

from app import create_app
from mdo import demo
from mdo.accounts import rules as accounts
from mdo.accounts.passwords import MINIMUM_LENGTH_ADMIN
from mdo.demo.polls import last_polls
from mdo.instances.lifecycle import check_instance
from mdo.kernel.base.context import Context, bind
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.periods import add_months, day_of
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadline, Deadlines
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.scope.limits import Scope
from mdo.kernel.search.maintenance import rebuild
from mdo.kernel.sessions.factory import install_all
from mdo.network.referents import check_referent
from mdo.people.ages import is_guardian_asked
from mdo.people.mandate_rules import check_mandate
from mdo.people.mandates import (
    MandateStatus,
    status_of,
)
from mdo.procurement.counting import is_day_off
from models.accounts import User
from models.contracts import Contract
from models.digest import DigestSending
from models.instances import Instance, InstanceState, InstanceType, Seat
from models.meetings import Meeting, MeetingState
from models.network import Referent
from models.people import DuplicateCandidate, Gender, Mandate, Person
from models.procurement import ProcedureCode
from models.search import SEARCH_TABLES
from models.territory import Arrondissement
from tests.support import TODAY
from tests.support.databases import Database
from tests.support.prepared import prepared
from tests.support.settings import DEMO_PASSWORD, settings_for
from views.base.database import db

# Enough for every seat and bureau to be filled, or left vacant.
PEOPLE = 1200
FEW = 120
_TABLES = ("instance", "instance_arrondissement", "organisation", "seat", "person", "mandate", "referent", "absence")
_MOMENTS = ("created_at", "updated_at")


@pytest.fixture(autouse=True)
def _quick_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seventeen accounts cost a second of hashing, which these tests do not look at."""
    monkeypatch.setattr(accounts, "hash_of", lambda password: "scrypt:not-a-hash")


def write(session: Session, people: int = FEW, seed: int = 1) -> demo.DemoCounts:
    """The demo as of the day of the tests."""
    counts = demo.write(session, people=people, seed=seed, today=TODAY, password=DEMO_PASSWORD)
    session.commit()
    return counts


@prepared
def one(session: Session) -> demo.DemoCounts:
    """The demo with a single person."""
    return write(session, people=1)


@prepared
def few(session: Session) -> demo.DemoCounts:
    """The demo with some people."""
    return write(session)


@prepared
def many(session: Session) -> demo.DemoCounts:
    """The demo with a person for every seat and bureau."""
    return write(session, people=PEOPLE)


def content(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the demo's tables, the moments at which they were written aside."""
    tables = Person.metadata.tables
    found = {}
    for name in _TABLES:
        columns = [column for column in tables[name].c if column.name not in _MOMENTS]
        found[name] = [tuple(row) for row in session.connection().execute(select(*columns).order_by(*columns[:2]))]
    return found


@pytest.mark.night
@pytest.mark.usefixtures("few")
def test_same_seed_same_people_another_seed_others(database: Database, session: Session) -> None:
    first = content(session)
    session.close()
    for seed, is_same in ((1, True), (2, False)):
        database.restore()
        with session:
            write(session, seed=seed)
            assert (content(session) == first) is is_same


def test_a_single_person_when_one_is_asked(session: Session, one: demo.DemoCounts) -> None:
    assert_counted(session, one, 1)


@pytest.mark.slow
def test_a_person_for_each_of_the_many_asked(session: Session, many: demo.DemoCounts) -> None:
    assert_counted(session, many, PEOPLE)


@pytest.mark.parametrize("people", [60, pytest.param(501, marks=pytest.mark.night)])
def test_as_many_people_as_asked(session: Session, people: int) -> None:
    assert_counted(session, write(session, people=people), people)


def assert_counted(session: Session, counts: demo.DemoCounts, people: int) -> None:
    """What the demo says that it wrote is what is stored."""
    assert session.scalar(select(func.count(Person.id))) == counts.people == people
    assert session.scalar(select(func.count(Mandate.id))) == counts.mandates
    assert session.scalar(select(func.count(DuplicateCandidate.id))) == counts.duplicates


@pytest.mark.usefixtures("one")
def test_bodies_are_those_of_lyon(session: Session) -> None:
    by_type = dict(
        session.execute(
            select(InstanceType.code, func.count(Instance.id)).join(Instance.type).group_by(InstanceType.code)
        ).all()
    )
    assert by_type["conseil_quartier"] == 36
    assert by_type["cica"] == 9
    assert by_type["conseil_citoyen"] == 10
    assert set(by_type) == set(session.scalars(select(InstanceType.code)))
    states = set(session.scalars(select(Instance.state)))
    assert states == set(InstanceState)
    assert session.scalar(select(func.count(Instance.id)).where(~Instance.arrondissements.any())), "some are city-wide"


@pytest.mark.slow
@pytest.mark.usefixtures("many")
def test_every_row_obeys_the_rules(session: Session) -> None:
    for instance in session.scalars(select(Instance)):
        check_instance(instance, TODAY)
    referents = session.scalars(select(Referent)).all()
    for referent in referents:
        check_referent(referent, referents)
    options = [joinedload(Mandate.instance), joinedload(Mandate.function), joinedload(Mandate.person)]
    by_person, by_seat = defaultdict(list), defaultdict(list)
    for mandate in session.scalars(select(Mandate).options(*options)):
        by_person[mandate.person_id].append(mandate)
        if mandate.seat_id is not None:
            by_seat[mandate.seat_id].append(mandate)
    ranks = {mandate.id: mandate.rank for mandates in by_person.values() for mandate in mandates}
    for mandates in by_person.values():
        for mandate in mandates:
            known = {id(other): other for other in (*mandates, *by_seat.get(mandate.seat_id, ()))}
            check_mandate(mandate, list(known.values()), TODAY, is_written=True)
            assert mandate.rank == ranks[mandate.id]


@pytest.mark.usefixtures("many")
def test_history_shows_every_situation(session: Session) -> None:
    mandates = session.scalars(select(Mandate).options(joinedload(Mandate.instance))).all()
    statuses = {status_of(mandate, TODAY) for mandate in mandates}
    assert statuses >= {MandateStatus.IN_FORCE, MandateStatus.EXPIRED, MandateStatus.ENDED, MandateStatus.UNDATED}
    assert any(mandate.previous_id for mandate in mandates), "renewals"
    assert any(mandate.organisation_id for mandate in mandates), "associations with a representative"
    held = {mandate.seat_id for mandate in mandates if mandate.ended_on is None}
    assert set(session.scalars(select(Seat.id))) - held, "vacant seats"
    people = session.scalars(select(Person)).all()
    assert {person.gender for person in people} >= {Gender.FEMALE, Gender.MALE, Gender.UNKNOWN}
    minors = [person for person in people if is_guardian_asked(person.birth_year, TODAY)]
    assert [person for person in minors if person.guardian_name]
    assert session.scalar(select(func.count(DuplicateCandidate.id)))


@pytest.mark.usefixtures("few")
def test_addresses_reach_nobody(session: Session) -> None:
    tables = Person.metadata.tables
    for name, column in (
        ("person", "email"),
        ("person", "guardian_email"),
        ("organisation", "email"),
        ("instance", "mailbox"),
        ("ab_user", "email"),
    ):
        value = tables[name].c[column]
        emails = list(session.connection().scalars(select(value).where(value.is_not(None))))
        assert emails, name
        assert {email.split("@")[1] for email in emails} <= {"example.org", "demo.example"}, name
    phones = session.connection().scalars(select(tables["person"].c.phone).where(tables["person"].c.phone.is_not(None)))
    assert all(phone.startswith("06 39 98 ") for phone in phones)


@pytest.mark.usefixtures("few")
def test_search_finds_what_was_written_in_bulk(session: Session) -> None:
    for model, texts in SEARCH_TABLES.items():
        bulk = session.connection().execute(select(texts).order_by(texts.c.id)).all()
        assert len(bulk) == session.scalar(select(func.count(model.id))), model
        rebuild(session.connection(), model)
        assert session.connection().execute(select(texts).order_by(texts.c.id)).all() == bulk


@pytest.mark.usefixtures("few")
def test_sort_keys_are_those_of_the_model(session: Session) -> None:
    people = session.scalars(select(Person)).all()
    keys = [person.sort_key for person in people]
    for person in people:
        person.sort_key = ""
    session.flush()
    assert [person.sort_key for person in people] == keys


@pytest.mark.usefixtures("few")
def test_no_key_points_nowhere_and_new_rows_follow(session: Session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        assert session.connection().execute(text("PRAGMA foreign_key_check")).all() == []
    last = session.scalar(select(func.max(Person.id)))
    person = Person(last_name="Suivant")
    session.add(person)
    session.flush()
    assert person.id == last + 1


def test_the_demo_never_mixes_with_other_data(session: Session) -> None:
    demo.check_may_write(session, is_production=False, people=PEOPLE)
    with pytest.raises(RuleViolation, match="production"):
        demo.check_may_write(session, is_production=True, people=PEOPLE)
    for people in (0, demo.MAXIMUM_PEOPLE + 1):
        with pytest.raises(RuleViolation) as refusal:
            demo.check_may_write(session, is_production=False, people=people)
        assert refusal.value.field == "people"
    session.add(Person(last_name="Durand"))
    session.flush()
    with pytest.raises(RuleViolation, match="already holds data"):
        demo.check_may_write(session, is_production=False, people=PEOPLE)


@pytest.mark.usefixtures("made_ready")
def test_command_tells_counts_and_refuses_twice(command_line: FlaskCliRunner) -> None:
    first = command_line.invoke(args=["mdo", "demo", "--people", "60"])
    assert first.exit_code == 0, first.output
    assert ": 60\n" in first.output
    assert "ref9" in first.output
    assert DEMO_PASSWORD not in first.output
    second = command_line.invoke(args=["mdo", "demo", "--people", "60"])
    assert second.exit_code == 1
    assert "MDO_DATABASE_URL" in second.output


@pytest.mark.slow
@pytest.mark.usefixtures("made_ready")
def test_generated_password_is_told_once(empty_url: str, tmp_path: Path) -> None:
    app = create_app(replace(settings_for(empty_url, tmp_path), demo_password=None))
    command_line = app.test_cli_runner()
    result = command_line.invoke(args=["mdo", "demo", "--people", "1"])
    assert result.exit_code == 0, result.output
    password = result.output.strip().splitlines()[-1].rsplit(" ", 1)[-1]
    assert len(password) >= MINIMUM_LENGTH_ADMIN
    with app.app_context():
        db.engine.dispose()


# ---- What the guide tells of it --------------------------------------------------------------------------------------

LATE = {
    "mandate_end",
    "request_answer",
    "action_due",
    "step_due",
    "deliverable_due",
    "invoice_payment",
}


NEEDS = "meeting_need"


def late_lines(session: Session, today: dt.date, scope: Scope) -> list[Deadline]:
    """What is late for a reader who may open every list."""
    rights = frozenset((kind.view, "can_list") for kind in KINDS.values())
    with Session(session.get_bind()) as reader:
        install_all(reader)
        bind(reader, Context(scope=scope, today=today, rights=rights))
        return [line for line in Deadlines(reader).all(DeadlineQuery(WhoseDeadlines.ALL)) if line.due_on < today]


@pytest.mark.parametrize(
    "day",
    [
        TODAY,
        *(
            pytest.param(dt.date.fromisoformat(day), marks=mark)
            for day, mark in {
                "2026-12-31": pytest.mark.night,
                "2027-02-28": pytest.mark.slow,  # months are added to the last day of one
                "2027-08-15": pytest.mark.night,
            }.items()
        ),
    ],
    ids=str,
)
def test_six_things_are_late_each_of_its_kind_three_of_them_in_the_fifth(session: Session, day: dt.date) -> None:
    demo.write(session, people=PEOPLE, seed=1, today=day, password=DEMO_PASSWORD)
    session.commit()
    late = Counter(line.kind for line in late_lines(session, day, Scope.everything()))
    assert 1 <= late.pop(NEEDS) <= 4  # what the meetings of the week still need
    assert late == dict.fromkeys(LATE, 1)
    fifth = session.scalars(select(Arrondissement.id).where(Arrondissement.number == 5)).one()
    in_fifth = late_lines(session, day, Scope.arrondissements(0, frozenset({fifth})))
    assert {line.kind for line in in_fifth} - {NEEDS} == {"mandate_end", "request_answer", "action_due"}


@pytest.mark.usefixtures("many")
def test_the_weeks_are_real_ones(session: Session) -> None:
    """A morning after, mandates to renew at once, a deadline put off, a cover without rights, who has left."""
    yesterday = TODAY - dt.timedelta(days=1)
    held = [row for row in session.scalars(select(Meeting)).unique() if day_of(row.start_at) == yesterday]
    assert MeetingState.HELD in {row.state for row in held}
    rights = frozenset((kind.view, "can_list") for kind in KINDS.values())
    with Session(session.get_bind()) as reader:
        install_all(reader)
        bind(reader, Context(scope=Scope.everything(), today=TODAY, rights=rights))
        deadlines = Deadlines(reader)
        groups = deadlines.groups(DeadlineQuery())
        together = [part.number for group in groups for part in group.parts if part.kind == "mandate_end"]
        assert 10 <= max(together) <= 17
        assert [line.kind for line in deadlines.all(DeadlineQuery()) if line.reason] == ["action_due"]
        assert deadlines.number_out_of_sight()
    gone = session.scalars(select(User).where(User.active.is_(False))).one()
    assert max(session.scalars(select(DigestSending.day).where(DigestSending.user_id == gone.id))) == gone.ends_on


@pytest.mark.usefixtures("few")
def test_the_year_is_that_of_elections_and_of_the_law(session: Session) -> None:
    polls = last_polls(TODAY)
    assert polls == dt.date(2026, 3, 22)
    quartiers = select(Instance).join(Instance.type).where(InstanceType.code == "conseil_quartier")
    for body in session.scalars(quartiers):
        assert body.deliberation_on is not None
        assert body.deliberation_on > polls
        assert body.elected_official or body.elected_user
    public = session.scalars(select(Meeting).where(Meeting.instance_id.is_not(None))).all()
    assert not [meeting for meeting in public if polls - dt.timedelta(days=45) < day_of(meeting.start_at) <= polls]
    panels = select(Instance).join(Instance.type).where(InstanceType.code == "panel_citoyen")
    assert all(
        body.created_on > add_months(TODAY, -12)
        for body in session.scalars(panels)
        if body.state is InstanceState.ACTIVE and body.created_on
    )


@pytest.mark.usefixtures("one")
def test_contracts_are_launched_on_days_of_work_with_what_the_law_asks_of_the_environment(session: Session) -> None:
    contracts = session.scalars(select(Contract)).all()
    assert [contract.number for contract in contracts if contract.launch_on and is_day_off(contract.launch_on)] == []
    files = [row for row in contracts if row.launch_on and row.launch_on >= dt.date(2026, 8, 22)]
    files = [row for row in files if row.procedure is not ProcedureCode.SUBSEQUENT]
    assert len(files) >= 5
    assert [row.number for row in files if not row.has_environmental_clause] == []
    competed = [row for row in files if row.procedure not in {None, ProcedureCode.DIRECT}]
    assert len(competed) >= 3
    assert [row.number for row in competed if not row.has_environmental_criterion] == []
    trainings = [row for row in contracts if row.cpv and row.cpv.startswith("805")]
    assert {row.family.code for row in trainings if row.family} == {"FORMATION"}
