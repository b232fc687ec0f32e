"""After an election: the élu·es référent·es of all bodies are replaced in one act, of which the preview is a dry run.

An élu·e is named by the body, with the account by which she reads it. One who sits there besides has a mandate: it ends
the day before, because of the election, and that of her successor begins. Forms' rules are asked of every row.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from mdo.instances.vocabulary import CIVILITY, NOBODY
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.rights.roles import RoleCode
from mdo.kernel.rules.row_rules import check_row
from mdo.people.name_words import in_order, parted
from mdo.people.namesakes import people_called
from models.accounts import Role, User
from models.instances import Instance, InstanceState
from models.people import Designation, EndReason, Mandate, Person
from models.text import fold

MOST_BODIES = 500
_LONGEST = 160
_ONE_DAY = dt.timedelta(days=1)
_SEVERAL = N_("Several people of this name sit there: end the mandate on the record of the right one.")
_WHO = N_("Say who %(name)s is, among those of this name in the register.")


class Outcome(StrEnum):
    """What becomes of who follows a body."""

    REPLACED = "replaced"
    NOBODY = "nobody"
    SAME = "same"
    NO_ANSWER = "no_answer"


@dataclass
class Succession:
    """What a body becomes: who followed it, who follows it now; the mandates of the former that end there.

    `refusal` is what a rule says against it, `remark` what is left to do by hand.
    """

    body: Instance
    old: str
    new: str
    outcome: Outcome
    account: User | None = None
    ended: list[Mandate] = field(default_factory=list)
    remark: str = ""
    refusal: RuleViolation | None = None

    @property
    def is_written(self) -> bool:
        return self.outcome in (Outcome.REPLACED, Outcome.NOBODY)


def bodies_followed(session: AnySession) -> Sequence[Instance]:
    """The bodies that are not dissolved, by arrondissement, those of the whole city last."""
    asked = (
        select(Instance)
        .where(Instance.state != InstanceState.DISSOLVED)
        .options(selectinload(Instance.arrondissements), joinedload(Instance.elected_user), joinedload(Instance.type))
        .order_by(Instance.sort_key, Instance.id)
        .limit(MOST_BODIES)
    )
    return sorted(session.scalars(asked).unique(), key=_place)


def _place(body: Instance) -> int:
    return min((place.number for place in body.arrondissements), default=99)


def followed_by(body: Instance) -> str:
    """Who follows a body: the name that it says, else that of the account."""
    return body.elected_official or (str(body.elected_user) if body.elected_user is not None else "")


def name_in(text: str) -> str | None:
    """The name that an answer says, without a civility; empty for nobody (« vacant »), None without an answer."""
    name = CIVILITY.sub("", " ".join(text.split()))[:_LONGEST]
    if not name:
        return None
    return "" if NOBODY.fullmatch(fold(name)) else name


def same_name(one: str, other: str) -> bool:
    """Whether two texts name one person, first name first or last."""
    return sorted(fold(one).split()) == sorted(fold(other).split())


def successions(
    session: AnySession, bodies: Sequence[Instance], answers: Mapping[int, str], day: dt.date
) -> list[Succession]:
    """What these answers, by id of the body, make of each; writes nothing."""
    accounts = session.scalars(
        select(User).where(User.active.is_(True), User.roles.any(Role.name == RoleCode.ELECTED)).order_by(User.id)
    ).all()
    found = [_succession(body, name_in(answers.get(body.id, "")), accounts) for body in bodies]
    leaving = {item.body.id: item for item in found if item.is_written and item.old}
    sitting = (
        select(Mandate)
        .where(
            Mandate.instance_id.in_(sorted(leaving)),
            Mandate.ended_on.is_(None),
            or_(Mandate.start_on.is_(None), Mandate.start_on < day),
        )
        .options(joinedload(Mandate.person), joinedload(Mandate.function))
        .join(Mandate.person)
        .where(Person.sort_key.in_(sorted({turn for item in leaving.values() for turn in _turns(item.old)})))
        .order_by(Mandate.id)
    )
    for mandate in session.scalars(sitting):
        item = leaving[mandate.instance_id]
        if mandate.person is not None and same_name(item.old, str(mandate.person)):
            item.ended.append(mandate)
    for item in leaving.values():
        if len({mandate.person_id for mandate in item.ended}) > 1:
            item.ended, item.remark = [], _SEVERAL
    return found


def _turns(name: str) -> set[str]:
    words = fold(name).split()
    return {" ".join(words[at:] + words[:at]) for at in range(len(words))}


def _succession(body: Instance, name: str | None, accounts: Sequence[User]) -> Succession:
    old = followed_by(body)
    if name is None or (not name and not old):
        return Succession(body, old, "", Outcome.NO_ANSWER if name is None else Outcome.SAME)
    if not name:
        return Succession(body, old, "", Outcome.NOBODY)
    if old and same_name(name, old):
        return Succession(body, old, old, Outcome.SAME)
    bearing = [user for user in accounts if same_name(name, f"{user.first_name} {user.last_name}")]
    return Succession(body, old, name, Outcome.REPLACED, bearing[0] if len(bearing) == 1 else None)


def newcomers(session: AnySession, found: Sequence[Succession]) -> dict[str, list[Person]]:
    """The names that begin a mandate, each once, with the people in sight who bear it: who is it of them, if any?"""
    names = {key_of(item.new): item.new for item in found if item.new and item.ended}
    return {name: people_called(session, name) for name in names.values()}


def key_of(name: str) -> str:
    """One key for all the ways to write a name."""
    return "-".join(sorted(fold(name).split()))


def write(
    session: AnySession,
    found: Sequence[Succession],
    day: dt.date,
    today: dt.date,
    people: Mapping[str, Person | None],
) -> list[Succession]:
    """Writes what changes, without a flush, and returns it; what a rule refuses is told in it.

    `people` says who each newcomer is, by `key_of` her name: None for someone else, whose record is made; a name that
    it does not hold waits for its answer. The caller rolls back a preview, and what holds a refusal.
    """
    made: dict[str, Person] = {}
    written = [item for item in found if item.is_written]
    with session.no_autoflush:
        for item in written:
            try:
                _replace(session, item, day, today, people, made)
            except RuleViolation as refusal:
                item.refusal = refusal
    return written


def _replace(
    session: AnySession,
    item: Succession,
    day: dt.date,
    today: dt.date,
    people: Mapping[str, Person | None],
    made: dict[str, Person],
) -> None:
    item.body.elected_official, item.body.elected_user = item.new or None, item.account
    check_row(session, item.body, today)
    for mandate in item.ended:
        mandate.ended_on, mandate.end_reason = day - _ONE_DAY, EndReason.ELECTION
        check_row(session, mandate, today)
    if not item.new or not item.ended:
        return
    key = key_of(item.new)
    if key not in people:
        raise RuleViolation(_WHO, name=item.new)
    person = people[key] or made.get(key)
    if person is None:
        last, first = parted(item.new) or in_order(item.new, is_last_first=False) or _at_the_first_word(item.new)
        person = made[key] = Person(last_name=last, first_name=first)
        check_row(session, person, today)
        session.add(person)
    for mandate in item.ended:
        begun = Mandate(
            instance=mandate.instance,
            person=person,
            function=mandate.function,
            college=mandate.college,
            seat=mandate.seat,
            designation=Designation.ELECTED,
            commitment=mandate.commitment,
            start_on=day,
        )
        check_row(session, begun, today)
        session.add(begun)


def _at_the_first_word(name: str) -> tuple[str, str | None]:
    """« Anne Marie Le Gall »: the first word is the first name; a single word is the last name."""
    first, _, last = name.partition(" ")
    return (last, first) if last else (first, None)


def check_day(day: dt.date, today: dt.date) -> None:
    """Refuses to replace on a day to come: a body says who follows it now. It may be prepared. Raises RuleViolation."""
    if day > today:
        raise RuleViolation(
            N_(
                "Nothing is replaced before %(day)s: keep these lines in a workbook, and bring it back here on that"
                " day."
            ),
            field="day",
            day=day,
        )
