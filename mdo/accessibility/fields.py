"""The fields of accessibility."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, section
from models.accessibility import AccessibilityStatement

# fmt: off
ACCESSIBILITY_STATEMENT = Table(
    AccessibilityStatement, (N_("Accessibility statement"), N_("Accessibility statement")),
    section(N_("State"),
        Field(AccessibilityStatement.conformity, N_("State of conformity"),
              N_("What the audit entered below allows: without one, not compliant.")),
    ),
    section(N_("Audit"),
        Field(AccessibilityStatement.audited_on, N_("Date of the audit"),
              N_("Last day of the audit. It counts for three years.")),
        Field(AccessibilityStatement.auditor, N_("Audit made by"),
              N_("The firm, or the team of the city, that made the audit.")),
        Field(AccessibilityStatement.percent_met, N_("Criteria met (%)"),
              N_("Share of the criteria that are met: partially compliant from 50, fully at 100.")),
        Field(AccessibilityStatement.checked_pages, N_("Pages and environments checked"),
              N_("Screens, browsers and screen readers of the audit, one a line.")),
    ),
    section(N_("What remains to be done"),
        Field(AccessibilityStatement.known_issues, N_("Non-conformities"),
              N_("What does not meet a criterion, one a line, with what replaces it.")),
        Field(AccessibilityStatement.exemptions, N_("Exempted content"),
              N_("Disproportionate burden, or content outside the obligation, one a line.")),
    ),
    section(N_("Contact"),
        Field(AccessibilityStatement.contact_email, N_("E-mail for reports"),
              N_("Where to write when something cannot be read or used.")),
    ),
)
