"""Events and trainings: places by audience, registrations, the waiting list, and what those who came said of it.

A session of an event is a meeting of no body, with its attendance page and its place in calendars.
"""

import datetime as dt
import enum
import secrets

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Record, table_args
from models.bounds import MAX_MONTHS, whole
from models.instances import Instance
from models.meetings import Meeting
from models.people import Person
from models.placement import MissionOnly, OfRegistrar, OpenToRead
from models.projects import Project
from models.territory import Arrondissement
from models.text import PRIVATE_WORDS, WORDS
from models.types import UtcDateTime, enum_column_type

MOST_PLACES = 100_000
_SLUG_BYTES = 9


class EventKind(enum.StrEnum):
    """What an event is."""

    ANNUAL_MEETING = "annual_meeting"
    UNIVERSITY = "university"
    TRAINING = "training"
    VISIT = "visit"
    WORKSHOP = "workshop"


class EventState(enum.StrEnum):
    """Where an event stands; one is held once its last session is over and somebody said so."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    HELD = "held"
    CANCELLED = "cancelled"


class EventQuality(enum.StrEnum):
    """As what one comes: places may be kept for an audience."""

    COUNCIL = "council"
    CITIZEN_COUNCIL = "citizen_council"
    INTEREST_COMMITTEE = "interest_committee"
    AGENT = "agent"
    ELECTED = "elected"
    INHABITANT = "inhabitant"


class RegistrationState(enum.StrEnum):
    """Where a registration stands.

    `unconfirmed` waits for the click of who registered on the public page; `offered` has a place that came free, until
    it is confirmed or lapses.
    """

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class RegistrationWay(enum.StrEnum):
    """By which door a registration came in."""

    STAFF = "staff"
    PUBLIC_PAGE = "public_page"
    WORKBOOK = "workbook"


class Food(enum.StrEnum):
    """What one is served; nobody writes why."""

    STANDARD = "standard"
    VEGETARIAN = "vegetarian"
    CALL_ME = "call_me"


class Event(Record):
    """An annual meeting, a université citoyenne, a training, a visit or a workshop."""

    __tablename__ = "event"
    __table_args__ = table_args(
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint("(state = 'cancelled') = (reason IS NOT NULL)", name="cancelled_with_reason"),
        UniqueConstraint("title"),
    )
    __placement__ = OpenToRead("the programme of the mission: who registered is in rows of their own")
    __searched__ = (WORDS,)

    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[EventKind] = mapped_column(enum_column_type(EventKind, "event_kind"))
    state: Mapped[EventState] = mapped_column(enum_column_type(EventState, "event_state"), default=EventState.DRAFT)
    programme: Mapped[str | None] = mapped_column(Text)
    course: Mapped[str | None] = mapped_column(String(160), doc="Of which training it is an occurrence.")
    valid_months: Mapped[int | None] = whole(1, MAX_MONTHS, doc="After which the training is to be followed again.")
    capacity: Mapped[int | None] = whole(1, MOST_PLACES, doc="Places in all; empty for as many as come.")
    confirm_hours: Mapped[int] = whole(1, 720, default=48, doc="In which a promoted person confirms.")
    stop_hours: Mapped[int] = whole(0, 720, default=24, doc="Before the beginning, when promotion stops.")
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    is_public: Mapped[bool] = mapped_column(default=False, doc="Whether the page without account is open.")
    slug: Mapped[str] = mapped_column(String(40), unique=True, default=lambda: secrets.token_urlsafe(_SLUG_BYTES))
    site_url: Mapped[str | None] = mapped_column(
        String(250), doc="What the links of its messages begin with, as the staff who wrote it reached the application."
    )
    reason: Mapped[str | None] = mapped_column(String(500), doc="Why it is cancelled.")
    needs_erased_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    needs_erased: Mapped[int | None] = whole(0, MOST_PLACES, doc="Of how many people needs were erased.")

    lead: Mapped[User | None] = relationship(lazy="select")
    project: Mapped[Project | None] = relationship(lazy="select")
    sessions: Mapped[list[Meeting]] = relationship(
        order_by=(Meeting.start_at, Meeting.id), back_populates="event", lazy="select"
    )
    places: Mapped[list["EventPlaces"]] = relationship(
        cascade="all, delete-orphan", order_by=lambda: EventPlaces.id, back_populates="event", lazy="select"
    )
    registrations: Mapped[list["EventRegistration"]] = relationship(
        cascade="all, delete-orphan",
        order_by=lambda: (EventRegistration.registered_at, EventRegistration.id),
        back_populates="event",
        lazy="select",
    )
    evaluations: Mapped[list["EventEvaluation"]] = relationship(
        cascade="all, delete-orphan", order_by=lambda: EventEvaluation.id, back_populates="event", lazy="select"
    )

    def __str__(self) -> str:
        return self.title


class EventPlaces(Record):
    """So many places of an event that are kept for an audience: the others share what is left."""

    __tablename__ = "event_places"
    __table_args__ = table_args(UniqueConstraint("event_id", "quality"))
    __placement__ = OpenToRead("how many places are kept for whom: it names nobody")
    __searched__ = (WORDS,)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    quality: Mapped[EventQuality] = mapped_column(enum_column_type(EventQuality, "places_quality"))
    places: Mapped[int] = whole(0, MOST_PLACES)

    event: Mapped[Event] = relationship(back_populates="places", lazy="select")

    def __str__(self) -> str:
        return f"{self.event} – {self.places}"


class EventRegistration(Record):
    """Someone who asked to come to an event. What they need is kept until it is over, and never in the journal."""

    __tablename__ = "event_registration"
    __table_args__ = table_args(
        CheckConstraint("name <> ''", name="name_filled"),
        CheckConstraint(
            "(state = 'offered' OR state = 'unconfirmed') = (confirm_by IS NOT NULL)", name="confirmed_by_a_moment"
        ),
        UniqueConstraint("event_id", "person_id"),
        Index("ix_event_registration_event_id_state", "event_id", "state"),
    )
    __placement__ = OfRegistrar()
    __searched__ = (WORDS, PRIVATE_WORDS)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(160), default="", doc="Of the person of the register, where left empty.")
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    quality: Mapped[EventQuality] = mapped_column(enum_column_type(EventQuality, "registration_quality"))
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"), index=True)
    guardian_name: Mapped[str | None] = mapped_column(String(160), doc="Who registers a minor.")
    state: Mapped[RegistrationState] = mapped_column(
        enum_column_type(RegistrationState, "registration_state"), default=RegistrationState.CONFIRMED
    )
    way: Mapped[RegistrationWay] = mapped_column(
        enum_column_type(RegistrationWay, "registration_way"), default=RegistrationWay.STAFF
    )
    registered_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    confirm_by: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, index=True)
    access_needs: Mapped[str | None] = mapped_column(Text)
    food: Mapped[Food | None] = mapped_column(enum_column_type(Food, "food"))
    arrondissement_id: Mapped[int | None] = mapped_column(
        ForeignKey("arrondissement.id"), index=True, doc="Of where the registration is."
    )
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True, doc="SHA-256 of the secret, in hex.")
    told_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, doc="When the message on its place was written.")
    has_evaluated: Mapped[bool] = mapped_column(default=False, doc="By the personal link: once.")

    event: Mapped[Event] = relationship(back_populates="registrations", lazy="select")
    person: Mapped[Person | None] = relationship(lazy="select")
    instance: Mapped[Instance | None] = relationship(lazy="select")
    arrondissement: Mapped[Arrondissement | None] = relationship(lazy="select")

    def __str__(self) -> str:
        return self.name


class EventEvaluation(Record):
    """What somebody who came said of an event: nothing tells who."""

    __tablename__ = "event_evaluation"
    __table_args__ = table_args()
    __placement__ = MissionOnly()
    __searched__ = (WORDS,)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    overall: Mapped[int] = whole(1, 5)
    content: Mapped[int | None] = whole(1, 5)
    organisation: Mapped[int | None] = whole(1, 5)
    comment: Mapped[str | None] = mapped_column(Text)

    event: Mapped[Event] = relationship(back_populates="evaluations", lazy="select")

    def __str__(self) -> str:
        return f"{self.event} – {self.overall}"
