"""What of events comes in and goes out as workbooks."""

from mdo.events import import_evaluations, imports
from mdo.events.columns import EVALUATION_COLUMNS, EVENT_COLUMNS, REGISTRATION_COLUMNS
from mdo.events.fields import EVALUATION_FIELDS, EVENT_FIELDS, REGISTRATION_FIELDS
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.kinds import EVERY_FIELD, ImportKind, Layout
from mdo.kernel.labels import MODEL_LABELS
from models.events import Event, EventEvaluation, EventRegistration

EXCHANGES = (
    ImportKind(
        place=190,
        code="events",
        label=MODEL_LABELS[Event][1],
        fields=EVENT_FIELDS,
        required=imports.EVENT_REQUIRED,
        plan_lines=imports.plan_events,
        view=imports.EVENT_VIEW,
        model=Event,
        columns=EVENT_COLUMNS,
        sent=Layout(EVERY_FIELD),
        helped_by=(Event,),
    ),
    ImportKind(
        place=200,
        code="registrations",
        label=MODEL_LABELS[EventRegistration][1],
        fields=REGISTRATION_FIELDS,
        required=imports.REGISTRATION_REQUIRED,
        plan_lines=imports.plan_registrations,
        view=imports.REGISTRATION_VIEW,
        model=EventRegistration,
        columns=REGISTRATION_COLUMNS,
        sent=Layout(EVERY_FIELD),
        helped_by=(EventRegistration,),
        named=("name",),
    ),
    ImportKind(
        place=210,
        code="event_evaluations",
        label=N_("Evaluations of events"),
        fields=EVALUATION_FIELDS,
        required=import_evaluations.REQUIRED,
        plan_lines=import_evaluations.plan_evaluations,
        view=import_evaluations.VIEW,
        model=EventEvaluation,
        columns=EVALUATION_COLUMNS,
        sent=Layout(EVERY_FIELD),
        helped_by=(EventEvaluation,),
    ),
)
