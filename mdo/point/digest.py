"""The e-mail of « Mon point »: its subject and its words, plain and in HTML. It is built here and sent elsewhere.

Who answers for an arrondissement gets her fortnight; anyone who stands in for someone away, that person's deadlines.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from html import escape

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.rights.accounts import is_open
from mdo.kernel.rights.referents import answering
from mdo.point.fortnight import PART_TITLES, Point
from models.accounts import User
from models.preferences import Preference

# Of each part: the page has them all.
SHOWN = 10
# Where a page is: « PointView », « list », and the id of a record or None. Empty when no address is known.
Link = Callable[[str, str, int | None], str]


@dataclass(frozen=True)
class Digest:
    """A message to one account."""

    to: str
    subject: str
    plain: str
    html: str


Send = Callable[[Digest], None]


def message_of(digest: Digest, sender: str, now: dt.datetime) -> EmailMessage:
    """What leaves: plain and HTML, marked as sent by a machine."""
    message = EmailMessage()
    message["Subject"] = digest.subject
    message["From"] = Address(addr_spec=sender)
    message["To"] = Address(addr_spec=digest.to)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=sender.partition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(digest.plain)
    message.add_alternative(digest.html, subtype="html")
    return message


@dataclass(frozen=True)
class Occasion:
    """Why one is written to (message ids), and the page that holds all of it."""

    subject: str
    reason: str
    page: str


FORTNIGHT = Occasion(
    N_("Your fortnight, on %(day)s"),
    N_("You receive this because you answer for an arrondissement. To stop it: My preferences, digest."),
    "PointView",
)
DAY = Occasion(
    N_("Your day, on %(day)s"),
    N_("You receive this because the daily digest is ticked. To stop it: My preferences, digest."),
    "DeadlineView",
)
REPLACEMENT = Occasion(
    N_("Deadlines of the people you replace, on %(day)s"),
    N_("You receive this because you stand in for someone today. To stop it: My preferences, digest."),
    "DeadlineView",
)


@dataclass(frozen=True)
class _Part:
    title: str
    lines: Sequence[tuple[str, str]]  # words, address or nothing
    more: str = ""


def readers(session: AnySession, today: dt.date) -> Sequence[User]:
    """The accounts open on a day, with an address, that did not turn the digest off, by user name.

    Who is away and covered gets none: her cover does.
    """
    away = answering().covers(today).subquery()
    refused = select(Preference.user_id).where(Preference.receives_digest.is_(False))
    statement = select(User).where(
        User.active.is_(True),
        User.email.is_not(None),
        User.email != "",
        User.id.not_in(refused),
        User.id.not_in(select(away.c.user_id)),
    )
    found = session.scalars(statement.order_by(User.username))
    return [user for user in found if is_open(user.active, user.ends_on, today)]


def digest_of(
    point: Point,
    occasion: Occasion,
    to: str,
    first_name: str,
    today: dt.date,
    translate: Translate,
    words_of: Callable[[object], str],
    link: Link,
) -> Digest | None:
    """The message that tells of a point; None when nothing awaits the reader.

    `words_of` says a note (a number of seats, a day, a status) and who answers for a line in the reader's language.
    """
    if point.is_empty:
        return None
    parts = _parts(point, translate, words_of, link)
    day = f"{today:%d/%m/%Y}"
    subject = translate(occasion.subject) % {"day": day}
    hello = translate(N_("Hello %(name)s")) % {"name": first_name} + ","
    page, preferences = link(occasion.page, "list", None), link("PreferenceView", "edit", None)
    end = translate(occasion.reason)
    return Digest(
        to, subject, _plain(hello, parts, page, end, preferences), _html(subject, hello, parts, page, end, preferences)
    )


def _parts(point: Point, translate: Translate, words_of: Callable[[object], str], link: Link) -> list[_Part]:
    parts = []
    for part in point.parts:
        if not part.count:
            continue
        lines = []
        for line in part.lines[:SHOWN]:
            words = " – ".join(filter(None, (line.title, line.detail, words_of(line.who), words_of(line.note))))
            lines.append((words, link(line.view, "show", line.id)))
        title = _counted(translate, PART_TITLES[part.name], part.count)
        parts.append(_Part(title, lines, _more(translate, part.count)))
    if point.to_confirm:
        count = len(point.to_confirm)
        confirmed = [
            (record.name, link(f"{record.model}View", "show", record.id)) for record in point.to_confirm[:SHOWN]
        ]
        title = _counted(translate, N_("Records to confirm: still right?"), count)
        parts.append(_Part(title, confirmed, _more(translate, count)))
    return parts


def _counted(translate: Translate, title: str, count: int) -> str:
    return f"{translate(title)} ({count})"


def _more(translate: Translate, count: int) -> str:
    return translate(N_("and %(count)d more")) % {"count": count - SHOWN} if count > SHOWN else ""


def _plain(hello: str, parts: Sequence[_Part], page: str, end: str, preferences: str) -> str:
    blocks = [hello]
    for part in parts:
        lines = [part.title, *(f"- {words}" for words, _ in part.lines)]
        blocks.append("\n".join([*lines, f"  {part.more}"] if part.more else lines))
    if page:
        blocks.append(page)
    blocks.append("\n".join(filter(None, (end, preferences))))
    return "\n\n".join(blocks) + "\n"


def _html(subject: str, hello: str, parts: Sequence[_Part], page: str, end: str, preferences: str) -> str:
    """Headings and lists alone: a mail client shows them as it likes, and a screen reader reads them."""
    body = [f"<p>{escape(hello)}</p>"]
    for part in parts:
        items = [f"<li>{_linked(words, address)}</li>" for words, address in part.lines]
        if part.more:
            items.append(f"<li>{_linked(part.more, page)}</li>")
        body.append(f"<h2>{escape(part.title)}</h2>\n<ul>\n" + "\n".join(items) + "\n</ul>")
    if page:
        body.append(f"<p>{_linked(page, page)}</p>")
    body.append(f"<p>{_linked(end, preferences)}</p>")
    head = f'<meta charset="utf-8"><title>{escape(subject)}</title>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n" + "\n".join(body) + "\n</body></html>\n"


def _linked(words: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>' if address else escape(words)
