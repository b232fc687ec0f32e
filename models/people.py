"""People and their mandates (or enrolments, in an open body), and the queue of possible duplicates."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.bounds import whole
from models.instances import College, Instance, MandateFunction, Seat
from models.organisations import Organisation
from models.placement import AsPerson, ByInstance, MissionOnly
from models.territory import Arrondissement
from models.text import PLACES, PRIVATE_WORDS, WORDS, fold
from models.types import enum_column_type


class Gender(enum.StrEnum):
    """Gender as declared; never guessed from a first name."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class Consent(enum.StrEnum):
    """An agreement asked of a person; what was never asked is not a refusal."""

    UNKNOWN = "unknown"
    GIVEN = "given"
    REFUSED = "refused"


class Designation(enum.StrEnum):
    """How a person came to the mandate."""

    VOLUNTEER = "volunteer"
    DRAWN = "drawn"
    ELECTED = "elected"
    EX_OFFICIO = "ex_officio"
    APPOINTED = "appointed"
    UNKNOWN = "unknown"


class EndReason(enum.StrEnum):
    """Why a mandate ended."""

    TERM = "term"
    RENEWED = "renewed"
    RESIGNATION = "resignation"
    MOVED = "moved"
    EXCLUSION = "exclusion"
    REPLACED = "replaced"
    DISSOLUTION = "dissolution"
    DEATH = "death"
    OTHER = "other"
    ELECTION = "election"


class Commitment(enum.StrEnum):
    """The three levels of commitment that the mairies offer, and the unknown one."""

    COMMITTED = "committed"
    OCCASIONAL = "occasional"
    NEWS_ONLY = "news_only"
    UNKNOWN = "unknown"


class Person(Record):
    """Someone the mission knows; only a name is required."""

    __tablename__ = "person"
    __table_args__ = table_args(
        CheckConstraint("last_name <> ''", name="last_name_filled"),
        Index("ix_person_sort_key_id", "sort_key", "id"),
        Index("ix_person_first_name_id", "first_name", "id"),
        Index("ix_person_birth_year_id", "birth_year", "id"),
        Index("ix_person_email_id", "email", "id"),
        Index("ix_person_phone_id", "phone", "id"),
    )
    __placement__ = AsPerson()
    __searched__ = (WORDS, PRIVATE_WORDS, PLACES)
    __sorted_by__ = {"arrondissement": int, "organisation": str}

    distinct_from = ""  # ids of namesakes whom who wrote this one said to be others: read as it is stored, kept nowhere

    last_name: Mapped[str] = mapped_column(String(100))
    first_name: Mapped[str | None] = mapped_column(String(100))
    gender: Mapped[Gender] = mapped_column(enum_column_type(Gender, "gender"), default=Gender.UNKNOWN)
    birth_year: Mapped[int | None] = whole(1900, 2100)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[str | None] = mapped_column(String(250))
    postal_code: Mapped[str | None] = mapped_column(String(10))
    city: Mapped[str | None] = mapped_column(String(100))
    arrondissement_id: Mapped[int | None] = mapped_column(ForeignKey("arrondissement.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    guardian_name: Mapped[str | None] = mapped_column(String(160))
    guardian_email: Mapped[str | None] = mapped_column(String(254))
    guardian_phone: Mapped[str | None] = mapped_column(String(40))
    newsletter_consent: Mapped[Consent] = mapped_column(
        enum_column_type(Consent, "newsletter_consent"), default=Consent.UNKNOWN
    )
    newsletter_consent_on: Mapped[dt.date | None]
    image_consent: Mapped[Consent] = mapped_column(enum_column_type(Consent, "image_consent"), default=Consent.UNKNOWN)
    image_consent_on: Mapped[dt.date | None]
    directory_consent: Mapped[Consent] = mapped_column(
        enum_column_type(Consent, "directory_consent"), default=Consent.UNKNOWN
    )
    directory_consent_on: Mapped[dt.date | None]
    notes: Mapped[str | None] = mapped_column(Text)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True, sort_order=880)
    sort_key: Mapped[str] = mapped_column(String(220), default="", sort_order=890)

    arrondissement: Mapped[Arrondissement | None] = relationship(lazy="select")
    organisation: Mapped[Organisation | None] = relationship(lazy="select")
    created_by: Mapped[User | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}" if self.first_name else self.last_name


class Mandate(Record):
    """A person, or an association with its representative, in a function of a body over a period."""

    __tablename__ = "mandate"
    __table_args__ = table_args(
        CheckConstraint("person_id IS NOT NULL OR organisation_id IS NOT NULL", name="person_or_organisation"),
        CheckConstraint("planned_end_on >= start_on", name="planned_end_after_start"),
        CheckConstraint("ended_on >= start_on", name="end_after_start"),
        CheckConstraint("substitute_of_id <> id", name="not_own_substitute"),
        UniqueConstraint("previous_id", name="uq_mandate_previous_id"),
        Index("ix_mandate_instance_id_planned_end_on", "instance_id", "planned_end_on"),
        Index("ix_mandate_organisation_id_instance_id", "organisation_id", "instance_id"),
        # All that says who may change someone.
        Index("ix_mandate_person_id_instance_id_ended_on", "person_id", "instance_id", "ended_on"),
        # All that the page of a body counts and orders: a body may have thousands of enrolments.
        Index(
            "ix_mandate_body",
            "instance_id",
            "person_id",
            "start_on",
            "ended_on",
            "planned_end_on",
            "function_id",
            "college_id",
            "end_reason",
            "substitute_of_id",
        ),
        Index("ix_mandate_start_on_id", "start_on", "id"),
        Index("ix_mandate_planned_end_on_id", "planned_end_on", "id"),
        Index("ix_mandate_ended_on_id", "ended_on", "id"),
        # All that a status depends on: counts of a million mandates read this index alone.
        Index(
            "ix_mandate_status", "ended_on", "planned_end_on", "start_on", "instance_id", "function_id", "end_reason"
        ),
    )
    __placement__ = ByInstance()
    __searched__ = (WORDS, PRIVATE_WORDS, PLACES)
    __sorted_by__ = {"person": str, "instance": str, "function": str, "organisation": str}

    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    function_id: Mapped[int] = mapped_column(ForeignKey("mandate_function.id"), index=True)
    college_id: Mapped[int | None] = mapped_column(ForeignKey("college.id"), index=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), index=True)
    designation: Mapped[Designation] = mapped_column(
        enum_column_type(Designation, "designation"), default=Designation.UNKNOWN
    )
    commitment: Mapped[Commitment] = mapped_column(
        enum_column_type(Commitment, "commitment"), default=Commitment.UNKNOWN
    )
    start_on: Mapped[dt.date | None]
    planned_end_on: Mapped[dt.date | None]
    ended_on: Mapped[dt.date | None]
    end_reason: Mapped[EndReason | None] = mapped_column(enum_column_type(EndReason, "end_reason"))
    rank: Mapped[int] = whole(1, 99, default=1, doc="1 for a first term, 2 for the next consecutive one, …")
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    substitute_of_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"), index=True)
    limit_reason: Mapped[str | None] = mapped_column(String(500), doc="Why the limit of terms was passed.")
    notes: Mapped[str | None] = mapped_column(Text)

    instance: Mapped[Instance] = relationship(lazy="select")
    person: Mapped[Person | None] = relationship(lazy="select")
    organisation: Mapped[Organisation | None] = relationship(lazy="select")
    function: Mapped[MandateFunction] = relationship(lazy="select")
    college: Mapped[College | None] = relationship(lazy="select")
    seat: Mapped[Seat | None] = relationship(lazy="select")
    previous: Mapped["Mandate | None"] = relationship(
        foreign_keys=[previous_id], remote_side="Mandate.id", lazy="select"
    )
    substitute_of: Mapped["Mandate | None"] = relationship(
        foreign_keys=[substitute_of_id], remote_side="Mandate.id", lazy="select"
    )

    def __str__(self) -> str:
        holder = self.person or self.organisation
        return f"{holder} – {self.instance}" if holder else str(self.instance)


# Whose mandates are in these bodies: few of a register's have an organisation.
_has_organisation = Mandate.organisation_id.is_not(None)
Index(
    "ix_mandate_instance_id_organisation_id",
    Mandate.instance_id,
    Mandate.organisation_id,
    sqlite_where=_has_organisation,
    postgresql_where=_has_organisation,
)


class DuplicateState(enum.StrEnum):
    """What the mission decided about two rows that may be one person; a merged pair leaves the queue."""

    OPEN = "open"
    DISTINCT = "distinct"


class DuplicateCandidate(Record):
    """Two person rows that may be one person: the mission's merge queue, never shown to a référent."""

    __tablename__ = "duplicate_candidate"
    __table_args__ = table_args(
        UniqueConstraint("person_id", "other_id"),
        CheckConstraint("person_id < other_id", name="ordered_pair"),
    )
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    score: Mapped[int] = whole(0, 100)
    reason: Mapped[str] = mapped_column(String(250))
    state: Mapped[DuplicateState] = mapped_column(
        enum_column_type(DuplicateState, "duplicate_state"), default=DuplicateState.OPEN
    )

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="select")
    other: Mapped[Person] = relationship(foreign_keys=[other_id], lazy="select")

    def __str__(self) -> str:
        return f"{self.person or '…'} / {self.other or '…'}"


@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def _set_sort_key(mapper: Mapper[Person], connection: Connection, person: Person) -> None:
    person.sort_key = fold(f"{person.last_name} {person.first_name or ''}")[:220]
