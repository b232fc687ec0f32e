"""What is asked of the rows of accessibility, whatever door writes them: forms, undo and restore."""

from collections.abc import Mapping

from mdo.accessibility.statement import check_statement
from mdo.kernel.rules.declared import RowRules
from models.accessibility import AccessibilityStatement

RULES: Mapping[type, RowRules] = {
    AccessibilityStatement: RowRules(lambda session, row, today: check_statement(row, today)),
}
