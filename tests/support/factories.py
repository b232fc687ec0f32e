"""Invented rows, one factory a table, with French names; the same at every run.

A factory writes through the session of the test (fixture `session`) and flushes: at once, or many rows together inside
`together()`, which costs a tenth. Reference rows that `flask mdo init`
made are taken, not doubled.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import factory
import factory.random
from sqlalchemy.orm import Session

from models.accessibility import AccessibilityStatement
from models.accounts import LoginAttempt, Role, User, UserSession
from models.attendance import Attendance
from models.days_off import AvoidedKind, DateToAvoid
from models.deadlines import DeadlineRule, PutOff
from models.freshness import Confirmation
from models.instances import College, Instance, InstanceState, InstanceType, MandateFunction, Membership, Seat
from models.jobs import Job
from models.journal import AccessLog, ChangeAction, Door, JournalChange, JournalEntry
from models.meetings import (
    ActionItem,
    AgendaItem,
    Decision,
    Meeting,
    MeetingKind,
    MeetingState,
    MeetingStep,
    SessionQuestion,
)
from models.network import Absence, MeetingSeries, Referent, SchoolHoliday
from models.organisations import Organisation, OrganisationKind
from models.people import DuplicateCandidate, Gender, Mandate, Person
from models.preferences import ColourTheme, Preference, SavedView
from models.requests import CouncilRequest
from models.territory import Arrondissement
from models.topics import Topic

_SEED = "mission-democratie-ouverte"
_session: ContextVar[Session] = ContextVar("factory_session")
_gathering: ContextVar[bool] = ContextVar("factory_gathering", default=False)


@contextmanager
def writing_to(session: Session) -> Iterator[None]:
    """The factories write to this session and start their random data anew."""
    token = _session.set(session)
    factory.random.reseed_random(_SEED)
    try:
        yield
    finally:
        _session.reset(token)


@contextmanager
def together() -> Iterator[None]:
    """Rows made inside are written together when the block ends: they have no id before."""
    token = _gathering.set(True)
    try:
        with _session.get().no_autoflush:
            yield
    finally:
        _gathering.reset(token)
    _session.get().flush()


def _flush() -> None:
    if not _gathering.get():
        _session.get().flush()


def words(provider: str, **arguments: object) -> factory.Faker:
    """Invented French words."""
    return factory.Faker(provider, locale="fr_FR", **arguments)


class RowFactory(factory.alchemy.SQLAlchemyModelFactory):
    """Writes through the session of the test and flushes, so that a row has its id."""

    class Meta:
        abstract = True
        sqlalchemy_session_factory = _session.get

    @classmethod
    def _save(cls, model_class: type, session: Session, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        row = super()._save(model_class, session, args, kwargs)
        _flush()
        return row


class RoleFactory(RowFactory):
    class Meta:
        model = Role
        sqlalchemy_get_or_create = ("name",)

    name = "mission"


class UserFactory(RowFactory):
    """An account without a password; `UserFactory(username="ref5", roles=["referent"])` gives it these roles."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"agent{n}")
    first_name = words("first_name")
    last_name = words("last_name")
    email = factory.LazyAttribute(lambda user: f"{user.username}@mairie-lyon.example")
    active = True

    @factory.post_generation
    def roles(self, create: bool, names: list[str] | None, **kwargs: object) -> None:
        for name in names or ():
            self.roles.append(RoleFactory(name=name))
        if names:
            _flush()


class AccessibilityStatementFactory(RowFactory):
    """The statement, which `flask mdo init` makes « non conforme »."""

    class Meta:
        model = AccessibilityStatement


class UserSessionFactory(RowFactory):
    class Meta:
        model = UserSession

    sid_hash = factory.Sequence(lambda n: f"{n:064x}")
    user = factory.SubFactory(UserFactory)


class LoginAttemptFactory(RowFactory):
    class Meta:
        model = LoginAttempt

    name_hash = factory.Sequence(lambda n: f"{n:064x}")
    address = "192.0.2.1"


class ArrondissementFactory(RowFactory):
    """An arrondissement of Lyon; those of the reference rows are found by their number."""

    class Meta:
        model = Arrondissement
        sqlalchemy_get_or_create = ("number",)

    number = 5
    name = factory.LazyAttribute(lambda row: f"Lyon {row.number}e")
    insee_code = factory.LazyAttribute(lambda row: f"6938{row.number}")
    postal_code = factory.LazyAttribute(lambda row: f"6900{row.number}")


class InstanceTypeFactory(RowFactory):
    """A kind of closed body, without any rule filled."""

    class Meta:
        model = InstanceType

    code = factory.Sequence(lambda n: f"test_type_{n}")
    label = factory.Sequence(lambda n: f"Comité d'essai {n}")
    membership = Membership.CLOSED

    class Params:
        open = factory.Trait(membership=Membership.OPEN)


class InstanceFactory(RowFactory):
    """An active body; `InstanceFactory(arrondissements=[5, 7])` places it, without it is city-wide."""

    class Meta:
        model = Instance

    code = factory.Sequence(lambda n: f"TEST-{n}")
    name = factory.Sequence(lambda n: f"Comité de la rue {n}")
    type = factory.SubFactory(InstanceTypeFactory)
    state = InstanceState.ACTIVE
    created_on = dt.date(2020, 9, 1)

    @factory.post_generation
    def arrondissements(self, create: bool, numbers: list[int] | None, **kwargs: object) -> None:
        for number in numbers or ():
            self.arrondissements.append(ArrondissementFactory(number=number))
        if numbers:
            _flush()


class CollegeFactory(RowFactory):
    class Meta:
        model = College

    name = factory.Sequence(lambda n: f"Collège {n}")
    instance = factory.SubFactory(InstanceFactory)


class SeatFactory(RowFactory):
    class Meta:
        model = Seat

    instance = factory.SubFactory(InstanceFactory)
    number = factory.Sequence(lambda n: n + 1)


class MandateFunctionFactory(RowFactory):
    class Meta:
        model = MandateFunction

    code = factory.Sequence(lambda n: f"test_function_{n}")
    label = factory.Sequence(lambda n: f"Fonction {n}")


class OrganisationFactory(RowFactory):
    class Meta:
        model = Organisation

    name = words("company")
    kind = OrganisationKind.ASSOCIATION


class PersonFactory(RowFactory):
    """Someone known by name alone; `PersonFactory(with_contact=True)` can also be reached."""

    class Meta:
        model = Person

    last_name = words("last_name")
    first_name = words("first_name")
    gender = Gender.UNKNOWN

    class Params:
        with_contact = factory.Trait(
            email=factory.Sequence(lambda n: f"habitant{n}@example.org"),
            phone=words("phone_number"),
            address=words("street_address"),
            postal_code="69005",
            city="Lyon",
        )


class MandateFactory(RowFactory):
    """A current mandate of a person: from 1 January 2025 to 31 December 2027."""

    class Meta:
        model = Mandate

    instance = factory.SubFactory(InstanceFactory)
    person = factory.SubFactory(PersonFactory)
    function = factory.SubFactory(MandateFunctionFactory)
    start_on = dt.date(2025, 1, 1)
    planned_end_on = dt.date(2027, 12, 31)


class DuplicateCandidateFactory(RowFactory):
    class Meta:
        model = DuplicateCandidate

    person = factory.SubFactory(PersonFactory)
    other = factory.SubFactory(PersonFactory)
    score = 90
    reason = "same name"


class ReferentFactory(RowFactory):
    """A référent in force since 1 January 2025."""

    class Meta:
        model = Referent

    user = factory.SubFactory(UserFactory)
    arrondissement = factory.SubFactory(ArrondissementFactory)
    start_on = dt.date(2025, 1, 1)


class AbsenceFactory(RowFactory):
    class Meta:
        model = Absence

    user = factory.SubFactory(UserFactory)
    start_on = dt.date(2026, 11, 16)
    end_on = dt.date(2026, 11, 30)


class ConfirmationFactory(RowFactory):
    """A body found still right today."""

    class Meta:
        model = Confirmation

    model = "Instance"
    row_id = 1
    user = factory.SubFactory(UserFactory)


class DeadlineRuleFactory(RowFactory):
    """The rule of a kind of deadlines; that of the reference rows is found by its kind."""

    class Meta:
        model = DeadlineRule
        sqlalchemy_get_or_create = ("kind",)

    kind = "mandate_end"
    label = "Fin de mandat"
    days_before = 90


class JournalEntryFactory(RowFactory):
    class Meta:
        model = JournalEntry

    actor = factory.SubFactory(UserFactory)
    door = Door.FORM


class JournalChangeFactory(RowFactory):
    class Meta:
        model = JournalChange

    entry = factory.SubFactory(JournalEntryFactory)
    model = "Person"
    row_id = 1
    action = ChangeAction.UPDATE
    fields = {"last_name": ["Martin", "Durand"]}


class SavedViewFactory(RowFactory):
    """A private view of the list of people."""

    class Meta:
        model = SavedView

    user = factory.SubFactory(UserFactory)
    list_name = "PersonView"
    name = factory.Sequence(lambda n: f"Vue {n}")
    query = "q=durand"
    is_default = False


class JobFactory(RowFactory):
    """An import of people that waits for a worker."""

    class Meta:
        model = Job

    user = factory.SubFactory(UserFactory)
    kind = "import"
    label = "Import : personnes – membres.xlsx"
    locale = "fr"
    parameters = factory.LazyFunction(lambda: {"kind": "people", "token": "", "digest": "", "only_valid": False})


class AccessLogFactory(RowFactory):
    class Meta:
        model = AccessLog

    action = "export"
    what = "people"


class PreferenceFactory(RowFactory):
    """The choices of an account; the defaults unless said otherwise."""

    class Meta:
        model = Preference

    user = factory.SubFactory(UserFactory)
    theme = ColourTheme.SYSTEM
    page_size = 25


class MeetingFactory(RowFactory):
    """A plenary of a body, on the evening of the 24th of November 2026 in Paris."""

    class Meta:
        model = Meeting

    title = factory.Sequence(lambda n: f"Plénière {n}")
    kind = MeetingKind.PLENARY
    instance = factory.SubFactory(InstanceFactory)
    start_at = dt.datetime(2026, 11, 24, 17, 30, tzinfo=dt.UTC)
    end_at = factory.LazyAttribute(lambda meeting: meeting.start_at + dt.timedelta(hours=2))


class AgendaItemFactory(RowFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n % 999 + 1)
    title = factory.Sequence(lambda n: f"Point {n}")


class DecisionFactory(RowFactory):
    class Meta:
        model = Decision

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n % 999 + 1)
    text = factory.Sequence(lambda n: f"Décision {n}")


class ActionItemFactory(RowFactory):
    """Something to do, by nobody yet."""

    class Meta:
        model = ActionItem

    meeting = factory.SubFactory(MeetingFactory)
    text = factory.Sequence(lambda n: f"Action {n}")


class SessionQuestionFactory(RowFactory):
    class Meta:
        model = SessionQuestion

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n % 999 + 1)
    question = factory.Sequence(lambda n: f"Question {n}")


class MeetingStepFactory(RowFactory):
    class Meta:
        model = MeetingStep

    meeting = factory.SubFactory(MeetingFactory)
    state = MeetingState.CONVENED
    at = dt.datetime(2026, 11, 10, 8, tzinfo=dt.UTC)


class AttendanceFactory(RowFactory):
    """A member convened, not marked yet."""

    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    is_convened = True


class CouncilRequestFactory(RowFactory):
    """A request received on 1 October 2026, due on 30 November, that nobody has sent yet."""

    class Meta:
        model = CouncilRequest

    number = factory.Sequence(lambda n: f"TEST-{n:04d}")
    instance = factory.SubFactory(InstanceFactory)
    subject = factory.Sequence(lambda n: f"Demande {n}")
    received_on = dt.date(2026, 10, 1)
    due_on = dt.date(2026, 11, 30)


class TopicFactory(RowFactory):
    class Meta:
        model = Topic

    title = factory.Sequence(lambda n: f"Sujet {n}")
    proposer = factory.SubFactory(UserFactory)


class MeetingSeriesFactory(RowFactory):
    class Meta:
        model = MeetingSeries

    title = factory.Sequence(lambda n: f"Série {n}")
    first_on = dt.date(2027, 1, 1)
    last_on = dt.date(2027, 12, 31)


class DateToAvoidFactory(RowFactory):
    class Meta:
        model = DateToAvoid

    kind = AvoidedKind.OTHER
    label = factory.Sequence(lambda n: f"Date {n}")
    start_on = factory.Sequence(lambda n: dt.date(2040, 1, 1) + dt.timedelta(days=10 * n))


class PutOffFactory(RowFactory):
    class Meta:
        model = PutOff

    kind, reason = "action_due", "La salle rouvre"


class SchoolHolidayFactory(RowFactory):
    class Meta:
        model = SchoolHoliday

    label = factory.Sequence(lambda n: f"Vacances {n}")
    start_on = factory.Sequence(lambda n: dt.date(2040, 1, 1) + dt.timedelta(days=10 * n))
    end_on = factory.LazyAttribute(lambda row: row.start_on + dt.timedelta(days=6))
