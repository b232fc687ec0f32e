"""Columns of the law as data: thresholds, delays, procedures, families, sittings."""

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.procurement.fields import LEGAL_FIGURE, PROCEDURE_TEMPLATE, TEMPLATE_STEP
from models.procurement import LegalFigure, ProcedureTemplate

_FIGURE = FIELD_LABELS[LegalFigure]
_TEMPLATE = FIELD_LABELS[ProcedureTemplate]

FIGURE_COLUMNS = LEGAL_FIGURE.columns(
    {
        3: Column("unit", _FIGURE["unit"], lambda row, today: row.unit, Kind.ENUM, width=16),
    }
)

TEMPLATE_COLUMNS = PROCEDURE_TEMPLATE.columns(
    {
        6: Column(
            "steps",
            _TEMPLATE["steps"],
            lambda row, today: tuple(step.label for step in row.steps),
            loads=(ProcedureTemplate.steps,),
            width=60,
            is_shown=False,
        ),
    }
)

TEMPLATE_STEP_COLUMNS = TEMPLATE_STEP.columns()
