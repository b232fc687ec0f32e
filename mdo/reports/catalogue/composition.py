"""Composition and parity of the bodies on a day, by the rules of their own pages."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from mdo.composition.figures import BodyFigures, figures_of
from mdo.composition.parity import Parity, ParityVerdict, parity
from mdo.instances.columns import arrondissement_names
from mdo.instances.rules import Rules, rules_of
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.summaries import Chart, FigureLine, Heading, Summary, summed
from mdo.kernel.labels import FIELD_LABELS
from mdo.people.ages import AgeBand, age_band
from mdo.people.mandates import in_force_clause, sits_clause
from mdo.reports.declaration import PLACES, Parameter, Report, Result, Values
from mdo.reports.places import bodies_asked
from mdo.reports.themes import Theme
from models.instances import Instance
from models.people import Gender, Mandate, Person

_BODY = FIELD_LABELS[Instance]
# Fewer people than this, counted by age, would tell of each.
_FEWEST = 5
_MISSED = (ParityVerdict.TOO_FEW_WOMEN, ParityVerdict.TOO_FEW_MEN)


@dataclass(frozen=True)
class CompositionLine:
    """A body on a day: its mandates and its people, and what its rules say of them."""

    body: Instance
    rules: Rules
    figures: BodyFigures
    parity: Parity


def _count(name: str, label: str, value: Any, *, sums: bool = True) -> Column:
    return Column(name, label, lambda row, today: value(row), Kind.INTEGER, width=12, sums=sums)


def _share_of_women(row: CompositionLine, today: dt.date) -> float | None:
    counts = row.figures.genders
    return counts.women / counts.measured if counts.measured else None


def _colleges(row: CompositionLine, today: dt.date) -> tuple[str, ...] | None:
    return tuple(f"{name} ({number})" for name, number in row.figures.colleges) or None


COLUMNS = (
    Column("name", _BODY["name"], lambda row, today: row.body.name, width=38),
    Column("type", _BODY["type"], lambda row, today: row.body.type.label, width=26),
    Column(
        "arrondissements",
        _BODY["arrondissements"],
        lambda row, today: arrondissement_names(row.body.arrondissements) or None,
        width=22,
    ),
    _count("members", N_("Sitting members"), lambda row: row.figures.sitting),
    _count("carried_over", N_("Mandates expired"), lambda row: row.figures.carried_over),
    _count("undated", N_("Mandates to complete"), lambda row: row.figures.undated),
    Column("colleges", N_("Colleges"), _colleges, width=40),
    _count("women", N_("Women"), lambda row: row.figures.genders.women),
    _count("men", N_("Men"), lambda row: row.figures.genders.men),
    _count("other", N_("Other gender"), lambda row: row.figures.genders.other),
    _count("unknown", N_("Gender not stated"), lambda row: row.figures.genders.unknown),
    Column("share_of_women", N_("Women among those stated"), _share_of_women, Kind.PERCENT, width=14),
    _count("parity_min_percent", _BODY["parity_min_percent"], lambda row: row.rules.parity_min_percent, sums=False),
    _count("parity_max_percent", _BODY["parity_max_percent"], lambda row: row.rules.parity_max_percent, sums=False),
    Column("verdict", N_("Parity"), lambda row, today: row.parity.verdict, Kind.ENUM, width=26),
    _count("missing", N_("Missing for parity"), lambda row: row.parity.missing, sums=False),
)


def run(session: AnySession, values: Values, limit: int | None) -> Result:
    """The bodies that work on the day, by name."""
    asked = bodies_asked(session, values)
    bodies = session.scalars(
        select(Instance)
        .where(Instance.id.in_(asked))
        .order_by(Instance.sort_key, Instance.id)
        .options(joinedload(Instance.type), selectinload(Instance.arrondissements))
    ).all()
    figures = figures_of(session, asked, values.day)
    lines = []
    for body in bodies:
        rules, found = rules_of(body), figures[body.id]
        lines.append(CompositionLine(body, rules, found, parity(found.genders, rules)))
    ages = by_age(session, asked, values.day)
    summaries = [by_type(lines), by_college(lines), by_verdict(lines), *([ages] if ages else [])]
    return Result(len(lines), lines[:limit], tuple(summaries))


def _numbers(lines: Iterable[CompositionLine]) -> tuple[int, ...]:
    counts = [line.figures.genders for line in lines]
    return (
        sum(line.figures.sitting for line in lines),
        sum(count.women for count in counts),
        sum(count.men for count in counts),
        sum(count.other for count in counts),
        sum(count.unknown for count in counts),
        sum(1 for line in lines if line.parity.verdict in _MISSED),
    )


def by_type(lines: Sequence[CompositionLine]) -> Summary:
    """Women and men by type of body."""
    groups: dict[tuple[int, str], list[CompositionLine]] = {}
    for line in lines:
        groups.setdefault((line.body.type.position, line.body.type.label), []).append(line)
    found = tuple(FigureLine(label, _numbers(group)) for (_, label), group in sorted(groups.items()))
    return Summary(
        N_("Parity by type of body"),
        N_("Type of body"),
        (
            Heading(N_("Sitting members")),
            Heading(N_("Women")),
            Heading(N_("Men")),
            Heading(N_("Other gender")),
            Heading(N_("Gender not stated")),
            Heading(N_("Bodies that miss parity")),
        ),
        found,
        _numbers(lines),
        charted=(1, 2, 3, 4),
        chart=Chart.SHARES,
        note=N_(
            "Bodies active on that day. Someone who sits on several is counted in each, a substitute where she"
            " replaces."
        ),
    )


def by_college(lines: Sequence[CompositionLine]) -> Summary:
    """The mandates in force by name of college, the most numerous first, then those of no college."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(dict(line.figures.colleges))
    members = sum(line.figures.sitting for line in lines)
    found = [
        FigureLine(name, (number,)) for name, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    if members > counts.total():
        found.append(FigureLine(N_("No college"), (members - counts.total(),), is_message=True))
    return Summary(
        N_("By college"),
        N_("College"),
        (Heading(N_("Sitting members")),),
        tuple(found),
        (members,),
        charted=(0,),
    )


def by_verdict(lines: Sequence[CompositionLine]) -> Summary:
    """How many bodies are within their rule of parity."""
    counts = Counter(line.parity.verdict for line in lines)
    found = tuple(FigureLine(verdict, (counts[verdict],)) for verdict in ParityVerdict if counts[verdict])
    heading = (Heading(N_("Participative bodies")),)
    return Summary(N_("Rule of parity"), N_("Parity"), heading, found, (len(lines),), charted=(0,))


def by_age(session: AnySession, asked: Select[int], day: dt.date) -> Summary | None:
    """The people who sit on a day, each once, by the age band of today and gender; None of too few to count.

    The day of the reader's choice never moves a band: two days that differ would tell a year of birth.
    """
    rows = session.execute(
        select(Person.birth_year, Person.gender, func.count(Person.id.distinct()))
        .select_from(Mandate)
        .join(Mandate.person)
        .where(Mandate.instance_id.in_(asked), in_force_clause(day), sits_clause(day))
        .group_by(Person.birth_year, Person.gender)
    )
    today = context_of(session).today
    counts: dict[AgeBand | None, Counter[Gender]] = {}
    for birth_year, gender, number in rows:
        counts.setdefault(age_band(birth_year, today), Counter())[gender] += number
    genders = (Gender.FEMALE, Gender.MALE, Gender.OTHER, Gender.UNKNOWN)

    def line(label: str, found: Counter[Gender], *, is_message: bool = False) -> FigureLine:
        return FigureLine(label, (found.total(), *(found[gender] for gender in genders)), is_message)

    found = [line(band, counts[band]) for band in AgeBand if band in counts]
    if None in counts:
        found.append(line(N_("Age not stated"), counts[None], is_message=True))
    if sum(number.total() for number in counts.values()) < _FEWEST:
        return None
    return Summary(
        N_("Ages"),
        N_("Age band"),
        (
            Heading(N_("People")),
            Heading(N_("Women")),
            Heading(N_("Men")),
            Heading(N_("Other gender")),
            Heading(N_("Gender not stated")),
        ),
        tuple(found),
        summed(tuple(found)),
        charted=(1, 2, 3, 4),
        chart=Chart.STACKED,
        note=N_("Each person once, whatever the number of mandates."),
    )


REPORT = Report(
    name="composition",
    theme=Theme.BODIES,
    title=N_("Composition and parity"),
    description=N_(
        "How many sit on each body on a day, by college, gender and age, and whether the body is within its rule of "
        "parity. No name: figures alone."
    ),
    parameters=(Parameter.DAY, *PLACES),
    columns=COLUMNS,
    run=run,
    reads=("InstanceView", "MandateView"),
    takes=("InstanceView",),
    view="InstanceView",
    record_id=lambda row: int(row.body.id),
)
