"""« Où en est-on ? »: what a newcomer finds on the first page, for 30 days, or as long as nothing is hers."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import select

from mdo.handover.succession import TERRITORIES, count_owned
from mdo.home.places import BodyLine
from mdo.kernel.base.context import context_of
from mdo.kernel.rights.identity import Identity
from mdo.network.answering import answers_clause
from models.network import Referent
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import Link
from views.deadlines.screens import LIST
from views.security.gate import may

# Calendar days after the account was made, its own day included.
NEW_DAYS = 30


def is_new(since: dt.date | None, today: dt.date) -> bool:
    """Whether an account is in its first days."""
    return since is not None and 0 <= (today - since).days < NEW_DAYS


def welcome(
    identity: Identity, parts: Mapping[str, Any], places: Sequence[str], bodies: Sequence[BodyLine] | None
) -> tuple[Link, ...]:
    """Where things stand, a line for each; () for who folded it, who was there before and owns something, or reads
    no meeting. `parts` are those of the first page, which the counts here are taken from."""
    today = context_of(db.session).today
    if identity.welcome_folded or not may("can_list", "MeetingView"):
        return ()
    is_newcomer = is_new(identity.since, today)
    if not is_newcomer and (parts.get("waiting") or bodies or not may("can_add", "MeetingView")):
        return ()
    owned = {label: number for label, number in count_owned(db.session, identity.id, today).items() if number}
    if not is_newcomer and owned:
        return ()
    return (
        *_of_the_team(parts),
        _owned(owned, _own_page(identity.id, today) if places else ""),
        *_of_bodies(places, bodies),
        *_meeting(parts),
        Link(
            gettext("The guide: first steps, then a page for each screen"),
            url_for("PublicView.help"),
        ),
    )


def _of_the_team(parts: Mapping[str, Any]) -> Sequence[Link]:
    if parts.get("due") is None:
        return ()
    words = parts["due_words"] or gettext("nothing is late or falls due within 30 days")
    return (Link(gettext("Open for the team: %(what)s", what=words), parts["all_due"].url),)


def _owned(owned: Mapping[str, int], own_page: str) -> Link:
    """What she answers for; her arrondissements have a line of their own, and her page holds all of it."""
    kinds = [(label, number) for label, number in owned.items() if not own_page or label != TERRITORIES.label]
    if not kinds:
        return Link(
            gettext("Handed to you: nothing yet; “Take it on”, on a deadline that nobody answers for, makes it yours."),
            own_page,
        )
    told = ", ".join(f"{gettext(label).lower()} ({number})" for label, number in kinds)
    url = own_page or (url_for(LIST, f_whose="mine") if may("can_list", "DeadlineView") else "")
    return Link(gettext("Handed to you: %(what)s", what=told), url)


def _own_page(user_id: int, today: dt.date) -> str:
    """The page of a référent, whose tabs list all that she answers for."""
    if not may("can_show", "ReferentView"):
        return ""
    own = select(Referent.id).where(Referent.user_id == user_id, answers_clause(today)).order_by(Referent.id)
    row_id = db.session.scalar(own.limit(1))
    return url_for("ReferentView.show", pk=row_id) if row_id is not None else ""


def _of_bodies(places: Sequence[str], bodies: Sequence[BodyLine] | None) -> Sequence[Link]:
    if bodies is None:
        return ()
    in_alert = sum(bool(line.alerts) for line in bodies)
    told = ngettext("%(num)d active body", "%(num)d active bodies", len(bodies))
    if in_alert:
        told = gettext("%(what)s, %(count)s with something to watch", what=told, count=in_alert)
    words = gettext("%(where)s: %(what)s", where=", ".join(places) or gettext("Your bodies"), what=told)
    return (Link(words, url_for("InstanceView.list", f_state="active")),)


def _meeting(parts: Mapping[str, Any]) -> Sequence[Link]:
    found = parts.get("meetings") or ()
    if not found:
        return ()
    first = found[0]
    words = gettext(
        "Next meeting: %(what)s", what=f"{first.day[:1].lower()}{first.day[1:]} {first.hour}, {first.title}"
    )
    return (Link(words, first.url),)
