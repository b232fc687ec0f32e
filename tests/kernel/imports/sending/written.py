"""The facts that stand in the register, in the words in which the modules tell them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from mdo.kernel.base.identifiers import normalised_phone
from mdo.kernel.base.periods import PARIS
from mdo.people.mandates import stands_in_clause
from models.attendance import Attendance
from models.instances import Instance, Seat
from models.meetings import ActionItem, Meeting
from models.organisations import Organisation
from models.people import Consent, Designation, EndReason, Gender, Mandate, Person
from models.requests import CouncilRequest, FollowUp
from models.suppliers import Supplier
from models.text import fold
from tests.kernel.imports.sending.standing import body_key

# What the register works out by itself, or has no place for: the value that may stand where a line says nothing.
WORKED_OUT: dict[str, tuple[Any, ...]] = {"function": ("membre", "suppleance"), "postcode": (), "city": ()}
NO_PLACE = ("drawn_rank",)

_GENDERS = {Gender.FEMALE: "woman", Gender.MALE: "man", Gender.OTHER: "other", Gender.UNKNOWN: None}
_CONSENTS = {Consent.GIVEN: True, Consent.REFUSED: False, Consent.UNKNOWN: None}
_DESIGNATIONS = {
    Designation.VOLUNTEER: "volontaire", Designation.DRAWN: "tirage au sort", Designation.ELECTED: "élection",
    Designation.EX_OFFICIO: "de droit", Designation.APPOINTED: "désignation", Designation.UNKNOWN: None,
}  # fmt: skip
_REASONS = {
    EndReason.TERM: "fin de mandat", EndReason.RESIGNATION: "démission", EndReason.MOVED: "déménagement",
    EndReason.DEATH: "décès",
}  # fmt: skip
_FOLLOW_UPS = {FollowUp.DONE: "fait", FollowUp.PLANNED: "programmé", FollowUp.REFUSED: "refusé"}


@dataclass(frozen=True)
class Stands:
    """A fact of the register: what it is (« mandate »), whose it is, what is told of it, the row."""

    what: str
    whose: tuple[str, ...]
    told: dict[str, Any]
    row: Any


def name_key(*names: str | None) -> str:
    """A name, capitals and the order of its words aside; accents count."""
    return " ".join(sorted(" ".join(name for name in names if name).casefold().replace("-", " ").split()))


def plain(value: Any) -> Any:
    """A value as it is compared: texts without capitals nor kinds of apostrophes."""
    if isinstance(value, str):
        return value.casefold().replace("’", "'").replace("\u00a0", " ").strip()
    return value


def facts_of(session: Session) -> list[Stands]:
    """All of them."""
    return [
        fact
        for find in (
            _people, _mandates, _seats, _attendances, _requests, _suppliers, _bodies, _organisations, _meetings,
            _actions,
        )
        for fact in find(session)
    ]  # fmt: skip


def _told(**values: Any) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items() if value not in (None, "")}


def _phone(text: str | None) -> str | None:
    digits = normalised_phone(text) if text else None
    return digits.replace("+33", "0") if digits else text


def _born(notes: str | None) -> str | None:
    """The birth name, which the notes hold; it is compared whatever its case."""
    found = (line.partition("Nom de naissance : ")[2] for line in (notes or "").splitlines())
    return next((name.capitalize() for name in found if name), None)


def _people(session: Session) -> Iterator[Stands]:
    for row in session.scalars(select(Person)):
        yield Stands(
            "person",
            (name_key(row.last_name, row.first_name),),
            _told(
                last_name=row.last_name, first_name=row.first_name, gender=_GENDERS[row.gender],
                birth_year=row.birth_year, email=row.email, phone=_phone(row.phone), address=row.address,
                postcode=row.postal_code, city=row.city,
                organisation=row.organisation and row.organisation.name,
                newsletter=_CONSENTS[row.newsletter_consent], image_consent=_CONSENTS[row.image_consent],
                representative=row.guardian_name, representative_email=row.guardian_email,
                representative_phone=_phone(row.guardian_phone), birth_name=_born(row.notes),
            ),
            row,
        )  # fmt: skip


def _holder(mandate: Mandate | None) -> str | None:
    return None if mandate is None else str(mandate.person or mandate.organisation)


def _mandates(session: Session) -> Iterator[Stands]:
    for row in session.scalars(select(Mandate)):
        named = (row.person.last_name, row.person.first_name) if row.person else ()
        yield Stands(
            "mandate",
            (name_key(*named), body_key(row.instance)),
            _told(
                college=row.college and row.college.name, function=fold(row.function.label),
                seat=row.seat and str(row.seat.number), designation=_DESIGNATIONS[row.designation],
                start=row.start_on, due=row.planned_end_on, end=row.ended_on,
                end_reason=row.end_reason and _REASONS.get(row.end_reason, row.end_reason.value),
                substitute_for=_holder(row.substitute_of),
            ),
            row,
        )  # fmt: skip


def _seats(session: Session) -> Iterator[Stands]:
    held = set(session.scalars(select(Mandate.seat_id).where(Mandate.ended_on.is_(None), not_(stands_in_clause()))))
    for row in session.scalars(select(Seat)):
        state = "held" if row.id in held else "vacant"
        told = _told(number=str(row.number), college=row.college and row.college.name, state=state)
        yield Stands("seat", (body_key(row.instance),), told, row)


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(PARIS).date()


def _attendances(session: Session) -> Iterator[Stands]:
    for row in session.scalars(select(Attendance)):
        who = name_key(row.person.last_name, row.person.first_name) if row.person else name_key(row.visitor_name)
        by = row.represented_by
        by_name = by and by.person and str(by.person)
        body = row.meeting.instance
        yield Stands(
            "attendance",
            (who, body_key(body) if body else "", _day(row.meeting.start_at).isoformat()),
            _told(state=row.presence.value, represented_by=by_name),
            row,
        )


def _requests(session: Session) -> Iterator[Stands]:
    for row in session.scalars(select(CouncilRequest)):
        yield Stands(
            "request",
            (body_key(row.instance),),
            _told(
                subject=row.subject, received=row.received_on, direction=row.organisation and row.organisation.name,
                answered=row.answered_on, follow_up=row.follow_up and _FOLLOW_UPS[row.follow_up], answer=row.answer,
                text=row.text, theme=row.theme, place=row.place,
            ),
            row,
        )  # fmt: skip


def _suppliers(session: Session) -> Iterator[Stands]:
    for row in session.scalars(select(Supplier)):
        yield Stands(
            "supplier",
            (fold(row.name),),
            _told(
                siret=row.identifier, phone=_phone(row.phone), postcode=row.postal_code, city=row.city,
                email=row.email,
            ),
            row,
        )  # fmt: skip
        for contact in row.contacts:
            told = _told(function=contact.function, email=contact.email, phone=_phone(contact.phone))
            yield Stands("contact", (fold(row.name), name_key(contact.name)), told, contact)


def _bodies(session: Session) -> Iterator[Stands]:
    for row in session.scalars(select(Instance).where(Instance.elected_official.is_not(None))):
        yield Stands("elected_official", (body_key(row),), _told(name=row.elected_official), row)


def _organisations(session: Session) -> Iterator[Stands]:
    for row in session.scalars(select(Organisation)):
        yield Stands(
            "organisation",
            (fold(row.name),),
            _told(
                kind=row.kind.value, acronym=row.acronym, siret=row.siret, contact=row.contact_name, email=row.email,
                phone=_phone(row.phone), address=row.address, website=row.website, start=row.convention_start_on,
                end=row.convention_end_on, notes=row.notes,
            ),
            row,
        )  # fmt: skip


def _meetings(session: Session) -> Iterator[Stands]:
    for row in session.scalars(select(Meeting)):
        yield Stands(
            "meeting",
            (body_key(row.instance) if row.instance else "", _day(row.start_at).isoformat()),
            _told(
                kind=row.kind.value, state=row.state.value, start=f"{row.start_at.astimezone(PARIS):%H:%M}",
                end=f"{row.end_at.astimezone(PARIS):%H:%M}", place=row.place, room=row.room, count=row.head_count,
                notes=row.notes, summary=row.summary,
            ),
            row,
        )  # fmt: skip


def _actions(session: Session) -> Iterator[Stands]:
    for row in session.scalars(select(ActionItem)):
        body = row.meeting.instance
        yield Stands(
            "action",
            (body_key(body) if body else "", _day(row.meeting.start_at).isoformat(), fold(row.text)),
            _told(
                owner=row.owner_name or (row.owner and str(row.owner)), due=row.due_on, state=row.state.value,
                closed=row.closed_on, outcome=row.outcome,
            ),
            row,
        )  # fmt: skip
