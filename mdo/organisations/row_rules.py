"""What is asked of the rows of organisations, whatever door writes them: forms, undo and restore."""

from collections.abc import Mapping

from mdo.kernel.rules.declared import RowRules
from mdo.organisations.rules import check_organisation
from models.organisations import Organisation

RULES: Mapping[type, RowRules] = {
    Organisation: RowRules(lambda session, row, today: check_organisation(row)),
}
