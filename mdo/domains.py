"""The domains, from the ground up: each may know those before it, none those after. A new one is named here.

Their words come first, where they have tables: columns are made of them while modules load.
"""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from mdo.kernel import domain, labels
from mdo.kernel.fields.help import FIELD_HELP
from mdo.kernel.journal.history import NAMES as NAMES_IN_SQL
from mdo.kernel.own import KERNEL
from mdo.kernel.search.own import SEARCHED
from mdo.kernel.search.sorting import SORTS
from mdo.kernel.search.sources import SOURCES

NAMES = [
    "territory",
    "accounts",
    "organisations",
    "instances",
    "network",
    "days_off",
    "documents",
    "accessibility",
    "backup",
    "archives",
    "people",
    "requests",
    "series",
    "procurement",
    "suppliers",
    "composition",
    "contracts",
    "shared_contracts",
    "meetings",
    "amendments",
    "execution",
    "topics",
    "calendar",
    "mail",
    "tenders",
    "decp",
    "home",
    "point",
    "reports",
]


def _part(name: str, part: str) -> ModuleType | None:
    """A file of a domain, None for one that has none."""
    full = f"mdo.{name}.{part}"
    return import_module(full) if find_spec(full) else None


SOURCES.update(SEARCHED)
for _name in NAMES:
    domain.add_tables(_name, getattr(_part(_name, "fields"), "TABLES", ()))
    _words = _part(_name, "words")
    domain.add_once(labels.MODEL_LABELS, getattr(_words, "TABLES", {}), _name)
    domain.add_once(labels.FIELD_LABELS, getattr(_words, "FIELDS", {}), _name)
    domain.add_once(labels.ENUM_LABELS, getattr(_words, "LISTS", {}), _name)
    domain.add_once(FIELD_HELP, getattr(_words, "HELP", {}), _name)
    domain.add_once(SOURCES, getattr(_words, "SEARCHED", {}), _name)
    domain.add_once(SORTS, getattr(_words, "SORTED", {}), _name)
    domain.add_once(NAMES_IN_SQL, getattr(_words, "NAMES", {}), _name)

DOMAINS: tuple[domain.Domain, ...] = tuple(import_module(f"mdo.{_name}.domain").DOMAIN for _name in NAMES)
domain.hand_over((KERNEL, *DOMAINS))
