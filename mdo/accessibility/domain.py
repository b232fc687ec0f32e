"""What the kernel is told about accessibility."""

from mdo.accessibility.row_rules import RULES
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from models.accessibility import AccessibilityStatement

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
)
