"""What of calls comes in and goes out as workbooks."""

from mdo.calls import application_imports, imports
from mdo.calls.application_fields import APPLICATION_FIELDS
from mdo.calls.columns import APPLICATION_EXPORT_COLUMNS, CALL_COLUMNS
from mdo.calls.fields import CALL_FIELDS
from mdo.kernel.imports.kinds import EVERY_FIELD, ImportKind, Layout
from mdo.kernel.labels import MODEL_LABELS
from models.applications import Application
from models.calls import ProjectCall

EXCHANGES = (
    ImportKind(
        place=170,
        code="calls",
        label=MODEL_LABELS[ProjectCall][1],
        fields=CALL_FIELDS,
        required=imports.REQUIRED,
        plan_lines=imports.plan_calls,
        view=imports.VIEW,
        model=ProjectCall,
        columns=CALL_COLUMNS,
        sent=Layout(EVERY_FIELD),
        helped_by=(ProjectCall,),
    ),
    ImportKind(
        place=180,
        code="applications",
        label=MODEL_LABELS[Application][1],
        fields=APPLICATION_FIELDS,
        required=application_imports.REQUIRED,
        plan_lines=application_imports.plan_applications,
        view=application_imports.VIEW,
        model=Application,
        columns=APPLICATION_EXPORT_COLUMNS,
        sent=Layout(
            EVERY_FIELD,
            "call number instance instance_place instance_type",
            exported_as={"instance_place": "arrondissements"},
        ),
        helped_by=(Application,),
    ),
)
