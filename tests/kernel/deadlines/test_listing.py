"""The list of deadlines: counters equal rows, each line once, within the scope and the rights of the reader."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import select

from mdo.kernel.base.context import context_of
from mdo.kernel.base.kept_statements import kept
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import Bucket, WhoseDeadlines
from mdo.kernel.deadlines.listing import Counts, Deadlines, bucket_of, offered, usual
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.rights.roles import pairs_of
from mdo.kernel.scope.limits import Scope
from models.instances import Instance
from models.territory import Arrondissement
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared
from tests.support.statements import count_statements

DAY = dt.timedelta(days=1)


class World:
    """Mandates, bodies, conventions, référents and absences in the 5th, the 7th, both and the whole city.

    Some fall due on the last day of a bucket: today's week, its month, its quarter.
    """

    def __init__(self, session):
        self.session = session
        self.agent = make.UserFactory(username="agent", roles=["mission"])
        self.colleague = make.UserFactory(username="colleague", roles=["mission"])
        self.referent = make.UserFactory(username="five", roles=["referent"])
        self.rows = {}
        for index, (name, numbers) in enumerate({"fifth": [5], "seventh": [7], "both": [5, 7], "city": []}.items()):
            body = make.InstanceFactory(
                name=name, arrondissements=numbers, agent=self.agent if index % 2 else self.colleague
            )
            mandate = make.MandateFactory(instance=body, planned_end_on=TODAY + (20 * index - 30) * DAY)
            self.rows[name] = {("mandate_end", mandate.id), ("body_renewal", body.id)}
        for name, number in (("fifth", 5), ("seventh", 7)):
            place = make.ArrondissementFactory(number=number)
            organisation = make.OrganisationFactory(arrondissement=place, convention_end_on=TODAY + 90 * DAY)
            referent = make.ReferentFactory(arrondissement=place, end_on=TODAY + 7 * DAY)
            self.rows[name] |= {("convention_end", organisation.id), ("referent_end", referent.id)}
        absence = make.AbsenceFactory(user=self.agent, end_on=TODAY + DAY)
        account = make.UserFactory(username="leaving", ends_on=TODAY)
        self.rows["nowhere"] = {("absence_uncovered", absence.id), ("account_end", account.id)}
        session.commit()
        self.places = {row.number: row.id for row in session.scalars(select(Arrondissement))}

    @property
    def of_the_team(self):
        """What nobody answers for; no account has the role of heads, to whom the ends of référents are sent."""
        return {line for lines in self.rows.values() for line in lines if line[0] in ("convention_end", "referent_end")}

    def of(self, *names, without=()):
        return {line for name in names for line in self.rows[name] if line[0] not in without}


@prepared
def world(session):
    return World(session)


@pytest.fixture
def reader_of(world, as_reader):
    """A session of an account with the rights of a role."""

    def of(role, user=None, numbers=()):
        user = user or make.UserFactory(roles=[role])
        places = frozenset(world.places[number] for number in numbers)
        scope = {
            "referent": Scope.arrondissements(user.id, places),
            "elu": Scope.elected(user.id),
        }.get(role, Scope.everything(user.id))
        return as_reader(scope, actor_id=user.id, rights=pairs_of(role))

    return of


ALL_PLACES = ("fifth", "seventh", "both", "city", "nowhere")


@pytest.mark.parametrize(
    ("role", "numbers", "places", "without"),
    [
        ("admin", (), ALL_PLACES, ()),
        ("mission", (), ALL_PLACES, ("account_end",)),
        ("direction", (), ALL_PLACES, ("account_end",)),
        ("referent", (5,), ("fifth", "both", "city"), ()),
        ("referent", (7,), ("seventh", "both", "city"), ()),
        ("referent", (1,), ("city",), ()),
        ("dpo", (), (), ()),
    ],
)
def test_a_reader_sees_exactly_the_lines_of_the_own_scope_and_rights(
    world, reader_of, lines, role, numbers, places, without
):
    found = lines(reader_of(role, numbers=numbers))
    assert set(found) == world.of(*places, without=without)
    assert len(found) == len(set(found))


def test_an_elected_official_sees_the_own_bodies(session, world, reader_of, lines):
    user = make.UserFactory(roles=["elu"])
    (body_id,) = [row_id for kind, row_id in world.rows["seventh"] if kind == "body_renewal"]
    session.get(Instance, body_id).elected_user = user
    found = set(lines(reader_of("elu", user)))
    assert found == {line for line in world.rows["seventh"] if line[0] in {"mandate_end", "body_renewal"}}


def test_whose_deadlines(world, reader_of, lines):
    agent = reader_of("mission", world.agent)
    of_agent = {line for name in ("seventh", "city") for line in world.rows[name] if line[0] in _OF_BODIES}
    absence = {line for line in world.rows["nowhere"] if line[0] == "absence_uncovered"}
    assert set(lines(agent, whose=WhoseDeadlines.MINE)) == of_agent | absence | world.of_the_team
    # Sent to the role « mission », answered for by a colleague of that role, or by nobody.
    team = world.of(*ALL_PLACES, without=("account_end",))
    assert set(lines(agent, whose=WhoseDeadlines.TEAM)) == team
    referent = reader_of("referent", world.referent, (5,))
    assert set(lines(referent, whose=WhoseDeadlines.PLACE)) == world.of("fifth", "both")


def test_readers_in_turn_each_get_the_own_lines_of_statements_that_are_kept(world, reader_of, lines):
    fifth, seventh = (reader_of("referent", numbers=(number,)) for number in (5, 7))
    agent, colleague = (reader_of("mission", user) for user in (world.agent, world.colleague))
    absence = {line for line in world.rows["nowhere"] if line[0] == "absence_uncovered"}
    for _ in range(2):
        assert set(lines(fifth, whose=WhoseDeadlines.PLACE)) == world.of("fifth", "both")
        assert set(lines(seventh, whose=WhoseDeadlines.PLACE)) == world.of("seventh", "both")
        for reader, names, others in ((agent, ("seventh", "city"), absence), (colleague, ("fifth", "both"), set())):
            found = {line for name in names for line in world.rows[name] if line[0] in _OF_BODIES}
            found |= others | world.of_the_team
            built = kept.cache_info().misses
            assert set(lines(reader, whose=WhoseDeadlines.MINE)) == found
            assert Deadlines(reader).count().total(WhoseDeadlines.MINE) == len(found)
        assert kept.cache_info().misses == built, "colleagues with the same rights share a statement"


_OF_BODIES = ("mandate_end", "body_renewal")


def test_a_rule_sent_to_everyone_is_the_deadline_of_every_team(session, world, reader_of, lines):
    make.DeadlineRuleFactory(kind="referent_end").role = None
    session.commit()
    kinds = {kind for kind, _ in lines(reader_of("mission", world.agent), whose=WhoseDeadlines.TEAM)}
    assert "referent_end" in kinds


def test_each_counter_is_the_number_of_lines_behind_it(world, reader_of, lines):
    for reader in (reader_of("referent", world.referent, (5,)), reader_of("mission", world.agent)):
        counts = Deadlines(reader).count()
        for whose in offered(context_of(reader)):
            whole = list(Deadlines(reader).all(DeadlineQuery(whose=whose)))
            assert counts.total(whose) == len(whole)
            found = Counter((bucket_of((line.due_on - TODAY).days), line.kind) for line in whole)
            for bucket, kind in product(Bucket, KINDS):
                assert counts.total(whose, [bucket], [kind]) == found[bucket, kind], (whose, bucket, kind)
        assert whole
        for bucket in Bucket:  # of the last choice, which is all: what is narrowed in the one is in the others
            inside = [(line.kind, line.id) for line in whole if bucket_of((line.due_on - TODAY).days) is bucket]
            assert lines(reader, buckets=frozenset({bucket})) == inside
    for kind in KINDS:  # of who sees the most
        asked = lines(reader, kinds=frozenset({kind}))
        assert asked == [(line.kind, line.id) for line in whole if line.kind == kind]


def test_counters_follow_the_place_and_the_words(world, reader_of, lines):
    reader = reader_of("mission")
    ids = frozenset({world.places[7]})
    counts = Deadlines(reader).count(DeadlineQuery(arrondissement_ids=ids))
    found = lines(reader, arrondissement_ids=ids)
    assert set(found) == world.of("seventh", "both")
    assert counts.total(WhoseDeadlines.ALL) == len(found)
    words = lines(reader, words="seventh")
    assert set(words) == {line for line in world.rows["seventh"] if line[0] in _OF_BODIES}
    assert Deadlines(reader).count(DeadlineQuery(words="seventh")).total(WhoseDeadlines.ALL) == len(words)


def test_lines_come_by_date_and_pages_do_not_overlap(world, reader_of):
    deadlines = Deadlines(reader_of("admin"))
    whole = list(deadlines.all(DeadlineQuery()))
    assert [line.due_on for line in whole] == sorted(line.due_on for line in whole)
    pages = [
        line for offset in range(0, len(whole), 3) for line in deadlines.page(DeadlineQuery(), limit=3, offset=offset)
    ]
    assert pages == whole
    assert {(line.kind, line.id, line.due_on) for line in whole} == {(a.kind, a.id, a.due_on) for a in pages}
    assert len({(line.kind, line.id) for line in whole}) == len(whole)


def test_a_line_says_where_it_stands_and_who_answers_for_it(world, reader_of):
    found = {
        line.title: line for line in Deadlines(reader_of("mission")).all(DeadlineQuery()) if line.kind == "body_renewal"
    }
    assert found["both"].places == ("Lyon 5e", "Lyon 7e")
    assert found["city"].places == ()
    assert found["seventh"].responsible == f"{world.agent.first_name} {world.agent.last_name}"


def test_a_referent_may_not_act_on_what_is_only_read(world, reader_of):
    found = {
        line.title: line.is_writable
        for line in Deadlines(reader_of("referent", numbers=(5,))).all(DeadlineQuery())
        if line.kind == "body_renewal"
    }
    assert found == {"fifth": True, "both": True, "city": False}


def test_the_list_costs_four_statements_whatever_it_holds(database, world, reader_of):
    reader = reader_of("admin")
    with count_statements(database.engine) as sent:
        deadlines = Deadlines(reader)
        deadlines.count()
        deadlines.page(DeadlineQuery(), limit=25)
    assert len(sent) == 4


@pytest.mark.parametrize(
    ("scope", "choices", "first"),
    [
        (Scope.everything(1), (WhoseDeadlines.MINE, WhoseDeadlines.TEAM, WhoseDeadlines.ALL), WhoseDeadlines.ALL),
        (
            Scope.arrondissements(1, frozenset({5})),
            (WhoseDeadlines.MINE, WhoseDeadlines.PLACE, WhoseDeadlines.ALL),
            WhoseDeadlines.PLACE,
        ),
        (Scope.elected(1), (WhoseDeadlines.ALL,), WhoseDeadlines.ALL),
    ],
)
def test_a_reader_chooses_among_what_has_a_meaning(session, scope, choices, first):
    context = replace(context_of(session), scope=scope)
    assert offered(context) == choices
    assert usual(context, Counts()) is first


def test_one_who_answers_for_something_sees_it_first(session):
    counts = Counts({(WhoseDeadlines.MINE, Bucket.LATE, "mandate_end"): 1})
    assert usual(context_of(session), counts) is WhoseDeadlines.MINE


def test_an_unknown_reader_sees_nothing(world, as_reader, lines):
    assert lines(as_reader(Scope.nothing())) == []
    # Even were rights left over, no row would be in scope; the list of accounts alone hangs on the right.
    assert {kind for kind, _ in lines(as_reader(Scope.nothing(), rights=pairs_of("admin")))} <= {"account_end"}
