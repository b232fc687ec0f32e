"""What the kernel is told about accessibility."""

from sqlalchemy import func, select

from mdo.accessibility.row_rules import RULES
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.rights.identity import Said
from models.accessibility import AccessibilityStatement

# The footer of every page says it (law of 11 February 2005, art. 47).
_CONFORMITY = Said(
    AccessibilityStatement,
    AccessibilityStatement.id == select(func.min(AccessibilityStatement.id)).scalar_subquery(),
    (AccessibilityStatement.conformity, AccessibilityStatement.audited_on),
)

DOMAIN = Domain(
    "accessibility",
    rights=(
        ScreenRights(
            "AccessibilityView",
            N_("Accessibility statement"),
            Section.ADMINISTRATION,
            50,
            Audience.ADMINISTRATION,
            "list show edit",
        ),
    ),
    rules=RULES,
    shown_in={AccessibilityStatement: ("AccessibilityView",)},
    said=_CONFORMITY,
)
