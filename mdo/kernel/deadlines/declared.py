"""Every kind of deadline by its code, in the order in which screens name them; domains declare them."""

from mdo.kernel.deadlines.kinds import DeadlineKind

KINDS: dict[str, DeadlineKind] = {}
