"""The kinds of imports, as domains declare them in their exchanges.py: what comes in, goes out and comes back."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mdo.kernel.base.context import AnySession
from mdo.kernel.fields.columns import Column
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.plans import PlannedLine
from mdo.kernel.imports.reading.blocks import Spreads
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register

PlanLines = Callable[[AnySession, Sequence[Line], Register], list[PlannedLine]]
# The places of the lines that must be planned together, group after group.
Parts = Callable[[Sequence[Line], Register], list[list[int]]]
EVERY_FIELD = ""


@dataclass(frozen=True)
class Layout:
    """What a workbook to change and send back holds: names of fields, of those that tell the row, what is worked out.

    `own` are columns that no export shows so; `exported_as` says which column of the export is that of a field that
    goes by another name.
    """

    fields: str
    identity: str = ""
    computed: tuple[Column, ...] = ()
    own: Mapping[str, Column] = field(default_factory=dict)
    exported_as: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportKind:
    """A kind of import: its columns, of which groups one is needed, what plans its lines.

    Screens name the kinds by their `place`. `label` is plural; who may add rows by `view` may import them. `columns`
    are those of its export, in an order that never changes (new ones go to the end); `sent` those of the workbook that
    is changed and sent back; `helped_by` the tables whose help speaks of its fields. `parts` are the lines that may be
    planned, and written, apart from the others, so that a long file takes little memory; without, all are planned
    together. `spreads` says how a row may tell several things. Of what people write (`mdo.kernel.imports.written`):
    `named` are the fields that hold a name, `as_stored` tells which of some texts are names of the register as they
    stand, signs included; `ending` are the fields by which a row is over, its day and its reason, `written` the steps
    of this kind alone.
    """

    place: int
    code: str
    label: str
    fields: tuple[ImportField, ...]
    required: tuple[tuple[str, ...], ...]
    plan_lines: PlanLines
    view: str
    model: type
    columns: tuple[Column, ...]
    sent: Layout
    helped_by: tuple[type, ...] = ()
    parts: Parts | None = None
    named: tuple[str, ...] = ()
    as_stored: Callable[[AnySession, Collection[str]], set[str]] | None = None
    ending: tuple[str, str] | None = None
    written: tuple[Callable[[Any], Any], ...] = ()
    spreads: Spreads = field(default_factory=Spreads)


KINDS: dict[str, ImportKind] = {}
