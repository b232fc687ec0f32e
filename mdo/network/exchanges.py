"""What of network comes in and goes out as workbooks."""

from mdo.kernel.imports.kinds import ImportKind, Layout
from mdo.kernel.labels import MODEL_LABELS
from mdo.network import imports
from mdo.network.fields import REFERENT_COLUMNS, REFERENT_FIELDS
from models.network import Referent

EXCHANGES = (
    ImportKind(
        place=70,
        code="referents",
        label=MODEL_LABELS[Referent][1],
        fields=REFERENT_FIELDS,
        required=imports.REQUIRED,
        plan_lines=imports.plan_referents,
        view=imports.VIEW,
        model=Referent,
        columns=REFERENT_COLUMNS,
        sent=Layout("user arrondissement start_on end_on replacement", "user arrondissement"),
        helped_by=(Referent,),
    ),
)
