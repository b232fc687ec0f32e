"""The week in words: meetings to come, what is due by body or contract, what waits for the reader, what others did."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import format_date

from mdo.home.week import SHOWN_NEWS, Upcoming, avoided_by, news, upcoming
from mdo.kernel.base.context import context_of
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.groups import BODY, CONTRACT, Group, LinesOfKind
from mdo.kernel.deadlines.kinds import Bucket, WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadlines, offered
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.deadlines.taking import taken_of
from mdo.kernel.labels import MODEL_LABELS, enum_label
from mdo.kernel.preferences.pins import named_in
from mdo.kernel.scope.limits import Reach
from mdo.kernel.search.everywhere import Hit, called
from mdo.meetings.needs import Need
from mdo.meetings.reply_counts import counts_of_ids
from models.contracts import Contract
from models.instances import Instance
from models.journal import Door
from models.meetings import MeetingState
from views.base.catalogues import gettext, ngettext, number_in_words
from views.base.database import db
from views.base.pages import Link
from views.base.record import VIEW_OF_MODEL
from views.base.words import date_in_words, hour_in_words, moment_of
from views.deadlines.pages import PartLink
from views.deadlines.screens import LIST, act_link, closing_link, line_words
from views.home.pages import Due, MeetingLine, NewsLine, Person
from views.meetings.after import morning_rows
from views.meetings.next import attendance_link
from views.meetings.ready import readiness_of
from views.meetings.reply_words import count_in_words
from views.security.gate import may, require_identity

SHOWN_GROUPS, SHOWN_WAITING = 5, 4
_SOON = frozenset({Bucket.LATE, Bucket.WEEK, Bucket.MONTH})
_BUCKETS = [bucket.value for bucket in Bucket if bucket in _SOON]
_NEAR = frozenset({Bucket.LATE, Bucket.WEEK})
# Of the lines that the team keeps, which come among the own ones, some are passed over.
_READ_WAITING = 24
_LONGEST_TITLE = 90


def week_of(deadlines: Deadlines | None) -> dict[str, Any]:
    """The parts of the week that the reader's rights show, as the first page holds them."""
    parts: dict[str, Any] = {}
    if may("can_list", "MeetingView"):
        found, near = upcoming(db.session)
        avoided = avoided_by(db.session, found)
        convened = [item.id for item in found if item.state is MeetingState.CONVENED]
        counts = counts_of_ids(db.session, convened)
        lines = tuple(
            meeting_line(item, avoided.get(item.id, ()), count_in_words(counts.get(item.id))) for item in found
        )
        parts |= {"meetings": lines, "near": near, "mornings": morning_rows()}
    if deadlines is not None:
        parts |= _due(deadlines) | _waiting(deadlines)
    is_of_a_place = context_of(db.session).scope.reach is Reach.ARRONDISSEMENTS
    if may("can_list", "JournalView") or (is_of_a_place and may("can_list", "InstanceView")):
        parts |= _news()
    return parts


# ---- Meetings ----------------------------------------------------------------------------------------------------


def meeting_line(meeting: Upcoming, avoided: Sequence[str] = (), replies: str = "") -> MeetingLine:
    """A meeting to come in words, with what it still needs, what to do next, and what else the city does that day.

    `replies` are those to its convocation, in words.
    """
    today = context_of(db.session).today
    is_today = meeting.day == today
    return MeetingLine(
        day=gettext("Today") if is_today else format_date(meeting.day, "EEE d MMM"),
        hour=hour_in_words(meeting.start_at),
        is_today=is_today,
        title=meeting.body or meeting.title,
        detail=" · ".join(filter(None, (_of_what(meeting), meeting.place))),
        url=url_for("MeetingView.show", pk=meeting.id) if may("can_show", "MeetingView") else "",
        ready=readiness_of(meeting.things),
        act=_next_act(meeting, is_today=is_today),
        avoided=tuple(avoided),
        replies=replies,
    )


def _of_what(meeting: Upcoming) -> str:
    """The kind of a meeting of a body; the event of a session, unless its title says it."""
    if meeting.body:
        return gettext(enum_label(meeting.kind))
    return "" if meeting.event in meeting.title else meeting.event


def _next_act(meeting: Upcoming, *, is_today: bool) -> Link | None:
    """The one thing to do next, for who may: on the day the attendance, before it what is missing, then convening."""
    if not (meeting.is_writable and may("can_edit", "MeetingView")):
        return None
    has_list = meeting.state is MeetingState.CONVENED or any(
        thing.paper is Need.LIST and thing.is_done for thing in meeting.things
    )
    if is_today and has_list and may("can_show", "AttendanceView"):
        return attendance_link(meeting.id)
    if {Need.PLACE, Need.LEADER} & set(meeting.missing):
        return Link(gettext("Complete"), url_for("MeetingView.edit", pk=meeting.id))
    if Need.AGENDA in meeting.missing:
        return Link(gettext("Agenda"), url_for("MeetingView.show", pk=meeting.id))
    if Need.CONVOCATION in meeting.missing:
        return Link(gettext("Convene"), url_for("MeetingView.show", pk=meeting.id))
    return None


# ---- What is due -------------------------------------------------------------------------------------------------


def _due(deadlines: Deadlines) -> dict[str, Any]:
    """What is late or due within a month of the whole team, or of the reader's arrondissements, one line a group."""
    context = context_of(db.session)
    whose = WhoseDeadlines.PLACE if WhoseDeadlines.PLACE in offered(context) else WhoseDeadlines.ALL
    groups = deadlines.groups(DeadlineQuery(whose, _SOON))
    shown = _shown(groups, context.today)
    names = called(db.session, [pair for group in shown for pair in _rows_of(group)])
    total = sum(group.number for group in groups)
    late = sum(part.number for group in groups for part in group.parts if part.due_on < context.today)
    url = url_for(LIST, f_whose=whose.value, f_bucket=_BUCKETS)
    return {
        "due": tuple(_group(group, names, whose) for group in shown),
        "all_due": PartLink(gettext("See all"), total, url, tone="danger" if late else ""),
        "due_words": _in_buckets(late, total - late),
    }


def _shown(groups: tuple[Group, ...], today: dt.date) -> tuple[Group, ...]:
    """The first groups; where all of them are late, the largest of what comes takes the place of the last."""
    first, others = groups[:SHOWN_GROUPS], groups[SHOWN_GROUPS:]
    coming = next((group for group in others if group.due_on >= today), None)
    if coming is None or first[-1].due_on >= today:
        return first
    return (*first[:-1], coming)


def _in_buckets(late: int, soon: int) -> str:
    """How many of each, in the words of the page that lists them."""
    parts = [gettext("%(count)s late", count=number_in_words(late))] if late else []
    if soon:
        parts.append(ngettext("%(num)d deadline within 30 days", "%(num)d deadlines within 30 days", soon))
    return ", ".join(parts)


def _rows_of(group: Group) -> list[tuple[type, int]]:
    """The rows that name a group: what it stands under and, of one line, its own row."""
    found: list[tuple[type, int]] = []
    if group.under in _UNDER:
        found.append((_UNDER[group.under], group.id))
    if group.number == 1:
        found.append((KINDS[group.parts[0].kind].model, group.parts[0].row_id))
    return found


_UNDER: dict[str, type] = {BODY: Instance, CONTRACT: Contract}


def _group(group: Group, names: Mapping[tuple[type, int], Hit], whose: WhoseDeadlines) -> Due:
    rows = _rows_of(group)
    hits = [hit for row in rows if (hit := names.get(row)) is not None]
    first = group.parts[0]
    kind = KINDS[first.kind]
    title, url = gettext(kind.label), ""
    if hits:
        # Of one line its own name, under what it stands; of several, that of the body or contract.
        title = hits[-1].title[:_LONGEST_TITLE]
        model, row_id = next(row for row in reversed(rows) if row in names)
        view = VIEW_OF_MODEL[model]
        url = url_for(f"{view}.show", pk=row_id) if may("can_show", view) else ""
    under = hits[0].title if len(hits) > 1 and hits[0].title != title else ""
    today = context_of(db.session).today
    is_late = group.due_on < today
    day = date_in_words(group.due_on)
    when = gettext("late since %(day)s", day=day) if is_late else gettext("due on %(day)s", day=day)
    return Due(
        number=group.number,
        title=title,
        url=url,
        detail=", ".join(filter(None, (*map(_part, group.parts), under))),
        when=gettext("today") if group.due_on == today else when,
        tone="late" if is_late else "warn" if (group.due_on - today).days <= _A_WEEK else "",
        person=_person(group),
        take=_take(group),
        act=_act(group, whose),
    )


_A_WEEK = 7


def _part(part: LinesOfKind) -> str:
    kind = KINDS[part.kind]
    if part.number == 1:
        return gettext(kind.label)
    return f"{part.number} {gettext(MODEL_LABELS[kind.model][1]).lower()}"


def _person(group: Group) -> Person | None:
    first, last = next((part.person for part in group.parts if part.person), ("", ""))
    return Person(f"{first[:1]}{last[:1]}".upper(), f"{first} {last}") if last else None


def _take(group: Group) -> Link | None:
    """« M'en charger », where nobody answers for some of it and the reader may change what says who does."""
    part = group.unanswered
    if part is None or not part.is_writable:
        return None
    owner = taken_of(KINDS[part.kind])
    if owner is None or not may("can_edit", VIEW_OF_MODEL.get(owner, "")):
        return None
    fields = (("kind", part.kind), ("row", str(part.row_id)), ("next", url_for("HomeView.index")))
    return Link(gettext("Take it on"), url_for("DeadlineView.take"), is_post=True, fields=fields)


def _act(group: Group, whose: WhoseDeadlines) -> Link | None:
    """The one act that deals with all of a group; of several things that no act deals with, their list."""
    first = group.parts[0]
    if group.number == 1:
        values = {"row_id": first.row_id, "instance_id": group.id if group.under == BODY else None}
        return act_link(first.kind, first.step, values) if first.is_writable else None
    part = next((part for part in group.parts if part.ids), None)
    # To renew the members of a body is to renew it: both lead to the mandates.
    views = {KINDS[part.kind].closing.view for part in group.parts}
    link = closing_link(part.kind, part.ids) if part is not None and part.is_writable and len(views) == 1 else None
    if link is not None and part is not None:
        label = gettext("%(act)s all %(count)d", act=link.label, count=part.number) if part.number > 1 else link.label
        return Link(label, link.url, is_post=True, fields=link.fields)
    name = {BODY: "f_instance", CONTRACT: "f_contract"}.get(group.under)
    if name is None:
        return None
    asked: dict[str, Any] = {"f_whose": whose.value, "f_bucket": _BUCKETS, name: group.id}
    return Link(gettext("See all %(count)d", count=group.number), url_for(LIST, **asked))


# ---- What waits for the reader, what others did ------------------------------------------------------------------


def _waiting(deadlines: Deadlines) -> dict[str, Any]:
    """What the reader herself answers for, late or within a week; what the team keeps is among what is due."""
    if WhoseDeadlines.MINE not in offered(context_of(db.session)):
        return {}
    lines = deadlines.page(DeadlineQuery(WhoseDeadlines.MINE, _NEAR), limit=_READ_WAITING, with_places=False)
    own = [line for line in lines if line.keeper is None]
    return {
        "waiting": line_words(own[:SHOWN_WAITING]),
        "all_waiting": url_for(LIST, f_whose=WhoseDeadlines.MINE.value),
    }


def _news() -> dict[str, Any]:
    pins = named_in(require_identity().pins)
    ids = {view: [pin.row_id for pin in pins if pin.view == view] for view in ("InstanceView", "ContractView")}
    found = news(db.session, ids["InstanceView"], ids["ContractView"])
    today = context_of(db.session).today
    may_open = may("can_show", "JournalView")
    return {
        "news": tuple(
            NewsLine(
                Person(_initials(item.who), item.who),
                # The journal calls an undo by what it undid, and says so beside.
                gettext("Undone: %(what)s", what=item.what) if item.door is Door.UNDO else item.what,
                moment_of(item.at, today),
                url_for("JournalView.show", pk=item.entry_id) if may_open else "",
            )
            for item in found[:SHOWN_NEWS]
        ),
        "all_news": url_for("JournalView.list") if len(found) > SHOWN_NEWS and may("can_list", "JournalView") else "",
    }


def _initials(name: str) -> str:
    words: Sequence[str] = name.split()
    return "".join(word[:1] for word in (words[0], words[-1])).upper() if len(words) > 1 else name[:2].upper()
