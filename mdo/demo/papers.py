"""What the meetings of the demo keep and sent: attached files, convocations with what became of each, calendars."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mdo.documents.files import put
from mdo.kernel.base.periods import PARIS, day_of
from mdo.mail.sending import INTERRUPTED
from models.accounts import User
from models.attendance import Attendance
from models.calendar import CalendarFeed, FeedContent
from models.documents import LINK_TYPE, Document, DocumentKind
from models.instances import Instance
from models.live_links import LiveLink
from models.mail import MailRecipient, MailState, OutgoingMail, RecipientState
from models.meetings import Meeting, MeetingState
from models.organisations import Organisation
from models.people import Person
from models.requests import CouncilRequest

_HELD = 8
_DAY = dt.timedelta(days=1)
# Title, name of the file, versions.
_FILES = (
    (
        "Plan d’accès à la salle",
        "plan-d-acces.txt",
        ("Entrée par la cour, ascenseur à gauche. Tram T1, arrêt Mairie.",),
    ),
    (
        "Questions reçues de la salle",
        "questions-de-la-salle.txt",
        (
            "1. Quand la place sera-t-elle arborée ?",
            "1. Quand la place sera-t-elle arborée ?\n2. Où garer les vélos pendant les travaux ?",
        ),
    ),
)
_TEXT = (
    "Madame, Monsieur,\n\nVous êtes convié·e à la réunion « {title} », {place}.\n\n"
    "Merci de signaler votre absence par retour de courriel."
)
_REFUSED = "550 5.1.1 adresse inconnue"
# One recipient in so many was refused, or is not known to have been reached.
_FAILED, _UNSURE = 9, 14
# What no secret leads to: the calendars of the demo are there to be seen, and opened by nobody.
_NO_SECRET = "0" * 63
_FEEDS = (
    ("mission", "Agenda du bureau", FeedContent.ALL),
    ("mission", "Téléphone", FeedContent.MINE),
    ("ref5", "Téléphone", FeedContent.PLACES),
)
_LINKS = (
    ("admin", "Annuaire des membres", "report.members", ""),
    ("mission", "Tableau de bord des instances", "InstanceView", "cols=name,type,state"),
    ("ref5", "Mandats du 5e", "MandateView", "cols=person,instance,function,start_on"),
)


def write_papers(session: Session, today: dt.date, users: dict[str, User]) -> None:
    """Attaches files to meetings, sends convocations, subscribes to calendars and lists; flushes."""
    for meeting in _meetings(session, today):
        if meeting.state is not MeetingState.CONVENED:
            _attach(session, meeting)
        _send(session, meeting)
    _on_records(session, today)
    for number, (username, label, content) in enumerate(_FEEDS, start=1):
        session.add(
            CalendarFeed(
                user=users[username],
                label=label,
                holds=content,
                token_hash=f"{_NO_SECRET}{number}",
                issued_at=dt.datetime.combine(today - 30 * _DAY, dt.time(9), PARIS),
            )
        )
    for number, (username, name, list_name, query) in enumerate(_LINKS, start=len(_FEEDS) + 1):
        session.add(
            LiveLink(
                user=users[username],
                name=name,
                list_name=list_name,
                query=query,
                locale="fr",
                token_hash=f"{_NO_SECRET}{number}",
                issued_at=dt.datetime.combine(today - 20 * _DAY, dt.time(9), PARIS),
            )
        )
    session.flush()


def _meetings(session: Session, today: dt.date) -> list[Meeting]:
    """Those convened, and the last ones held of bodies."""
    asked = select(Meeting).where(Meeting.convened_at.is_not(None), Meeting.instance_id.is_not(None))
    asked = asked.order_by(Meeting.start_at.desc(), Meeting.id)
    coming = session.scalars(asked.where(Meeting.state == MeetingState.CONVENED)).all()
    left = (MeetingState.CONVENED, MeetingState.CANCELLED, MeetingState.POSTPONED)
    held = session.scalars(asked.where(Meeting.state.not_in(left)).limit(_HELD)).all()
    return [*coming, *(meeting for meeting in held if day_of(meeting.start_at) < today)]


def _on_records(session: Session, today: dt.date) -> None:
    """What stands on some records: a charter that is final, a letter, a consent, an address on the server."""
    body, person, organisation, request = (
        session.scalars(select(model).order_by(model.id)).first()
        for model in (Instance, Person, Organisation, CouncilRequest)
    )
    kept = (
        ("instance", body, DocumentKind.AGREEMENT, "Charte de fonctionnement", "charte.txt"),
        ("instance", body, DocumentKind.PRESENTATION, "Présentation aux habitants", "presentation.txt"),
        ("person", person, DocumentKind.SIGNED_FORM, "Autorisation de droit à l’image", "autorisation.txt"),
        ("organisation", organisation, DocumentKind.LETTER, "Courrier d’adhésion", "courrier.txt"),
        ("request", request, DocumentKind.NOTE, "Note sur le carrefour", "carrefour.txt"),
    )
    keep_files(session, today, (one for one in kept if one[1] is not None))
    if body is not None:
        keep_link(session, today, "instance", body, "Photos des réunions", r"\\serveur\mission\photos")


def keep_files(session: Session, today: dt.date, kept: Iterable[tuple[str, Any, DocumentKind, str, str]]) -> None:
    """Puts files on records: the word of its column, the record, kind, title and name; an agreement is final."""
    for number, (name, record, kind, title, file_name) in enumerate(kept, start=1):
        document = Document(**{name: record}, kind=kind, title=title, number=1, file_name=file_name)
        document.media_type, document.is_final = "text/plain", kind is DocumentKind.AGREEMENT
        document.dated_on = today - number * 9 * _DAY
        document.made_at = dt.datetime.combine(today - number * 8 * _DAY, dt.time(10), PARIS)
        put(document, f"{title} – exemple inventé pour la démonstration.".encode())
        session.add(document)


def keep_link(session: Session, today: dt.date, name: str, record: Any, title: str, link: str) -> None:
    """Puts on a record the address of what stays on a server."""
    address = Document(**{name: record}, kind=DocumentKind.SERVER_LINK, title=title, number=1)
    address.file_name, address.media_type, address.link = "", LINK_TYPE, link
    address.made_at = dt.datetime.combine(today - 3 * _DAY, dt.time(10), PARIS)
    session.add(address)


def _attach(session: Session, meeting: Meeting) -> None:
    for title, name, versions in _FILES:
        for number, text in enumerate(versions, start=1):
            content = text.encode()
            session.add(
                Document(
                    meeting=meeting,
                    kind=DocumentKind.ATTACHMENT,
                    title=title,
                    number=number,
                    file_name=name,
                    media_type="text/plain",
                    content=content,
                    size=len(content),
                    sha256=hashlib.sha256(content).hexdigest(),
                    made_by=meeting.organiser,
                    made_at=meeting.start_at - (3 - number) * _DAY,
                )
            )


def _send(session: Session, meeting: Meeting) -> None:
    convened = select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.is_convened)
    people = convened.options(joinedload(Attendance.person)).order_by(Attendance.id)
    names = {row.person.email: str(row.person) for row in session.scalars(people) if row.person and row.person.email}
    if not names or meeting.convened_at is None:
        return
    text = _TEXT.format(title=meeting.title, place=meeting.place)
    mail = OutgoingMail(
        meeting=meeting,
        subject=f"Convocation : {meeting.title}",
        plain=text,
        html="".join(f"<p>{part}</p>" for part in text.split("\n\n")),
        from_address=(meeting.instance.mailbox if meeting.instance else None) or "mission@example.org",
        state=MailState.DONE,
        user=meeting.organiser,
        created_at=meeting.convened_at,
    )
    for number, (address, name) in enumerate(names.items(), start=1):
        state, reason = RecipientState.SENT, None
        if number % _FAILED == 0:
            state, reason = RecipientState.FAILED, _REFUSED
        elif number % _UNSURE == 0:
            state, reason = RecipientState.UNSURE, INTERRUPTED
        mail.recipients.append(
            MailRecipient(
                meeting=meeting,
                name=name,
                address=address,
                state=state,
                reason=reason,
                attempts=1,
                sent_at=meeting.convened_at if state is RecipientState.SENT else None,
            )
        )
    session.add(mail)
