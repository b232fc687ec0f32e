"""What of instances comes in and goes out as workbooks."""

from mdo.instances import import_elected, import_seats, imports
from mdo.instances.columns import ELECTED_EXPORT_COLUMNS, ELECTED_USER, INSTANCE_COLUMNS, SEAT_EXPORT_COLUMNS
from mdo.instances.fields import INSTANCE_FIELDS, SEAT_FIELDS
from mdo.instances.import_fields import ELECTED_FIELDS
from mdo.instances.written_officials import officials
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.kinds import EVERY_FIELD, ImportKind, Layout
from mdo.kernel.imports.reading.blocks import Spreads
from mdo.kernel.labels import MODEL_LABELS
from models.instances import Instance, Seat

_SEAT_FIELDS = (
    "instance number label college requirement appointing_authority opened_on closed_on instance_place instance_type"
)
EXCHANGES = (
    ImportKind(
        place=10,
        code="instances",
        label=MODEL_LABELS[Instance][1],
        fields=INSTANCE_FIELDS,
        required=imports.REQUIRED,
        plan_lines=imports.plan_instances,
        view=imports.VIEW,
        model=Instance,
        columns=INSTANCE_COLUMNS,
        sent=Layout(
            EVERY_FIELD,
            "code",
            own={
                "elected_user": ELECTED_USER,
            },
        ),
        helped_by=(Instance,),
    ),
    ImportKind(
        place=20,
        code="elected_officials",
        label=N_("Élu·es référent·es"),
        fields=ELECTED_FIELDS,
        required=import_elected.REQUIRED,
        plan_lines=import_elected.plan_elected_officials,
        view=import_elected.VIEW,
        model=Instance,
        columns=ELECTED_EXPORT_COLUMNS,
        sent=Layout(
            EVERY_FIELD, "instance instance_place instance_type", exported_as={"instance_place": "arrondissements"}
        ),
        helped_by=(Instance,),
        spreads=Spreads(lists="instance"),
        named=("elected_official",),
        written=(officials,),
    ),
    ImportKind(
        place=50,
        code="seats",
        label=MODEL_LABELS[Seat][1],
        fields=SEAT_FIELDS,
        required=import_seats.REQUIRED,
        plan_lines=import_seats.plan_seats,
        view=import_seats.VIEW,
        model=Seat,
        columns=SEAT_EXPORT_COLUMNS,
        sent=Layout(
            _SEAT_FIELDS, "instance instance_place instance_type", exported_as={"instance_place": "arrondissements"}
        ),
        helped_by=(Seat,),
    ),
)
