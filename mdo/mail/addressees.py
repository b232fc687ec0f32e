"""To whom one writes: each person's address, or the guardian's for a minor; who is left out, and why."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.identifiers import normalised_email
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.meetings.document_lines import lines_of
from mdo.people.ages import is_guardian_asked
from mdo.people.sitting import expired_among
from models.accounts import User
from models.attendance import Attendance, Presence
from models.events import EventRegistration
from models.meetings import Meeting
from models.network import Referent
from models.organisations import Organisation
from models.people import Consent, Mandate, Person
from models.text import fold

OBJECTED = N_("objects to being written to")
NO_ADDRESS = N_("no e-mail address")
NO_GUARDIAN_ADDRESS = N_("minor, no e-mail address of the guardian")
OUT_OF_SIGHT = N_("outside your arrondissements")
# « 12 rue de la Paix, 69005 Lyon », as organisations and mairies have their address in one line.
_ONE_LINE = re.compile(r"(?P<street>\S.*?)[\s,–-]+(?P<postal_code>\d{5})\s+(?P<city>\S.*)", re.DOTALL)


@dataclass(frozen=True)
class Addressee:
    """Someone to write to. `name` is the person's or the organisation's; `to` is who opens the letter: the guardian of
    a minor (`is_minor`), or whom one writes to in an organisation.

    The fields of the postal address are empty where they are unknown; `place` is the arrondissement of a référent.
    `is_expired`: the mandate for which one is written to is over.
    """

    name: str
    email: str
    to: str = ""
    last_name: str = ""
    first_name: str = ""
    body: str = ""
    function: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    place: str = ""
    is_minor: bool = False
    is_expired: bool = False

    @property
    def has_post(self) -> bool:
        return bool(self.address and (self.postal_code or self.city))


@dataclass(frozen=True)
class LeftOut:
    """Someone who is not written to, and why (a message id)."""

    name: str
    reason: str


@dataclass(frozen=True)
class Mailing:
    """Who is written to, by name, and who is not."""

    addressees: tuple[Addressee, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def emails(self) -> tuple[str, ...]:
        """Each address once, whoever shares it."""
        return tuple(dict.fromkeys(item.email for item in self.addressees if item.email))

    @property
    def with_post(self) -> tuple[Addressee, ...]:
        return tuple(item for item in self.addressees if item.has_post)


def mailing_of_people(people: Iterable[Person], today: dt.date) -> Mailing:
    """A letter to these people: those who objected are left out; one without e-mail may still have a postal address."""
    return _sorted([_of_person(person, today) for person in people])


def mailing_of_mandates(mandates: Iterable[Mandate], today: dt.date, expired: Collection[int] = ()) -> Mailing:
    """The same to the holders of mandates, once each, with the first body and function; `expired` are those over."""
    found: dict[tuple[str, int | None], Addressee | LeftOut] = {}
    for mandate in mandates:
        if mandate.person is None and mandate.organisation is None:
            continue
        key = ("p", mandate.person_id) if mandate.person is not None else ("o", mandate.organisation_id)
        if key not in found:
            body, function = mandate.instance.name, mandate.function.label
            one = (
                _of_person(mandate.person, today, body, function)
                if mandate.person is not None
                else _of_organisation(mandate.organisation, body, function)
            )
            found[key] = replace(one, is_expired=mandate.id in expired) if isinstance(one, Addressee) else one
    return _sorted(list(found.values()))


def mailing_of_organisations(organisations: Iterable[Organisation]) -> Mailing:
    """A letter to organisations, for the attention of whom one writes to there."""
    return _sorted([_of_organisation(organisation) for organisation in organisations])


def mailing_of_referents(referents: Iterable[Referent]) -> Mailing:
    """A letter to référents, once each, at the mairie of the first arrondissement that they answer for."""
    found: dict[int, list[Referent]] = {}
    for referent in referents:
        found.setdefault(referent.user_id, []).append(referent)
    return _sorted([_of_user(rows[0].user, rows) for rows in found.values()])


def mailing_of_lines(lines: Iterable[Attendance], today: dt.date) -> Mailing:
    """A letter to the people of the list of a meeting, whatever their presence; visitors have no address."""
    found: dict[object, Addressee | LeftOut] = {}
    for line in lines:
        if line.person is not None:
            found[line.person] = _of_person(line.person, today)
        elif line.user is not None:
            found[line.user] = _of_user(line.user)
        elif line.organisation is not None:
            found[line.organisation] = _of_organisation(line.organisation)
        else:
            found[line] = written_to(line, today)
    return _sorted(list(found.values()))


def mailing_of_present(session: AnySession, meeting: Meeting, today: dt.date) -> Mailing:
    """Thanks: to those who came, or were represented; who objects to being written to is left out."""
    asked = select(Attendance).where(
        Attendance.meeting_id == meeting.id,
        Attendance.presence.in_((Presence.PRESENT, Presence.REPRESENTED, Presence.GUEST)),
    )
    loads = (joinedload(Attendance.person), joinedload(Attendance.organisation), joinedload(Attendance.user))
    found = mailing_of_lines(session.scalars(asked.options(*loads)), today)
    unreached = [LeftOut(item.name, NO_ADDRESS) for item in found.addressees if not item.email]
    return Mailing(tuple(item for item in found.addressees if item.email), (*found.left_out, *unreached))


def mailing_of_convened(session: AnySession, meeting: Meeting, today: dt.date) -> Mailing:
    """A convocation: to all on the list, frozen or to come, save those excused already.

    To be convened goes with the mandate: an objection to letters does not keep anybody from it.
    """
    lines = [line for line in lines_of(session, meeting) if line.presence is not Presence.EXCUSED]
    ids = {kind: [int(line.key[1:]) for line in lines if line.key[0] == kind] for kind in "amue"}
    holders: dict[str, tuple[Person | None, Organisation | None, User | None]] = {}
    registered: dict[str, Addressee | LeftOut | None] = {}
    mandates: dict[str, int | None] = {f"m{number}": number for number in ids["m"]}
    loads = (joinedload(Attendance.person), joinedload(Attendance.organisation), joinedload(Attendance.user))
    for row in session.scalars(select(Attendance).where(Attendance.id.in_(ids["a"])).options(*loads)):
        holders[f"a{row.id}"] = (row.person, row.organisation, row.user)
        registered[f"a{row.id}"] = _of_registered(row)
        mandates[f"a{row.id}"] = row.mandate_id
    for one in session.scalars(select(EventRegistration).where(EventRegistration.id.in_(ids["e"]))):
        registered[f"e{one.id}"] = _of_registration(one)
    of_mandate = (joinedload(Mandate.person), joinedload(Mandate.organisation))
    for mandate in session.scalars(select(Mandate).where(Mandate.id.in_(ids["m"])).options(*of_mandate)):
        holders[f"m{mandate.id}"] = (mandate.person, mandate.organisation, None)
    for user in session.scalars(select(User).where(User.id.in_(ids["u"]))):
        holders[f"u{user.id}"] = (None, None, user)
    over = expired_among(session, mandates.values(), day_of(meeting.start_at))
    found: list[Addressee | LeftOut] = []
    for line in lines:
        person, organisation, user = holders.get(line.key, (None, None, None))
        if person is not None:
            found.append(_of_person(person, today, is_due=True))
        elif user is not None:
            found.append(_of_user(user))
        elif organisation is not None:
            found.append(_of_organisation(organisation))
        else:
            found.append(registered.get(line.key) or LeftOut(line.name, OUT_OF_SIGHT))
        if isinstance(found[-1], Addressee) and mandates.get(line.key) in over:
            found[-1] = replace(found[-1], is_expired=True)
    return _sorted([_reached(item) for item in found])


def addressee_of_line(line: Attendance, today: dt.date) -> Addressee | LeftOut:
    """Whom one writes to by e-mail for a line that is convened, else why nobody is: its holder, or a guardian."""
    return _reached(written_to(line, today))


def written_to(line: Attendance, today: dt.date) -> Addressee | LeftOut:
    """The same, by e-mail or by post."""
    if line.person is not None:
        return _of_person(line.person, today, is_due=True)
    if line.user is not None:
        return _of_user(line.user)
    if line.organisation is not None:
        return _of_organisation(line.organisation)
    return _of_registered(line) or LeftOut(str(line), NO_ADDRESS if line.visitor_name else OUT_OF_SIGHT)


def _of_registered(line: Attendance | None) -> Addressee | LeftOut | None:
    """Somebody who registered for an event, by the address that they gave; the guardian of a minor opens it."""
    return _of_registration(line.registration) if line is not None and line.registration is not None else None


def _of_registration(row: EventRegistration) -> Addressee | LeftOut:
    if not row.email:
        return LeftOut(row.name, NO_ADDRESS)
    return Addressee(row.name, normalised_email(row.email), row.guardian_name or row.name, row.name)


def mailing_from(found: Sequence[Addressee | LeftOut]) -> Mailing:
    """The mailing of those who were found, by name."""
    return _sorted(found)


def _reached(item: Addressee | LeftOut) -> Addressee | LeftOut:
    return LeftOut(item.name, NO_ADDRESS) if isinstance(item, Addressee) and not item.email else item


def _of_person(
    person: Person, today: dt.date, body: str = "", function: str = "", *, is_due: bool = False
) -> Addressee | LeftOut:
    name = str(person)
    if person.newsletter_consent is Consent.REFUSED and not is_due:
        return LeftOut(name, OBJECTED)
    is_minor = is_guardian_asked(person.birth_year, today)
    email = normalised_email(person.guardian_email if is_minor else person.email)
    if not email and not person.address:
        return LeftOut(name, NO_GUARDIAN_ADDRESS if is_minor else NO_ADDRESS)
    if is_minor and not email:
        return LeftOut(name, NO_GUARDIAN_ADDRESS)
    return Addressee(
        name,
        email,
        (person.guardian_name or "") if is_minor else "",
        person.last_name,
        person.first_name or "",
        body,
        function,
        person.address or "",
        person.postal_code or "",
        person.city or "",
        is_minor=is_minor,
    )


def _of_organisation(organisation: Organisation | None, body: str = "", function: str = "") -> Addressee | LeftOut:
    assert organisation is not None
    email = normalised_email(organisation.email)
    if not email and not organisation.address:
        return LeftOut(organisation.name, NO_ADDRESS)
    to, name = organisation.contact_name or "", organisation.name
    return Addressee(name, email, to, name, "", body, function, *_post_of(organisation.address))


def _of_user(user: User, answers_for: Sequence[Referent] = ()) -> Addressee | LeftOut:
    email = normalised_email(user.email)
    places = sorted({row.arrondissement for row in answers_for}, key=lambda place: place.number)
    post = _post_of(next((place.mairie_address for place in places if place.mairie_address), None))
    if not email and not post[0]:
        return LeftOut(str(user), NO_ADDRESS)
    names = ", ".join(place.name for place in places)
    return Addressee(str(user), email, "", user.last_name, user.first_name, "", "", *post, names)


def _post_of(address: str | None) -> tuple[str, str, str]:
    """Street, postal code and city of an address in one line; all of it is the street when it says no code."""
    found = _ONE_LINE.fullmatch((address or "").strip())
    return (found["street"], found["postal_code"], found["city"]) if found else (address or "", "", "")


def _sorted(found: Sequence[Addressee | LeftOut]) -> Mailing:
    by_name = sorted(found, key=lambda item: (fold(item.name), item.name))
    return Mailing(
        tuple(item for item in by_name if isinstance(item, Addressee)),
        tuple(item for item in by_name if isinstance(item, LeftOut)),
    )
