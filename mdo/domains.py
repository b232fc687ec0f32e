"""The domains, from the ground up: each may know those before it, none those after. A new one is named here.

Their words come first, where they have tables: columns are made of them while modules load.
"""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from mdo.kernel import domain
from mdo.kernel.base.declaring import add_once
from mdo.kernel.forgotten import check_nothing_forgotten, mapped
from mdo.kernel.imports.words.vocabulary import WORD_LISTS, WordList
from mdo.kernel.labels import ENUM_LABELS
from mdo.kernel.own import KERNEL
from mdo.kernel.search.own import SEARCHED
from mdo.kernel.search.sources import SOURCES

NAMES = [
    "territory",
    "organisations",
    "instances",
    "network",
    "days_off",
    "documents",
    "live_links",
    "accessibility",
    "backup",
    "archives",
    "accounts",
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
    "projects",
    "calls",
    "events",
    "home",
    "point",
    "reports",
]


def _told(name: str, part: str) -> Mapping[str, Any]:
    """What a file of a domain holds, nothing where there is none."""
    full = f"mdo.{name}.{part}"
    return vars(import_module(full)) if find_spec(full) else {}


SOURCES.update(SEARCHED)
for _name in NAMES:
    domain.add_tables(_name, _told(_name, "fields").values())
    add_once(ENUM_LABELS, _told(_name, "words").get("LISTS", {}), _name)
    _lists = {name.lower(): it for name, it in _told(_name, "vocabulary").items() if isinstance(it, WordList)}
    add_once(WORD_LISTS, _lists, _name)

DOMAINS: tuple[domain.Domain, ...] = tuple(import_module(f"mdo.{_name}.domain").DOMAIN for _name in NAMES)
domain.hand_over((*DOMAINS, KERNEL))
check_nothing_forgotten(mapped(), (model for told in (*DOMAINS, KERNEL) for model in told.shown_in))
