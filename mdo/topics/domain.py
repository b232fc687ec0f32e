"""What the kernel is told about topics."""

from mdo.kernel.domain import Domain
from mdo.kernel.sessions.hooks import Hook
from mdo.topics import rules
from mdo.topics.found import FOUND
from mdo.topics.row_rules import RULES

DOMAIN = Domain("topics", rules=RULES, hooks=(Hook(20, rules.install),), found=FOUND)
