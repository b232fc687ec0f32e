"""What is asked of the rows of live links, whatever door writes them: forms, undo and restore."""

from collections.abc import Mapping

from mdo.kernel.rules.declared import RowRules
from mdo.live_links.links import check_link
from models.live_links import LiveLink

RULES: Mapping[type, RowRules] = {LiveLink: RowRules(check_link)}
