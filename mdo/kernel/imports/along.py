"""What goes along with the rows that an import writes, as domains declare it, by table."""

from collections.abc import Callable, Sequence
from typing import Any

from mdo.kernel.base.context import AnySession

# Asked of each row of the table once its values are set, and of all the new ones together once they are written.
ALONG: dict[type, Callable[[AnySession, Any], Any]] = {}
ONCE_WRITTEN: dict[type, Callable[[AnySession, Sequence[Any]], None]] = {}
