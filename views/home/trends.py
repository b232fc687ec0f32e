"""Twelve months as charts: each has one computed sentence as its title, its years on the axis, its figures in words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import format_date, format_percent

from mdo.home.trends import Month, Trend, answers_in_time, assiduity_by_month, meetings_held
from mdo.meetings.assiduity import HELD
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.deadlines.pages import PartLink
from views.home.pages import ChartMonth, TrendChart
from views.security.gate import may

# In pixels, of a drawing of 300: the months, where the bars stand and how high the highest may be.
_STEP, _LEFT, _FOOT, _HIGH = 21, 50, 128, 96
_TEN = 10


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
    most = max((month.whole for month in (*trend.months, *trend.before)), default=0) or 1
    months = tuple(
        _month(index, month, old, month.whole / most, old.whole / most or None, str(month.whole), _meetings_of(month))
        for index, (month, old) in enumerate(zip(trend.months, trend.before, strict=True))
    )
    held = ngettext("%(num)d meeting held", "%(num)d meetings held", total)
    return TrendChart(
        "meetings",
        gettext("%(figure)s, %(change)s", figure=held, change=_more_or_less(total - before)),
        gettext("By month; mark: the same month a year before"),
        gettext("Meetings held"),
        months,
        is_line=False,
        years=_years(trend.months),
        turn=_turn(trend.months),
    )


def _more_or_less(difference: int) -> str:
    if difference == 0:
        return gettext("as many as a year before")
    if difference > 0:
        return gettext("%(count)d more than a year before", count=difference)
    return gettext("%(count)d fewer than a year before", count=-difference)


def _meetings_of(month: Month) -> PartLink | None:
    values: dict[str, Any] = {
        "f_start_at_from": month.first.isoformat(),
        "f_start_at_to": month.last.isoformat(),
        "f_state": [state.value for state in HELD],
    }
    return PartLink("", month.whole, url_for("MeetingView.list", **values))


# ---- Shares: lines -----------------------------------------------------------------------------------------------


def _line(trend: Trend, name: str, label: str, title: Callable[[float, float | None], str]) -> TrendChart:
    shares = [month.share for month in (*trend.months, *trend.before) if month.share is not None]
    low = int(min(shares, default=0) * 100) // _TEN * _TEN
    high = min(-(-int(max(shares, default=1) * 100 + 1) // _TEN) * _TEN, 100)
    span = max(high - low, _TEN)

    def place(month: Month) -> float | None:
        return None if month.share is None else (month.share * 100 - low) / span

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
        for index, (month, old) in enumerate(zip(trend.months, trend.before, strict=True))
    )
    known = [index for index, month in enumerate(months) if month.y is not None]
    months = tuple(replace(month, is_told=index in {*known[:1], *known[-1:]}) for index, month in enumerate(months))
    now, then = (_share_of(each) for each in (trend.months, trend.before))
    return TrendChart(
        name,
        gettext("Nothing to tell yet") if now is None else title(now, then),
        gettext("By month; dashes: a year before"),
        label,
        months,
        is_line=True,
        years=_years(trend.months),
        turn=_turn(trend.months),
        lines=_strokes(months, old=False),
        old_lines=_strokes(months, old=True),
        scale=tuple((f"{low + span * step // 2} %", _FOOT - _HIGH * step // 2) for step in range(3)),
    )


def _share_of(months: Sequence[Month]) -> float | None:
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
    index: int, month: Month, old: Month, height: float | None, old_height: float | None, text: str, link: Any
) -> ChartMonth:
    is_share = link is None
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


def _turn(months: Sequence[Month]) -> int:
    """Where the year turns, between two months; 0 where all are of one year."""
    turns = (index for index, month in enumerate(months) if index and month.first.month == 1)
    return next((_LEFT + index * _STEP - _STEP // 2 for index in turns), 0)


def _years(months: Sequence[Month]) -> tuple[tuple[str, int, str], ...]:
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
