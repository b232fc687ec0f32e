"""What of tenders comes in and goes out as workbooks."""

from mdo.contracts.columns import CONTRACT_EXPORT_COLUMNS
from mdo.contracts.fields import CONTRACT_FIELDS
from mdo.kernel.imports.kinds import EVERY_FIELD, ImportKind, Layout
from mdo.kernel.labels import MODEL_LABELS
from mdo.tenders import import_contracts
from models.contracts import Contract

EXCHANGES = (
    ImportKind(
        place=120,
        code="contracts",
        label=MODEL_LABELS[Contract][1],
        fields=CONTRACT_FIELDS,
        required=import_contracts.REQUIRED,
        plan_lines=import_contracts.plan_contracts,
        view=import_contracts.VIEW,
        model=Contract,
        columns=CONTRACT_EXPORT_COLUMNS,
        sent=Layout(EVERY_FIELD, "number"),
        helped_by=(Contract,),
    ),
)
