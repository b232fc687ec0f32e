"""The kinds of imports, declared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports import (
    actions,
    contracts,
    elected_officials,
    fields,
    instances,
    invoices,
    mandates,
    meeting_fields,
    meetings,
    organisations,
    people,
    purchase_orders,
    referents,
    requests,
    seats,
    suppliers,
)
from mdo.kernel.imports.declaring import Field
from mdo.kernel.imports.execution_fields import INVOICE_FIELDS, ORDER_FIELDS
from mdo.kernel.imports.parts import parts_of_mandates, parts_of_people
from mdo.kernel.imports.plans import PlannedLine
from mdo.kernel.imports.procurement_fields import CONTRACT_FIELDS, SUPPLIER_FIELDS
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.tables import Line
from mdo.kernel.labels import MODEL_LABELS
from models.contracts import Contract
from models.execution import Invoice, PurchaseOrder
from models.instances import Instance, Seat
from models.meetings import ActionItem, Meeting
from models.network import Referent
from models.organisations import Organisation
from models.people import Mandate, Person
from models.requests import CouncilRequest
from models.suppliers import Supplier

PlanLines = Callable[[AnySession, Sequence[Line], Register], list[PlannedLine]]
# The places of the lines that must be planned together, group after group.
Parts = Callable[[Sequence[Line], Register], list[list[int]]]


@dataclass(frozen=True)
class ImportKind:
    """A kind of import: its columns, of which groups one is needed, what plans its lines.

    `label` is plural; who may add rows by `view` may import them. `parts` are the lines that may be planned, and
    written, apart from the others, so that a long file takes little memory; without, all are planned together.
    """

    code: str
    label: str
    fields: tuple[Field, ...]
    required: tuple[tuple[str, ...], ...]
    plan_lines: PlanLines
    view: str
    model: type
    parts: Parts | None = None


KINDS: dict[str, ImportKind] = {
    kind.code: kind
    for kind in (
        ImportKind(
            code="instances",
            label=MODEL_LABELS[Instance][1],
            fields=fields.INSTANCE_FIELDS,
            required=instances.REQUIRED,
            plan_lines=instances.plan_instances,
            view=instances.VIEW,
            model=Instance,
        ),
        ImportKind(
            code="elected_officials",
            label=N_("Élu·es référent·es"),
            fields=fields.ELECTED_FIELDS,
            required=elected_officials.REQUIRED,
            plan_lines=elected_officials.plan_elected_officials,
            view=elected_officials.VIEW,
            model=Instance,
        ),
        ImportKind(
            code="people",
            label=MODEL_LABELS[Person][1],
            fields=fields.PEOPLE_FIELDS,
            required=people.REQUIRED,
            plan_lines=people.plan_people,
            view=people.VIEW,
            model=Person,
            parts=parts_of_people,
        ),
        ImportKind(
            code="mandates",
            label=MODEL_LABELS[Mandate][1],
            fields=fields.MANDATE_FIELDS,
            required=mandates.REQUIRED,
            plan_lines=mandates.plan_mandates,
            view=mandates.VIEW,
            model=Mandate,
            parts=parts_of_mandates,
        ),
        ImportKind(
            code="seats",
            label=MODEL_LABELS[Seat][1],
            fields=fields.SEAT_FIELDS,
            required=seats.REQUIRED,
            plan_lines=seats.plan_seats,
            view=seats.VIEW,
            model=Seat,
        ),
        ImportKind(
            code="organisations",
            label=MODEL_LABELS[Organisation][1],
            fields=fields.ORGANISATION_FIELDS,
            required=organisations.REQUIRED,
            plan_lines=organisations.plan_organisations,
            view=organisations.VIEW,
            model=Organisation,
        ),
        ImportKind(
            code="referents",
            label=MODEL_LABELS[Referent][1],
            fields=fields.REFERENT_FIELDS,
            required=referents.REQUIRED,
            plan_lines=referents.plan_referents,
            view=referents.VIEW,
            model=Referent,
        ),
        ImportKind(
            code="requests",
            label=MODEL_LABELS[CouncilRequest][1],
            fields=fields.REQUEST_FIELDS,
            required=requests.REQUIRED,
            plan_lines=requests.plan_requests,
            view=requests.VIEW,
            model=CouncilRequest,
        ),
        ImportKind(
            code="meetings",
            label=MODEL_LABELS[Meeting][1],
            fields=meeting_fields.MEETING_FIELDS,
            required=meetings.REQUIRED,
            plan_lines=meetings.plan_meetings,
            view=meetings.VIEW,
            model=Meeting,
        ),
        ImportKind(
            code="actions",
            label=MODEL_LABELS[ActionItem][1],
            fields=meeting_fields.ACTION_FIELDS,
            required=actions.REQUIRED,
            plan_lines=actions.plan_actions,
            view=actions.VIEW,
            model=ActionItem,
        ),
        ImportKind(
            code="suppliers",
            label=MODEL_LABELS[Supplier][1],
            fields=SUPPLIER_FIELDS,
            required=suppliers.REQUIRED,
            plan_lines=suppliers.plan_suppliers,
            view=suppliers.VIEW,
            model=Supplier,
        ),
        ImportKind(
            code="contracts",
            label=MODEL_LABELS[Contract][1],
            fields=CONTRACT_FIELDS,
            required=contracts.REQUIRED,
            plan_lines=contracts.plan_contracts,
            view=contracts.VIEW,
            model=Contract,
        ),
        ImportKind(
            code="purchase_orders",
            label=MODEL_LABELS[PurchaseOrder][1],
            fields=ORDER_FIELDS,
            required=purchase_orders.REQUIRED,
            plan_lines=purchase_orders.plan_orders,
            view=purchase_orders.VIEW,
            model=PurchaseOrder,
        ),
        ImportKind(
            code="invoices",
            label=MODEL_LABELS[Invoice][1],
            fields=INVOICE_FIELDS,
            required=invoices.REQUIRED,
            plan_lines=invoices.plan_invoices,
            view=invoices.VIEW,
            model=Invoice,
        ),
    )
}
