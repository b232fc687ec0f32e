"""The statement on accessibility that a new database begins with."""

from mdo.accessibility.statement import load
from mdo.kernel.base.reference import Reference
from models.accessibility import AccessibilityStatement

REFERENCE = (Reference(70, lambda session: {AccessibilityStatement: load(session)}),)
