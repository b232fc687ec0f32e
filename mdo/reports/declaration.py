"""What a report declares: its query, its columns, its parameters, who may read it."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column
from mdo.kernel.fields.summaries import Summary
from mdo.reports.themes import Theme
from models.contracts import ContractState

VIEW = "ReportView"


class Parameter(StrEnum):
    """What may be asked of a report; the value names it in an address and on the command line."""

    DAY = "on"
    PERIOD = "period"
    ARRONDISSEMENTS = "arrondissement"
    TYPES = "type"
    BODIES = "body"
    CONTRACT_STATES = "state"


# Asked with an explicit tick, each time: it is neither a parameter that is kept nor one that has a default.
PERSONAL = "personal"
PLACES = (Parameter.ARRONDISSEMENTS, Parameter.TYPES, Parameter.BODIES)

PARAMETER_LABELS: dict[Parameter, str] = {
    Parameter.DAY: N_("Situation on"),
    Parameter.PERIOD: N_("Period"),
    Parameter.ARRONDISSEMENTS: N_("Arrondissements"),
    Parameter.TYPES: N_("Type of body"),
    Parameter.BODIES: N_("Participative bodies"),
    Parameter.CONTRACT_STATES: N_("State of the contract"),
}
PERSONAL_LABEL = N_("Contact details and personal data")

Bounds = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True)
class Values:
    """What is asked of a report: a day, a period with both ends included, and where; empty means everywhere.

    `contract_states` are those of the contracts wanted; empty means all.
    """

    day: dt.date
    first: dt.date | None = None
    last: dt.date | None = None
    arrondissement_ids: frozenset[int] = field(default_factory=frozenset)
    type_ids: frozenset[int] = field(default_factory=frozenset)
    instance_ids: frozenset[int] = field(default_factory=frozenset)
    with_personal: bool = False
    contract_states: frozenset[ContractState] = frozenset()


@dataclass(frozen=True)
class Result:
    """What a report found: how many rows in all, the rows (read once, in order), and its figures."""

    count: int
    rows: Iterable[Any]
    summaries: tuple[Summary, ...] = ()


@dataclass(frozen=True)
class Report:
    """A report of the catalogue. `title` and `description` are message ids, and so is `period_help`.

    `run` gives the rows of what is asked, the first `limit` of them when there is one, with the count of all.
    `columns` are in an order that never changes: new ones go to the end. `reads` are the screens whose lists one must
    be allowed to see, `takes` those whose lists one must be allowed to export. `default_period` is told the day; `view`
    is where the record of a row is shown, by the id that `record_id` gives.
    """

    name: str
    theme: Theme
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    run: Callable[[AnySession, Values, int | None], Result]
    reads: tuple[str, ...]
    takes: tuple[str, ...]
    default_period: Callable[[dt.date], Bounds] = lambda today: (None, None)
    period_help: str = ""
    view: str = ""
    record_id: Callable[[Any], int] = lambda row: int(row.id)

    @property
    def has_personal(self) -> bool:
        """Whether it has columns that need the right to personal data and an explicit tick."""
        return any(column.is_personal for column in self.columns)

    @property
    def log_name(self) -> str:
        """Its name in the access log."""
        return f"report.{self.name}"

    def columns_for(self, values: Values) -> tuple[Column, ...]:
        """The columns of what is asked: those of personal data only when it asks for them."""
        return tuple(column for column in self.columns if values.with_personal or not column.is_personal)

    def default_values(self, today: dt.date) -> Values:
        """What is asked when nothing is said."""
        first, last = self.default_period(today) if Parameter.PERIOD in self.parameters else (None, None)
        return Values(today, first, last)


May = Callable[[str, str], bool]


def rights_to_read(report: Report) -> tuple[tuple[str, str], ...]:
    """The (view, permission) pairs that open a report: it shows what lists show."""
    return ((VIEW, "can_list"), *((view, "can_list") for view in report.reads))


def rights_to_take(report: Report) -> tuple[tuple[str, str], ...]:
    """The pairs that let one leave with it as a file."""
    return (*rights_to_read(report), (VIEW, "can_export"), *((view, "can_export") for view in report.takes))


def may_read(report: Report, may: May) -> bool:
    """Whether the report is for a reader, whose rights `may(permission, view)` tells."""
    return all(may(permission, view) for view, permission in rights_to_read(report))


def may_take(report: Report, may: May) -> bool:
    """Whether the reader may leave with it as a file."""
    return all(may(permission, view) for view, permission in rights_to_take(report))
