"""What of organisations comes in and goes out as workbooks."""

from mdo.kernel.imports.kinds import EVERY_FIELD, ImportKind, Layout
from mdo.kernel.labels import MODEL_LABELS
from mdo.organisations import imports
from mdo.organisations.fields import ORGANISATION_COLUMNS, ORGANISATION_FIELDS
from models.organisations import Organisation

EXCHANGES = (
    ImportKind(
        place=60,
        code="organisations",
        label=MODEL_LABELS[Organisation][1],
        fields=ORGANISATION_FIELDS,
        required=imports.REQUIRED,
        plan_lines=imports.plan_organisations,
        view=imports.VIEW,
        model=Organisation,
        columns=ORGANISATION_COLUMNS,
        sent=Layout(EVERY_FIELD),
        helped_by=(Organisation,),
    ),
)
