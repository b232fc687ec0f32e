"""What a file of essential data would do, in words: contract by contract, act by act, and as lines of a workbook."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import url_for

from mdo.decp.acts import ActKind, LaterAct, money_of
from mdo.decp.columns import ImportedLine
from mdo.decp.import_outcome import ComparedAct, KeptRecord, RecordOutcome
from mdo.decp.reading import Incoming, ReadData
from mdo.decp.releases import last_publication
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.kernel.imports.plans import STATE_LABELS, Change, LineState
from views.base.catalogues import gettext, ngettext
from views.base.fields import parse_date
from views.base.words import date_in_words, value_in_words
from views.contracts.panels import euros, months_in_words
from views.decp.words import difference_in_words

# What becomes of a contract, as an import says it of a line; what is to be looked at first.
STATES = {
    RecordOutcome.ERROR: LineState.ERROR,
    RecordOutcome.CONFLICT: LineState.CONFLICT,
    RecordOutcome.NEW: LineState.CREATED,
    RecordOutcome.CHANGED: LineState.CHANGED,
    RecordOutcome.UNCHANGED: LineState.UNCHANGED,
}
_TONES = {
    LineState.ERROR: "danger",
    LineState.CONFLICT: "warn",
    LineState.CREATED: "ok",
    LineState.CHANGED: "info",
    LineState.UNCHANGED: "muted",
}
_ACTS = {
    ActKind.AMENDMENT: N_("Amendment n° %(number)d"),
    ActKind.SUBCONTRACT: N_("Act of subcontracting n° %(number)d"),
    ActKind.CHANGE: N_("Change of the act of subcontracting n° %(number)d"),
}
_LONGEST = 160
# Euros: what an amount in error may be beyond, and is not shown then.
_TOO_MUCH = 10**15


@dataclass(frozen=True)
class Told:
    """A line under a contract: what becomes of an act or of a value, and the values that differ or that it brings."""

    state: LineState
    what: str
    words: str = ""
    values: tuple[tuple[str, str, str], ...] = ()  # what, in the register, in the file

    @property
    def pill(self) -> tuple[str, str]:
        return _pill(self.state)

    @property
    def text(self) -> str:
        """The act and what is said of it: « Amendment n° 1: notified on … »."""
        return gettext("%(what)s: %(why)s", what=self.what, why=self.words) if self.words else self.what

    @property
    def details(self) -> tuple[str, ...]:
        """Its values: of a conflict, both; of what is completed, what comes in the place of nothing."""
        words = _BOTH if self.state is LineState.CONFLICT else _BEFORE_AFTER
        nothing = gettext("nothing")
        return tuple(
            gettext(words, what=what, kept=kept or nothing, published=published or nothing)
            for what, kept, published in self.values
        )


_BOTH = N_("%(what)s: in the register, %(kept)s; in the file, %(published)s")
_BEFORE_AFTER = N_("%(what)s: %(kept)s → %(published)s")


def _pill(state: LineState) -> tuple[str, str]:
    """A state in words, and its tone."""
    return gettext(STATE_LABELS[state]), _TONES[state]


def _differs(row: Incoming) -> bool:
    """Whether something of a contract is published otherwise than it is kept."""
    return row.kept is not None and row.kept.has_conflicts


def rows_in_order(read: ReadData) -> list[Incoming]:
    """What is in error first, then what differs, then what is written."""
    fates = list(STATES)
    return sorted(
        read.rows, key=lambda row: (fates.index(RecordOutcome.CONFLICT if _differs(row) else row.fate), row.rank)
    )


def counts_of(read: ReadData) -> list[tuple[str, int, str]]:
    """How many contracts are of each state, in words; one that is written may differ somewhere too."""
    counts = {state: len(read.of(fate)) for fate, state in STATES.items()}
    counts[LineState.CONFLICT] = sum(map(_differs, read.rows))
    return [(_pill(state)[0], count, _pill(state)[1]) for state, count in counts.items()]


def act_counts_of(read: ReadData) -> list[tuple[str, int, str]]:
    """The same of the amendments and the acts of subcontracting, those that there are."""
    states = [told.state for row in read.rows for told in _acts(row)]
    found = [(state, states.count(state)) for state in STATES.values()]
    return [(_pill(state)[0], count, _pill(state)[1]) for state, count in found if count]


def row_in_words(row: Incoming) -> dict[str, Any]:
    """A contract of the file, with what becomes of it and of what came after its award."""
    record, state = row.record, STATES[row.fate]
    day = parse_date(_text(record.get("dateNotification"))[:10])
    amount = _amount(record.get("montant"))
    told = [*_of_contract(row), *_acts(row)]
    return {
        "rank": row.rank,
        "id": row.id or "–",
        "url": "" if row.kept is None else url_for("ContractView.show", pk=row.kept.contract_id),
        "title": _text(record.get("objet")),
        "day": date_in_words(day) if day is not None else "",
        "amount": "" if amount is None else euros(amount),
        "pills": [
            _pill(state),
            *([_pill(LineState.CONFLICT)] if _differs(row) and row.fate is RecordOutcome.CHANGED else []),
        ],
        "faults": [fault.text(gettext) for fault in row.faults],
        "told": [{"pill": line.pill, "text": line.text, "details": line.details} for line in told],
    }


def lines_of(read: ReadData) -> Iterator[ImportedLine]:
    """The same as lines of a workbook: one a contract, an act, and each value that differs or that it brings."""
    for row in rows_in_order(read):
        title, whole = _text(row.record.get("objet")), gettext("Contract")
        faults = " ".join(fault.text(gettext) for fault in row.faults)
        yield ImportedLine(row.rank, row.id, title, whole, _pill(STATES[row.fate])[0], faults)
        for line in (*_of_contract(row), *_acts(row)):
            start = (row.rank, row.id, title, line.what, line.pill[0], line.words)
            yield from (ImportedLine(*start, *values) for values in line.values or (("", "", ""),))


def done_in_words(made: int, kept: Sequence[KeptRecord]) -> str:
    """What an import wrote."""
    added = sum(record.count(LineState.CREATED) for record in kept)
    completed = sum(record.count(LineState.CHANGED) for record in kept)
    parts = [
        ngettext("%(num)d contract file created", "%(num)d contract files created", made) if made else "",
        ngettext("%(num)d contract file completed", "%(num)d contract files completed", len(kept)) if kept else "",
        ngettext("%(num)d act added", "%(num)d acts added", added) if added else "",
        ngettext("%(num)d act completed", "%(num)d acts completed", completed) if completed else "",
    ]
    return gettext("Essential data imported: %(parts)s.", parts=", ".join(filter(None, parts)))


# ---- The contract ----------------------------------------------------------------------------------------------------


def _of_contract(row: Incoming) -> Iterator[Told]:
    """What is completed in the file of a contract that is kept, what differs, what is noted as published."""
    kept = row.kept
    if kept is None:
        return
    if kept.changes:
        yield Told(LineState.CHANGED, gettext("File of the contract"), values=tuple(map(_values, kept.changes)))
    if kept.refusal is not None:
        yield Told(LineState.CONFLICT, gettext("File of the contract"), kept.refusal.text(gettext))
    if kept.differences:
        words = map(difference_in_words, kept.differences)
        values = tuple((what, _cut(now), _cut(published)) for what, published, now in words)
        yield Told(LineState.CONFLICT, gettext("File of the contract"), gettext("it stays as it is"), values)
    if kept.release is not None:
        day = date_in_words(last_publication(row.record))
        yield Told(LineState.CHANGED, gettext("What is published is noted, as on %(day)s", day=day))


def _values(change: Change) -> tuple[str, str, str]:
    label = " – ".join(filter(None, (change.of, gettext(change.label))))
    return label, _value(change.before), _value(change.after)


def _value(value: Any) -> str:
    return _cut(value_in_words(value, Kind.AMOUNT if isinstance(value, Decimal) else Kind.TEXT))


# ---- What came after its award ---------------------------------------------------------------------------------------


def _acts(row: Incoming) -> Iterator[Told]:
    """The acts of a contract that is made, or of one that is kept."""
    if row.kept is not None:
        yield from map(_compared, row.kept.acts)
    elif row.fate is RecordOutcome.NEW:
        yield from (_made(act) for act in row.acts)


def _made(act: LaterAct) -> Told:
    if act.fault is not None:
        return Told(LineState.ERROR, _name(act), act.fault.text(gettext))
    return Told(LineState.CREATED, _name(act), ", ".join(_said(act)))


def _compared(found: ComparedAct) -> Told:
    act = found.act
    words = found.fault.text(gettext) if found.fault is not None else ""
    if found.state is LineState.CREATED:
        words = ", ".join(_said(act))
    if found.state is LineState.CONFLICT:
        words = gettext("it stays as it is")
    return Told(found.state, _name(act), words, tuple(map(_values, (*found.changes, *found.conflicts))))


def _name(act: LaterAct) -> str:
    return gettext(_ACTS[act.kind], number=act.number)


def _said(act: LaterAct) -> Iterable[str]:
    """What an act that comes says."""
    is_added = act.kind is ActKind.AMENDMENT
    amount, months = act.values["amount_excl_tax"], act.values["months"]
    parts = (
        gettext("notified on %(day)s", day=date_in_words(act.notified_on)) if act.notified_on is not None else "",
        euros(amount, signed=is_added) if amount else "",
        gettext("%(months)+d months", months=months) if months and is_added else "",
        months_in_words(months) if months and not is_added else "",
        gettext("new holder: %(name)s", name=act.company["id"]) if is_added and act.company else "",
        act.company["id"] if act.company and not is_added else "",
    )
    return filter(None, parts)


def _amount(value: Any) -> Decimal | None:
    """An amount of a record that may be in error: anything stands there."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return money_of(value) if is_number and abs(value) < _TOO_MUCH else None


def _text(value: Any) -> str:
    return value[:200] if isinstance(value, str) else ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
