"""What the domains show, found from the list of mdo/domains.py: the second half of each declaration."""

from importlib import import_module
from importlib.util import find_spec

from mdo.domains import DOMAINS, NAMES
from mdo.kernel.own import KERNEL
from views.base.domain import Screens, hand_over

# Screens over what the kernel keeps.
_OF_THE_KERNEL = ("deadlines", "imports", "jobs", "journal", "preferences", "search", "settings")

SCREENS: tuple[Screens, ...] = tuple(
    import_module(f"views.{name}.domain").SCREENS
    for name in (*_OF_THE_KERNEL, *NAMES)
    if find_spec(f"views.{name}") and find_spec(f"views.{name}.domain")
)
hand_over((KERNEL, *DOMAINS), SCREENS)
