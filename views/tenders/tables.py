"""The tables of a contract's tenders that are typed at once: criteria, marks of an assessor, amounts of a round."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from werkzeug.datastructures import MultiDict

from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.labels import FIELD_LABELS, field_label
from mdo.tenders.ranking import amount_after
from mdo.tenders.rules import criteria_of, tenders_of
from mdo.tenders.tables import OPENED, CriterionLine, TypedMark, own_marks, write_criteria, write_marks, write_round
from models.contracts import Contract
from models.tenders import AwardCriterion, NegotiationRound, Tender
from views.base.catalogues import gettext
from views.base.database import db
from views.contracts.panels import euros, percent_in_words
from views.tenders.grid import Grid, GridCell, number_typed, read_number

Typed = Mapping[str, str]
_FREE_LINES = 3
_LEAST_LINES = 5
_CRITERION = FIELD_LABELS[AwardCriterion]
_LONGEST_NAME, _LONGEST_COMMENT = 160, 1000


class ContractTable(ABC):
    """A table of a contract: `grid` shows it, `write` writes what was typed or gives it back with its faults."""

    title: str

    def __init__(self, contract: Contract) -> None:
        self.contract = contract

    @abstractmethod
    def grid(self) -> Grid:
        """The table as stored."""

    @abstractmethod
    def write(self, typed: MultiDict[str, str]) -> Grid | None:
        """Writes and flushes; the table with its faults when something is refused."""


class CriteriaTable(ContractTable):
    """Name, weight, and whether the formula marks it; a line left empty is no criterion."""

    def __init__(self, contract: Contract) -> None:
        super().__init__(contract)
        self.title = gettext("Criteria and weights")

    def grid(self) -> Grid:
        values: dict[str, str] = {}
        rows = criteria_of(db.session, self.contract)
        for number, row in enumerate(rows):
            values |= _line_of(number, row)
        return self._grid(values, max(len(rows) + _FREE_LINES, _LEAST_LINES))

    def _grid(self, typed: Typed, count: int, errors: Mapping[str, str] | None = None, error: str = "") -> Grid:
        errors = errors or {}
        rows = []
        for number in range(count):
            line = gettext("line %(number)s", number=number + 1)
            name, weight, price = f"name_{number}", f"weight_{number}", f"price_{number}"
            labels = {key: f"{gettext(_CRITERION[key])}, {line}" for key in ("name", "weight", "is_price")}
            rows.append(
                (
                    GridCell("text", typed.get(name, ""), name, labels["name"], errors.get(name, "")),
                    GridCell("number", typed.get(weight, ""), weight, labels["weight"], errors.get(weight, "")),
                    GridCell("check", "1", price, labels["is_price"], is_checked=bool(typed.get(price))),
                )
            )
        hidden = [(key, typed[key]) for key in typed if key.startswith(("id_", "version_"))]
        return Grid(
            self.title,
            gettext("The weights make 100. An empty line is no criterion; empty a line to remove it."),
            [(gettext(_CRITERION[key]), key == "weight") for key in ("name", "weight", "is_price")],
            rows,
            hidden=(*hidden, ("lines", str(count))),
            error=error,
        )

    def write(self, typed: MultiDict[str, str]) -> Grid | None:
        asked = typed.get("lines", "")
        count = min(int(asked), 30) if asked.isascii() and asked.isdigit() and len(asked) < 4 else _LEAST_LINES
        errors: dict[str, str] = {}
        lines = []
        for number in range(count):
            weight = _number(typed, f"weight_{number}", errors)
            lines.append(
                CriterionLine(
                    " ".join(typed.get(f"name_{number}", "").split())[:_LONGEST_NAME],
                    weight,
                    bool(typed.get(f"price_{number}")),
                    _whole(typed.get(f"id_{number}")),
                    _whole(typed.get(f"version_{number}")),
                )
            )
        values = typed.to_dict()
        if errors:
            return self._grid(values, count, errors)
        try:
            write_criteria(db.session, self.contract, lines)
        except RuleViolation as violation:
            if violation.field == OPENED:
                values, count = self._compared(values, count)
            return self._grid(values, count, error=violation.text(gettext))
        return None

    def _compared(self, typed: dict[str, str], count: int) -> tuple[dict[str, str], int]:
        """What was typed, on the criteria as they are now: those added meanwhile come after it."""
        known = {str(row.id): row for row in criteria_of(db.session, self.contract)}
        for number in range(count):
            row = known.pop(typed.pop(f"id_{number}", ""), None)
            typed.pop(f"version_{number}", None)
            if row is not None:
                typed |= {f"id_{number}": str(row.id), f"version_{number}": str(row.version)}
        for number, row in enumerate(known.values(), start=count):
            typed |= _line_of(number, row)
        return typed, count + len(known)


def _line_of(number: int, row: AwardCriterion) -> dict[str, str]:
    return {
        f"id_{number}": str(row.id),
        f"version_{number}": str(row.version),
        f"name_{number}": row.name,
        f"weight_{number}": number_typed(row.weight),
        f"price_{number}": "1" if row.is_price else "",
    }


class MarksTable(ContractTable):
    """One's own marks of a round: a line a tender, a column a criterion, a comment under each mark."""

    def __init__(self, contract: Contract, round_number: int) -> None:
        super().__init__(contract)
        self.round_number = round_number
        self.title = gettext("My marks")
        if round_number:
            self.title = gettext("My marks after round %(number)d", number=round_number)

    def grid(self) -> Grid:
        given = own_marks(db.session, self.contract, self._assessor, self.round_number)
        values: dict[str, str] = {}
        for (tender_id, criterion_id), mark in given.items():
            values[f"mark_{tender_id}_{criterion_id}"] = number_typed(mark.mark)
            values[f"note_{tender_id}_{criterion_id}"] = mark.comment or ""
        return self._grid(values, {})

    @property
    def _assessor(self) -> int:
        return context_of(db.session).actor_id or 0

    def _marked(self) -> tuple[Sequence[Tender], Sequence[AwardCriterion]]:
        tenders = [row for row in tenders_of(db.session, self.contract) if row.is_admissible]
        return tenders, [row for row in criteria_of(db.session, self.contract) if not row.is_price]

    def _grid(self, typed: Typed, errors: Mapping[str, str]) -> Grid:
        tenders, criteria = self._marked()
        rows = []
        for tender in tenders:
            amount = euros(amount_after(tender, self.round_number))
            cells = [GridCell("words", str(tender), detail=amount)]
            for criterion in criteria:
                key = f"{tender.id}_{criterion.id}"
                cells.append(
                    GridCell(
                        "number",
                        typed.get(f"mark_{key}", ""),
                        f"mark_{key}",
                        f"{tender}, {criterion}",
                        errors.get(f"mark_{key}", ""),
                        note_name=f"note_{key}",
                        note_value=typed.get(f"note_{key}", ""),
                    )
                )
            rows.append(cells)
        headers = [(gettext("Tender"), False)]
        headers += [(f"{row.name} ({percent_in_words(row.weight)})", False) for row in criteria]
        intro = gettext("Out of 20, two decimals at most. These marks are yours: the ranking takes the mean of all.")
        return Grid(self.title, intro, headers, rows)

    def write(self, typed: MultiDict[str, str]) -> Grid | None:
        errors: dict[str, str] = {}
        marks = {}
        tenders, criteria = self._marked()
        for tender in tenders:
            for criterion in criteria:
                key = f"{tender.id}_{criterion.id}"
                if f"mark_{key}" not in typed:
                    continue
                comment = typed.get(f"note_{key}", "").strip()[:_LONGEST_COMMENT]
                marks[tender.id, criterion.id] = TypedMark(_number(typed, f"mark_{key}", errors), comment)
        values = typed.to_dict()
        if not errors:
            refused = write_marks(db.session, self.contract, self._assessor, self.round_number, marks)
            errors = {
                f"mark_{tender}_{criterion}": fault.text(gettext) for (tender, criterion), fault in refused.items()
            }
        return self._grid(values, errors) if errors else None


class RoundTable(ContractTable):
    """The day of a round of negotiation, and what each tender asks after it."""

    def __init__(self, contract: Contract, held: NegotiationRound | None) -> None:
        super().__init__(contract)
        self.held = held
        self.title = gettext("Round of negotiation")
        if held is not None:
            self.title = gettext("Round of negotiation number %(number)d", number=held.number)

    def grid(self) -> Grid:
        values = {"held_on": context_of(db.session).today.isoformat(), "notes": ""}
        if self.held is not None:
            values = {"held_on": self.held.held_on.isoformat(), "notes": self.held.notes or ""}
            values["version"] = str(self.held.version)
            for row in self.held.revisions:
                values[f"amount_{row.tender_id}"] = number_typed(row.amount_excl_tax)
        return self._grid(values, {})

    def _grid(self, typed: Typed, errors: Mapping[str, str], error: str = "") -> Grid:
        before = self.held.number - 1 if self.held is not None else 99
        rows = []
        for tender in tenders_of(db.session, self.contract):
            if tender.is_admissible:
                name = f"amount_{tender.id}"
                rows.append(
                    (
                        GridCell("words", str(tender)),
                        GridCell("words", euros(amount_after(tender, before))),
                        GridCell("number", typed.get(name, ""), name, str(tender), errors.get(name, "")),
                    )
                )
        held_on = _words(NegotiationRound, "held_on")
        notes = _words(NegotiationRound, "notes")
        return Grid(
            self.title,
            gettext("Leave empty the amount of a tender that did not change."),
            [
                (gettext("Tender"), False),
                (gettext("Amount before (€, before tax)"), True),
                (gettext("Amount after (€, before tax)"), True),
            ],
            rows,
            hidden=(("version", typed.get("version", "")),),
            fields=(
                GridCell("date", typed.get("held_on", ""), "held_on", held_on, errors.get("held_on", "")),
                GridCell("text", typed.get("notes", ""), "notes", notes),
            ),
            error=error,
        )

    def write(self, typed: MultiDict[str, str]) -> Grid | None:
        errors: dict[str, str] = {}
        values = typed.to_dict()
        amounts = {
            row.id: _number(typed, f"amount_{row.id}", errors)
            for row in tenders_of(db.session, self.contract)
            if row.is_admissible and f"amount_{row.id}" in typed
        }
        held_on = _day(typed.get("held_on", ""))
        if held_on is None:
            errors["held_on"] = gettext("Give a day, as 24/11/2026.")
        if self.held is not None and typed.get("version") != str(self.held.version):
            words = gettext("Someone changed this round meanwhile. Here is what you typed: read it again, then save.")
            return replace(self._grid(values | {"version": str(self.held.version)}, errors), error=words)
        if errors or held_on is None:
            return self._grid(values, errors)
        today = context_of(db.session).today
        notes = typed.get("notes", "").strip()
        try:
            write_round(db.session, self.contract, self.held, held_on, notes, amounts, today)
        except RuleViolation as violation:
            if violation.field == "held_on":
                return self._grid(values, {"held_on": violation.text(gettext)})
            return self._grid(values, {}, violation.text(gettext))
        return None


def _words(model: type, field: str) -> str:
    return gettext(field_label(model, field))


def _number(typed: Typed, name: str, errors: dict[str, str]) -> Decimal | None:
    try:
        return read_number(typed.get(name, ""))
    except ValueError as error:
        errors[name] = str(error)
        return None


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
