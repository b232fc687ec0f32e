"""What is asked of the rows of network, whatever door writes them: forms, undo and restore."""

from collections.abc import Mapping

from mdo.kernel.rules.declared import RowRules
from mdo.network.covers import write_absence
from mdo.network.referents import check_referent, other_referents
from models.network import Absence, Referent

RULES: Mapping[type, RowRules] = {
    Referent: RowRules(lambda session, row, today: check_referent(row, other_referents(session, row))),
    Absence: RowRules(write_absence),
}
