"""The words of accessibility: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.accessibility import AccessibilityStatement, Conformity

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    AccessibilityStatement: (N_("Accessibility statement"), N_("Accessibility statement")),
}

FIELDS: dict[type, dict[str, str]] = {
    AccessibilityStatement: {
        "conformity": N_("State of conformity"),
        "audited_on": N_("Date of the audit"),
        "auditor": N_("Audit made by"),
        "percent_met": N_("Criteria met (%)"),
        "checked_pages": N_("Pages and environments checked"),
        "known_issues": N_("Non-conformities"),
        "exemptions": N_("Exempted content"),
        "contact_email": N_("E-mail for reports"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    Conformity: {
        Conformity.NONE: N_("Not compliant"),
        Conformity.PARTIAL: N_("Partially compliant"),
        Conformity.FULL: N_("Fully compliant"),
    },
}

HELP: dict[type, dict[str, str]] = {
    AccessibilityStatement: {
        "conformity": N_("What the audit entered below allows: without one, not compliant."),
        "audited_on": N_("Last day of the audit. It counts for three years."),
        "auditor": N_("The firm, or the team of the city, that made the audit."),
        "percent_met": N_("Share of the criteria that are met: partially compliant from 50, fully at 100."),
        "checked_pages": N_("Screens, browsers and screen readers of the audit, one a line."),
        "known_issues": N_("What does not meet a criterion, one a line, with what replaces it."),
        "exemptions": N_("Disproportionate burden, or content outside the obligation, one a line."),
        "contact_email": N_("Where to write when something cannot be read or used."),
    },
}
