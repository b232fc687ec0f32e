"""Twelve months as charts: each has one computed sentence as its title, its years on the axis, its figures in words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import format_date, format_percent

from mdo.home.trends import Trend, TrendMonth, answers_in_time, assiduity_by_month, meetings_held
from mdo.meetings.assiduity import HELD
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.deadlines.pages import PartLink
from views.home.pages import ChartMonth, TrendChart
from views.security.gate import may

# In pixels, of a drawing of 300: the months, where the bars stand and how high the highest may be.
_STEP, _LEFT, _FOOT, _HIGH = 21, 50, 128, 96
_TEN = 10
# Points of a share between the lowest value and the foot of its axis, at least.
_CLEAR = 5


def trends() -> tuple[TrendChart, ...]:
    """The charts that the reader's rights show."""
    found = []
    if may("can_list", "MeetingView"):
        found.append(_bars(meetings_held(db.session)))
        found.append(_line(assiduity_by_month(db.session), "assiduity", gettext("Assiduity"), _assiduity_title))
    if may("can_list", "RequestView"):
        found.append(_line(answers_in_time(db.session), "answers", gettext("Answered in time"), _answers_title))
    return tuple(found)


# ---- Meetings: bars ----------------------------------------------------------------------------------------------


def _bars(trend: Trend) -> TrendChart:
    total, before = (sum(month.whole for month in months) for months in (trend.months, trend.before))
    held_before = trend.before if trend.is_comparable else ()
    most = max((month.whole for month in (*trend.months, *held_before)), default=0) or 1
    months = tuple(
        _month(
            index,
            month,
            old,
            month.whole / most,
            old.whole / most or None if old else None,
            str(month.whole),
            _meetings_of(month),
        )
        for index, (month, old) in enumerate(_beside(trend))
    )
    held = ngettext("%(num)d meeting held", "%(num)d meetings held", total)
    return TrendChart(
        "meetings",
        gettext("%(figure)s, %(change)s", figure=held, change=_more_or_less(total - before))
        if trend.is_comparable
        else held,
        gettext("By month; mark: the same month a year before") if trend.is_comparable else _since(trend),
        gettext("Meetings held"),
        months,
        is_line=False,
        years=_years(trend.months),
        turn=_turn(trend.months),
    )


def _beside(trend: Trend) -> Iterator[tuple[TrendMonth, TrendMonth | None]]:
    """Each month with the same a year before, where that year is held."""
    for month, old in zip(trend.months, trend.before, strict=True):
        yield month, old if trend.is_comparable else None


def _since(trend: Trend) -> str:
    """What a chart says that compares with nothing."""
    if trend.since is None:
        return gettext("By month")
    return gettext(
        "By month; held since %(month)s: no year before to compare with", month=format_date(trend.since, "LLLL y")
    )


def _more_or_less(difference: int) -> str:
    if difference == 0:
        return gettext("as many as a year before")
    if difference > 0:
        return gettext("%(count)d more than a year before", count=difference)
    return gettext("%(count)d fewer than a year before", count=-difference)


def _meetings_of(month: TrendMonth) -> PartLink | None:
    values: dict[str, Any] = {
        "f_start_at_from": month.first.isoformat(),
        "f_start_at_to": month.last.isoformat(),
        "f_state": [state.value for state in HELD],
    }
    return PartLink("", month.whole, url_for("MeetingView.list", **values))


# ---- Shares: lines -----------------------------------------------------------------------------------------------


def _line(trend: Trend, name: str, label: str, title: Callable[[float, float | None], str]) -> TrendChart:
    old_months = trend.before if trend.is_comparable else ()
    shares = [month.share for month in (*trend.months, *old_months) if month.share is not None]
    # The lowest stands clear of the foot, where it would look like nothing at all.
    low = max(int(min(shares, default=0) * 100 - _CLEAR) // _TEN * _TEN, 0)
    high = min(-(-int(max(shares, default=1) * 100 + 1) // _TEN) * _TEN, 100)
    span = max(high - low, _TEN)

    def place(month: TrendMonth | None) -> float | None:
        return None if month is None or month.share is None else (month.share * 100 - low) / span

    months = tuple(
        _month(
            index,
            month,
            old,
            place(month),
            place(old),
            "" if month.share is None else format_percent(month.share),
            None,
        )
        for index, (month, old) in enumerate(_beside(trend))
    )
    known = [index for index, month in enumerate(months) if month.y is not None]
    ends = {*known[:1], *known[-1:]}
    told = {index: _told_y(months, known, index) for index in ends}
    months = tuple(
        replace(month, is_told=index in ends, told_y=told.get(index, 0)) for index, month in enumerate(months)
    )
    now, then = (_share_of(each) for each in (trend.months, old_months))
    old_lines = _strokes(months, old=True)
    return TrendChart(
        name,
        gettext("Nothing to tell yet") if now is None else title(now, then),
        gettext("By month; dashes: a year before") if old_lines else _since(trend),
        label,
        months,
        is_line=True,
        years=_years(trend.months),
        turn=_turn(trend.months),
        lines=_strokes(months, old=False),
        old_lines=old_lines,
        scale=tuple((f"{low + span * step // 2} %", _FOOT - _HIGH * step // 2) for step in range(3)),
    )


def _told_y(months: Sequence[ChartMonth], known: Sequence[int], index: int) -> float:
    """Where the figure of the first or last month is written: on the side of its point that the line leaves free."""
    beside = known[1] if index == known[0] and len(known) > 1 else known[-2] if len(known) > 1 else index
    here, other = months[index].y or 0, months[beside].y or 0
    return here + 17 if other < here and here + 17 < _FOOT else here - 7


def _share_of(months: Sequence[TrendMonth]) -> float | None:
    whole = sum(month.whole for month in months)
    return sum(month.part for month in months) / whole if whole else None


def _points(now: float, then: float | None) -> str:
    if then is None:
        return ""
    points = round(now * 100) - round(then * 100)
    if points == 0:
        return gettext("as a year before")
    if points > 0:
        return ngettext("%(num)d point more than a year before", "%(num)d points more than a year before", points)
    return ngettext("%(num)d point less than a year before", "%(num)d points less than a year before", -points)


def _assiduity_title(now: float, then: float | None) -> str:
    said = gettext("%(share)s of those convened came", share=format_percent(now))
    return ", ".join(filter(None, (said, _points(now, then))))


def _answers_title(now: float, then: float | None) -> str:
    said = gettext("%(share)s of the answers came in time", share=format_percent(now))
    return ", ".join(filter(None, (said, _points(now, then))))


# ---- Both --------------------------------------------------------------------------------------------------------


def _month(
    index: int,
    month: TrendMonth,
    old: TrendMonth | None,
    height: float | None,
    old_height: float | None,
    text: str,
    link: Any,
) -> ChartMonth:
    is_share = link is None
    before = ""
    if old is not None:
        before = str(old.whole) if not is_share else "" if old.share is None else format_percent(old.share)
    return ChartMonth(
        label=format_date(month.first, "LLLL y"),
        short=format_date(month.first, "LLLLL"),
        x=_LEFT + index * _STEP,
        y=None if height is None else round(_FOOT - height * _HIGH, 1),
        old_y=None if old_height is None else round(_FOOT - old_height * _HIGH, 1),
        text=text,
        before=before,
        figure=link,
    )


def _turn(months: Sequence[TrendMonth]) -> int:
    """Where the year turns, between two months; 0 where all are of one year."""
    turns = (index for index, month in enumerate(months) if index and month.first.month == 1)
    return next((_LEFT + index * _STEP - _STEP // 2 for index in turns), 0)


def _years(months: Sequence[TrendMonth]) -> tuple[tuple[str, int, str], ...]:
    """Each year, where it stands and by which of its ends: on both sides of where the year turns."""
    first, last, turn = str(months[0].first.year), str(months[-1].first.year), _turn(months)
    if not turn:
        return ((first, _LEFT, "middle"),)
    return ((first, turn - 4, "end"), (last, turn + 4, "start"))


def _strokes(months: Sequence[ChartMonth], *, old: bool) -> tuple[str, ...]:
    """The parts of a line, which a month without anything interrupts, as the points of polylines."""
    strokes: list[list[str]] = [[]]
    for month in months:
        y = month.old_y if old else month.y
        if y is None:
            strokes.append([])
        else:
            strokes[-1].append(f"{month.x},{y}")
    return tuple(" ".join(points) for points in strokes if points)
