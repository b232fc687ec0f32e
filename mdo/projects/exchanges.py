"""What of projects comes in and goes out as workbooks."""

from mdo.kernel.imports.kinds import EVERY_FIELD, ImportKind, Layout
from mdo.kernel.labels import MODEL_LABELS
from mdo.projects import imports
from mdo.projects.columns import PROJECT_COLUMNS
from mdo.projects.fields import PROJECT_FIELDS
from models.projects import Project

EXCHANGES = (
    ImportKind(
        place=160,
        code="projects",
        label=MODEL_LABELS[Project][1],
        fields=PROJECT_FIELDS,
        required=imports.REQUIRED,
        plan_lines=imports.plan_projects,
        view=imports.VIEW,
        model=Project,
        columns=PROJECT_COLUMNS,
        sent=Layout(EVERY_FIELD),
        helped_by=(Project,),
    ),
)
