"""What of network comes in and goes out as workbooks."""

from mdo.kernel.imports.kinds import EVERY_FIELD, ImportKind, Layout
from mdo.kernel.labels import MODEL_LABELS
from mdo.network import import_absences, imports
from mdo.network.fields import ABSENCE_COLUMNS, ABSENCE_FIELDS, REFERENT_COLUMNS, REFERENT_FIELDS
from models.network import Absence, Referent

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
    ImportKind(
        place=75,
        code="absences",
        label=MODEL_LABELS[Absence][1],
        fields=ABSENCE_FIELDS,
        required=import_absences.REQUIRED,
        plan_lines=import_absences.plan_absences,
        view=import_absences.VIEW,
        model=Absence,
        columns=ABSENCE_COLUMNS,
        sent=Layout(EVERY_FIELD, "user"),
        helped_by=(Absence,),
    ),
)
