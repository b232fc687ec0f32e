"""The menu, told by the domains: a few links by use, each with the pages that stand beside it.

A page heads a group of the menu, or stands under the one that heads it: it is then a link in the top bar of the lists
beside it or, where that is the page of settings, a line of a part of it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from mdo.kernel.base.messages import N_
from mdo.kernel.rights.declared import RIGHTS

View = type[Any]


class MenuGroup(StrEnum):
    """The groups of the menu, by their title, in order."""

    FOLLOW_UP = N_("Follow-up")
    PARTICIPATION = N_("Participation")
    MANAGEMENT = N_("Management (menu)")


class SettingsPart(StrEnum):
    """The parts of the page of settings, by their title, in order."""

    BODIES = N_("Bodies and people")
    CALENDAR = N_("City and calendar")
    DOCUMENTS = N_("Documents and deadlines")
    PROCUREMENT = N_("Rules of procurement")
    HISTORY = N_("Changes")
    APPLICATION = N_("Accounts and application")


@dataclass(frozen=True)
class Entry:
    """A page of the menu, at its place in its `group`, or among those `under` the view, by its name, of another one.

    It is called as its screen is in the table of rights; `label` is what the menu calls a page with others under it.
    One under the page of settings says in which `part` it stands and, in a sentence, what is done there (`told`). One
    of both a group and a head is in the group for who may not list the view `apart_without`. The palette finds it
    by the words of `also` too, which its label lacks.
    """

    place: int
    view: View
    icon: str
    group: MenuGroup | None = None
    under: str = ""
    label: str = ""
    part: SettingsPart | None = None
    told: str = ""
    apart_without: str = ""
    also: str = ""
    method: str = "list"
    permission: str = "can_list"  # none: it shows with the first of the pages under it


class MenuPage(NamedTuple):
    """An entry as the menu reads it: message ids and names. `title` is its label in the menu."""

    view: str
    label: str
    icon: str
    method: str
    permission: str
    title: str = ""
    part: str = ""
    told: str = ""
    apart_without: str = ""
    also: str = ""


# The groups, with their links: of each, the page that heads it, then those under it.
Menu = list[tuple[MenuGroup, tuple[tuple[MenuPage, ...], ...]]]
MENU: Menu = []
# What one may pin to the menu, by the name of its view.
PINNED: set[str] = set()


def menu_of(entries: Iterable[Entry]) -> Menu:
    """The menu that these entries, in the order of their places, make."""
    entries = tuple(entries)
    under: dict[str, list[MenuPage]] = {}
    for entry in entries:
        if entry.under:
            under.setdefault(entry.under, []).append(_page(entry))
    return [
        (
            group,
            tuple((_page(entry), *under.get(entry.view.__name__, ())) for entry in entries if entry.group is group),
        )
        for group in MenuGroup
        if any(entry.group is group for entry in entries)
    ]


def _page(entry: Entry) -> MenuPage:
    name = entry.view.__name__
    label = RIGHTS[name].label if name in RIGHTS else entry.label
    return MenuPage(
        name,
        label,
        entry.icon,
        entry.method,
        entry.permission,
        entry.label or label,
        entry.part or "",
        entry.told,
        entry.apart_without,
        entry.also,
    )


def missing_of(entries: Iterable[Entry], is_own: Callable[[Entry], bool], heads: frozenset[str]) -> Iterator[str]:
    """What the entries of a domain lack, in sentences.

    `is_own` tells those of its own views; `heads` are the pages that head a group, of all domains.
    """
    for entry in entries:
        name = entry.view.__name__
        if not is_own(entry):
            yield f"the menu names {name}, which is none of its views"
        elif (entry.group is None) is not bool(entry.under) and not entry.apart_without:
            yield f"the menu names {name} in no group and under no page, or in both"
        elif entry.under and entry.under not in heads:
            yield f"the menu puts {name} under {entry.under}, which heads nothing"
        elif bool(entry.part) is not bool(entry.told):
            yield f"the menu names {name} without its part of the settings, or without a sentence"
        elif not entry.permission and not entry.label:
            yield f"the menu gives {name} no label"
