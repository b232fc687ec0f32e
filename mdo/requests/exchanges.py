"""What of requests comes in and goes out as workbooks."""

from mdo.kernel.imports.kinds import EVERY_FIELD, ImportKind, Layout
from mdo.kernel.imports.reading.blocks import Spreads
from mdo.kernel.labels import MODEL_LABELS
from mdo.requests import imports
from mdo.requests.columns import REQUEST_EXPORT_COLUMNS
from mdo.requests.fields import REQUEST_FIELDS
from models.requests import CouncilRequest

EXCHANGES = (
    ImportKind(
        place=80,
        code="requests",
        label=MODEL_LABELS[CouncilRequest][1],
        fields=REQUEST_FIELDS,
        required=imports.REQUIRED,
        plan_lines=imports.plan_requests,
        view=imports.VIEW,
        model=CouncilRequest,
        columns=REQUEST_EXPORT_COLUMNS,
        sent=Layout(
            EVERY_FIELD,
            "number instance instance_place instance_type",
            exported_as={"instance_place": "arrondissements"},
        ),
        helped_by=(CouncilRequest,),
        spreads=Spreads(lists="instance"),
    ),
)
