"""What of days off comes in and goes out as workbooks."""

from mdo.days_off import imports
from mdo.days_off.fields import DATE_TO_AVOID_COLUMNS, DATE_TO_AVOID_FIELDS
from mdo.kernel.imports.kinds import EVERY_FIELD, ImportKind, Layout
from mdo.kernel.labels import MODEL_LABELS
from models.days_off import DateToAvoid

EXCHANGES = (
    ImportKind(
        place=150,
        code="dates_to_avoid",
        label=MODEL_LABELS[DateToAvoid][1],
        fields=DATE_TO_AVOID_FIELDS,
        required=imports.REQUIRED,
        plan_lines=imports.plan_dates,
        view=imports.VIEW,
        model=DateToAvoid,
        columns=DATE_TO_AVOID_COLUMNS,
        sent=Layout(EVERY_FIELD),
        helped_by=(DateToAvoid,),
    ),
)
