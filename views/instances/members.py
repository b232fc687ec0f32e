"""The members of a body, which its page opens on: college by college, vacant seats first, with what one does."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import request, url_for

from mdo.composition.members import BodyMembers, CollegeMembers, Member, VacantSeat, listed_clause, members_of
from mdo.instances.rules import rules_of
from mdo.kernel.base.context import context_of
from mdo.meetings.figures import attended, last_held
from mdo.people.mandates import MandateStatus
from models.instances import Instance
from models.people import Mandate
from views.base.catalogues import gettext, ngettext
from views.base.coming_back import BACK, came_from
from views.base.database import db
from views.base.pages import Panel, TabContent
from views.base.record import TabSource
from views.base.words import date_in_words
from views.composition.panels import fill_url
from views.instances.members_side import beside
from views.meetings.attendance_words import may as may_attendance

TAB = "members"
_NEAR, _VACANT = "near", "vacant"
# Beyond so many lines each college shows its first ones, and the rest is one click away.
_MOST, _LEAST_SHOWN = 40, 8


@dataclass(frozen=True)
class MemberLine:
    """A member, or vacant seats, in words; addresses are empty without the right.

    `phone` and `email` as they are dialled and written; `seen` is « 5 / 6 »; `renews` the id that a renewal takes.
    """

    name: str
    detail: str
    url: str = ""
    phone: str = ""
    email: str = ""
    seen: str = ""
    end: str = ""
    tone: str = ""
    renews: int = 0
    end_url: str = ""
    fill_url: str = ""
    is_vacant: bool = False


@dataclass(frozen=True)
class CollegeLines:
    """A college with its lines; `hidden` is how many members are left out."""

    name: str
    words: str
    lines: tuple[MemberLine, ...]
    hidden: int


def members_tab(view: Any, row: Instance) -> TabSource:
    """The tab, for a reader who may list mandates."""
    title = gettext("Members")
    today = context_of(db.session).today

    def fill() -> TabContent:
        found = members_of(db.session, row, today)
        sees = may_attendance("can_show")
        held = last_held(db.session, row) if sees else []
        panel = _Words(view, row, found, attended(db.session, held) if held else {}).panel(title)
        return TabContent(TAB, title, (panel,), side=beside(view, row, held))

    return TabSource(TAB, title, fill, (Mandate, listed_clause(row, today)))


class _Words:
    """What the panel holds, for this reader."""

    def __init__(
        self, view: Any, row: Instance, found: BodyMembers, seen: Mapping[tuple[str, int | None], tuple[int, int]]
    ) -> None:
        self._view, self._row, self._found, self._seen = view, row, found, seen
        may_change = view.may_change(row)
        self._may_fill = may_change and view.may("can_add", "MandateView")
        self._may_write = may_change and view.may("can_edit", "MandateView")
        self._opens = view.may("can_show", "MandateView")
        self._reads = view.reads_personal()
        self._is_open = rules_of(row).is_open
        asked = request.args.get("who", "")
        self._kept = asked if asked in (_NEAR, _VACANT) else ""
        self._is_whole = bool(request.args.get("all")) or bool(self._kept)

    def panel(self, title: str) -> Panel:
        """The members in words."""
        found = self._found
        colleges = tuple(self._colleges())
        shown = sum(len(college.lines) for college in colleges)
        near = [member.mandate.id for member in found.near] if self._may_write else []
        return Panel(
            title,
            "instances/members.html",
            {
                "words": self._counts(),
                "filters": self._filters(),
                "near": near,
                "renew_url": url_for("MandateView.bulk_action"),
                "colleges": colleges,
                "shown": shown,
                "hidden": sum(college.hidden for college in colleges),
                "all_url": self._url(all=1),
                "list_url": url_for("MandateView.list", f_instance=self._row.id),
                "has_seen": bool(self._seen),
                "has_contact": self._reads,
                "columns": 3 + bool(self._seen) + self._reads,
                "is_open": self._is_open,
                "is_kept": self._kept,
                "may_fill": self._may_fill,
            },
        )

    def _url(self, **asked: Any) -> str:
        kept = {BACK: came_from()} if BACK in request.args else {}
        url: str = self._view.url("show", pk=self._row.id, tab=TAB, **asked, **kept)
        return f"{url}#tabs"

    def _filters(self) -> tuple[tuple[str, int, str, bool], ...]:
        """What may be kept of the members: words, number, address, whether it is what is shown."""
        choices = (
            ("", gettext("All (members)"), len(self._found.members)),
            (_NEAR, gettext("To renew"), len(self._found.near)),
            (_VACANT, gettext("Vacant (seats)"), len(self._found.vacant)),
        )
        return tuple(
            (words, number, self._url(**({"who": name} if name else {})), self._kept == name)
            for name, words, number in choices
            if number or not name or self._kept == name
        )

    def _counts(self) -> str:
        """« 24 sièges, 21 pourvus, 3 vacants · 11 femmes, 10 hommes »."""
        seats, genders = self._found.seats, self._found.genders
        parts = []
        if seats.total:
            filled = seats.total - seats.vacant
            told = [
                ngettext("%(num)d seat", "%(num)d seats", seats.total),
                ngettext("%(num)d filled (seat)", "%(num)d filled (seats)", filled),
            ]
            if seats.vacant:
                told.append(ngettext("%(num)d vacant (seat)", "%(num)d vacant (seats)", seats.vacant))
            parts.append(", ".join(told))
        if genders.measured:
            women = ngettext("%(num)d woman", "%(num)d women", genders.women)
            men = ngettext("%(num)d man", "%(num)d men", genders.men)
            parts.append(f"{women}, {men}")
        return " · ".join(parts)

    # ---- Lines ---------------------------------------------------------------------------------------------------

    def _colleges(self) -> Iterator[CollegeLines]:
        found = self._found.colleges
        lines = {id(college): tuple(self._lines(college)) for college in found}  # told once they are to be shown
        total = sum(map(len, lines.values()))
        most = max(_MOST // max(len(found), 1), _LEAST_SHOWN) if total > _MOST and not self._is_whole else total
        for college in found:
            own = lines[id(college)]
            if own:
                name = college.college.name if college.college else gettext("Without a college")
                is_alone = college.college is None and len(found) == 1
                shown = tuple(tell() for tell in own[:most])
                yield CollegeLines("" if is_alone else name, self._college_words(college), shown, len(own) - len(shown))

    @staticmethod
    def _college_words(college: CollegeMembers) -> str:
        if not college.seats:
            return ngettext("%(num)d member", "%(num)d members", len(college.members))
        seats = ngettext("%(num)d seat", "%(num)d seats", college.seats)
        count = college.seats - len(college.vacant)
        filled = ngettext("%(num)d filled (seat)", "%(num)d filled (seats)", count)
        return f"{seats}, {filled}"

    def _lines(self, college: CollegeMembers) -> Iterator[Callable[[], MemberLine]]:
        if self._kept != _NEAR:
            yield from self._vacant(college)
        if self._kept != _VACANT:
            for member in college.members:
                if member.is_near or not self._kept:
                    yield partial(self._member, member)

    def _vacant(self, college: CollegeMembers) -> Iterator[Callable[[], MemberLine]]:
        """Each by itself while they are few or are what was asked for, else in one line."""
        if len(college.vacant) > 2 and not self._kept:
            yield partial(self._together, college.vacant)
        else:
            yield from (partial(self._alone, vacant) for vacant in college.vacant)

    def _together(self, empty: Sequence[VacantSeat]) -> MemberLine:
        numbers = ", ".join(str(vacant.seat.number) for vacant in empty)
        words = ngettext("%(num)d vacant seat", "%(num)d vacant seats", len(empty))
        detail = gettext("Nos. %(numbers)s", numbers=numbers)
        return MemberLine(words, detail, fill_url=self._fill(empty[0]), is_vacant=True)

    def _alone(self, vacant: VacantSeat) -> MemberLine:
        since = gettext("since %(day)s", day=date_in_words(vacant.since)) if vacant.since else ""
        detail = " · ".join(filter(None, (str(vacant.seat), since, vacant.seat.appointing_authority)))
        return MemberLine(gettext("Vacant seat"), detail, fill_url=self._fill(vacant), is_vacant=True)

    def _fill(self, vacant: VacantSeat) -> str:
        return fill_url(vacant.seat) if self._may_fill else ""

    def _member(self, member: Member) -> MemberLine:
        mandate = member.mandate
        person, organisation = mandate.person, mandate.organisation
        holder = person or organisation
        beside = str(organisation) if person is not None and organisation is not None else ""
        seat = str(mandate.seat) if mandate.seat_id is not None and mandate.seat is not None else ""
        key = ("organisation", mandate.organisation_id) if mandate.person_id is None else ("person", mandate.person_id)
        end, tone = self._end(member)
        may_write = self._may_write and mandate.ended_on is None
        contact = holder if self._reads else None
        return MemberLine(
            name=str(holder) if holder is not None else gettext("outside your arrondissements"),
            detail=" · ".join(filter(None, (mandate.function.label, beside, seat))),
            url=url_for("MandateView.show", pk=mandate.id) if self._opens else "",
            phone=(contact.phone or "") if contact is not None else "",
            email=(contact.email or "") if contact is not None else "",
            seen="{} / {}".format(*self._seen[key]) if key in self._seen else "",
            end=end,
            tone=tone,
            renews=mandate.id if may_write and member.is_near else 0,
            end_url=url_for("MandateView.end", pk=mandate.id) if may_write else "",
        )

    def _end(self, member: Member) -> tuple[str, str]:
        """When it ends, else since when it runs, with the colour of what is near or past."""
        mandate = member.mandate
        last = mandate.ended_on or (
            None if self._is_open and not mandate.function.is_bureau else mandate.planned_end_on
        )
        if member.status is MandateStatus.UNDATED:
            return gettext("start unknown"), "warn"
        if member.status is MandateStatus.UPCOMING and mandate.start_on is not None:
            return gettext("from %(day)s", day=date_in_words(mandate.start_on)), "info"
        if last is None:
            return gettext("since %(day)s", day=date_in_words(mandate.start_on)) if mandate.start_on else "", ""
        tone = "danger" if member.status is MandateStatus.EXPIRED else "warn" if member.is_near else ""
        words = date_in_words(last)
        return gettext("until %(day)s", day=words) if self._is_open else words, tone
