"""« Mon point »: what someone who answers for an arrondissement looks at each fortnight, on a page or by e-mail.

Everything is of the records that the reader may change: another arrondissement never shows.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from mdo.kernel.base.context import AnySession, Context, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.columns import who_reads
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import Bucket, WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadlines, offered
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.freshness.confirmations import ToConfirm, to_confirm
from mdo.people.deadlines import MANDATE_END
from mdo.point.told import PartName, PointLine, told_of

SHOWN = 20
_SOON = frozenset({Bucket.LATE, Bucket.WEEK, Bucket.MONTH})

PART_TITLES: dict[PartName, str] = {
    PartName.VACANCIES: N_("Bodies with an empty seat"),
    PartName.MANDATES: N_("Mandates ending"),
    PartName.TO_PREPARE: N_("Meetings to prepare"),
    PartName.TO_CLOSE: N_("Meetings to close"),
    PartName.REQUESTS: N_("Requests awaiting an answer"),
    PartName.DOCUMENTS: N_("New documents"),
    PartName.REPLACED: N_("Deadlines of the people you replace"),
    PartName.MINE: N_("Late, or due within 7 days"),
}
NOTHING: dict[PartName, str] = {
    PartName.VACANCIES: N_("No empty seat."),
    PartName.MANDATES: N_("No mandate ends within 30 days."),
    PartName.TO_PREPARE: N_("No meeting to prepare within three weeks."),
    PartName.TO_CLOSE: N_("Every meeting that was held has its minutes."),
    PartName.REQUESTS: N_("No request is waiting."),
    PartName.DOCUMENTS: N_("No new document in the last fortnight."),
    PartName.REPLACED: N_("Nothing falls due within 30 days for those you replace."),
    PartName.MINE: N_("Nothing is late or falls due within 7 days."),
}
# The list in whose rows each part is read.
_VIEWS: dict[PartName, str] = {
    PartName.VACANCIES: "SeatView",
    PartName.MANDATES: "MandateView",
    PartName.TO_PREPARE: "MeetingView",
    PartName.TO_CLOSE: "MeetingView",
    PartName.REQUESTS: "RequestView",
    PartName.DOCUMENTS: "MeetingView",
}


@dataclass(frozen=True)
class PagePart:
    """A part of the page: its first lines, and how many there are in all."""

    name: PartName
    count: int
    lines: Sequence[PointLine]


@dataclass(frozen=True)
class Point:
    """What awaits one reader on a day."""

    parts: Sequence[PagePart] = field(default_factory=tuple)
    to_confirm: Sequence[ToConfirm] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        """Whether nothing awaits the reader."""
        return not self.to_confirm and not any(part.count for part in self.parts)


def point_of(session: AnySession, limit: int = SHOWN, without: Collection[PartName] = ()) -> Point:
    """The point of the reader of a session: what the rights of this reader show, less parts that are told elsewhere."""
    context = context_of(session)
    named = tuple(name for name, view in _VIEWS.items() if name not in without and (view, "can_list") in context.rights)
    told = told_of(session, context, tuple(name for name in named if name is not PartName.MANDATES))
    if PartName.MANDATES in named:
        told[PartName.MANDATES] = list(_mandates(session, context))
    parts = [PagePart(name, len(told[name]), told[name][:limit]) for name in named]
    replaced = _replaced(session, limit) if told[PartName.REPLACED] else ()
    return Point((*parts, *replaced), tuple(to_confirm(session)))


def point_of_day(session: AnySession, limit: int = SHOWN) -> Point:
    """What is late and what comes next for the reader, and for those whom she replaces."""
    context = context_of(session)
    if context.actor_id is None or ("DeadlineView", "can_list") not in context.rights:
        return Point()
    whose = WhoseDeadlines.PLACE if WhoseDeadlines.PLACE in offered(context) else WhoseDeadlines.MINE
    lines = _due(session, DeadlineQuery(whose, frozenset({Bucket.LATE, Bucket.WEEK})))
    replaced = _replaced(session, limit) if told_of(session, context)[PartName.REPLACED] else ()
    return Point((PagePart(PartName.MINE, len(lines), lines[:limit]), *replaced))


def point_of_others(session: AnySession, limit: int = SHOWN) -> Point:
    """What awaits the reader for those whom she replaces, and nothing else: she answers for no arrondissement."""
    is_replacing = bool(told_of(session, context_of(session))[PartName.REPLACED])
    return Point(tuple(_replaced(session, limit)) if is_replacing else ())


def _mandates(session: AnySession, context: Context) -> Sequence[PointLine]:
    """The same rule as « My deadlines », those late and those of the next 30 days."""
    whose = WhoseDeadlines.PLACE if WhoseDeadlines.PLACE in offered(context) else WhoseDeadlines.ALL
    wanted = DeadlineQuery(whose, _SOON, frozenset({MANDATE_END.code}))
    return [
        PointLine(line.title, "MandateView", line.id, line.detail or "", line.due_on)
        for line in Deadlines(session).page(wanted, limit=500, with_places=False)
    ]


def _replaced(session: AnySession, limit: int) -> Sequence[PagePart]:
    """The deadlines of those away whom the reader replaces today, late or within 30 days."""
    lines = _due(session, DeadlineQuery(WhoseDeadlines.MINE, _SOON, is_for_others=True))
    return (PagePart(PartName.REPLACED, len(lines), lines[:limit]),)


def _due(session: AnySession, wanted: DeadlineQuery) -> Sequence[PointLine]:
    return [
        PointLine(
            line.title,
            KINDS[line.kind].view,
            line.id,
            line.detail or "",
            line.due_on,
            who=who_reads(line),
        )
        for line in Deadlines(session).page(wanted, limit=500, with_places=False)
    ]
