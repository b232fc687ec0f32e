"""What a domain shows, told once, in `views/<domain>/domain.py`; `views/domains.py` collects them.

It is the second half of its declaration: what is true of it stands in `mdo/<domain>/domain.py`.

The containers are empty until `hand_over` has filled them: they are read when a page is asked for, never while modules
load.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Any

from mdo.kernel.base.declaring import add_once
from mdo.kernel.domain import Domain
from mdo.kernel.fields.columns import Column
from mdo.kernel.jobs.kinds import JobKind
from mdo.kernel.rights.declared import RIGHTS
from views.base.assets import ICONS
from views.base.entries import MENU, PINNED, Entry, menu_of, missing_of
from views.base.history import CODED
from views.base.relations import CHOICES, Choices
from views.base.words import SHOWN_AS, TONES

View = type[Any]
# What is started from every page: (view, label, icon, method, permissions on views).
ACTIONS: list[tuple[str, str, str, str, tuple[tuple[str, str], ...]]] = []
# The page of the guide that tells of a screen, by the name of its view.
PAGE_OF_VIEW: dict[str, str] = {}


@dataclass(frozen=True)
class Action:
    """What one often starts or opens, from every page; `label` is a message id.

    It is offered to who holds all of `needs`, permissions on views: to add to the view, where nothing else is said.
    """

    place: int
    view: View
    label: str
    icon: str
    method: str = "add"
    needs: tuple[tuple[str, View], ...] | None = None

    @property
    def permissions(self) -> tuple[tuple[str, str], ...]:
        """The (permission, view) that it asks for."""
        needs = (("can_add", self.view),) if self.needs is None else self.needs
        return tuple((permission, view.__name__) for permission, view in needs)


@dataclass(frozen=True)
class Screens:
    """The screens of a domain, each with the page of the guide that tells of it, and what goes with them.

    Those of `views` have their rights in `mdo/<domain>/domain.py`; those of `for_all` ask for none. `tones` gives each
    member of a closed list its colour, or None; `choices` says how rows are offered where another row names one;
    `shown_as` names the column that shows a field on record pages and in histories, `coded` what is told there of a
    text that stands for something else; `jobs` are kinds of work that take time; the records of `pinned` views may
    stand at the top of one's menu.
    """

    name: str
    views: Mapping[View, str] = field(default_factory=dict)
    for_all: Mapping[View, str] = field(default_factory=dict)
    menu: tuple[Entry, ...] = ()
    actions: tuple[Action, ...] = ()
    tones: Mapping[type[StrEnum], Mapping[Any, str | None]] = field(default_factory=dict)
    choices: Mapping[type, Choices] = field(default_factory=dict)
    shown_as: Mapping[tuple[type, str], Column] = field(default_factory=dict)
    coded: Mapping[tuple[type, str], Callable[[str], str]] = field(default_factory=dict)
    jobs: tuple[JobKind, ...] = ()
    pinned: tuple[View, ...] = ()


def hand_over(domains: Iterable[Domain], screens: Iterable[Screens]) -> None:
    """Gives the frame what the domains show. Raises ValueError that names what is missing, or told twice, and where."""
    screens = tuple(screens)
    _check_rights(tuple(domains), screens)
    heads = frozenset(entry.view.__name__ for each in screens for entry in each.menu if entry.group)
    for each in screens:
        if missing := next(chain(_missing_of_views(each), _missing_of_links(each, heads)), None):
            raise ValueError(f"Screens of {each.name}: {missing}.")
    entries = _by_place(screens, lambda each: each.menu, _where)
    actions = _by_place(screens, lambda each: each.actions, lambda action: "the actions")
    for each in screens:
        pages = {view.__name__: page for view, page in {**each.views, **each.for_all}.items()}
        declared: tuple[tuple[dict[Any, Any], Mapping[Any, Any]], ...] = (
            (PAGE_OF_VIEW, pages),
            (TONES, each.tones),
            (CHOICES, each.choices),
            (SHOWN_AS, each.shown_as),
            (CODED, each.coded),
        )
        for container, words in declared:
            add_once(container, words, f"views/{each.name}/domain.py")
        PINNED.update(view.__name__ for view in each.pinned)
    MENU.extend(menu_of(entries))
    ACTIONS.extend((item.view.__name__, item.label, item.icon, item.method, item.permissions) for item in actions)


def _where(entry: Entry) -> str:
    return entry.under or str(entry.group)


def _check_rights(domains: tuple[Domain, ...], screens: tuple[Screens, ...]) -> None:
    """Each right has its screen, in the same domain; those of the kernel, in a folder that is none."""
    owners = {view.__name__: each.name for each in screens for view in each.views}
    names = {domain.name for domain in domains if domain.name != "kernel"}
    for domain in domains:
        for rights in domain.rights:
            owner = owners.get(rights.view)
            if rights.has_screen and (owner in {*names, None} if domain.name == "kernel" else owner != domain.name):
                raise ValueError(
                    f"Domain {domain.name}: {rights.view} has rights and is no screen of views/{domain.name}/domain.py."
                )


def _missing_of_views(screens: Screens) -> Iterator[str]:
    for view in screens.views:
        if view.__name__ not in RIGHTS:
            yield f"{view.__name__} has no rights: declare them in mdo/{screens.name}/domain.py, or it is for all"
    for view, page in {**screens.views, **screens.for_all}.items():
        if not page:
            yield f"{view.__name__} has no page of the guide"
    for kind, tones in screens.tones.items():
        if missing := [member.name for member in kind if member not in tones]:
            yield f"{kind.__name__} lacks the colour of {', '.join(missing)}; say None where there is none"


def _missing_of_links(screens: Screens, heads: frozenset[str]) -> Iterator[str]:
    def is_own(entry: Entry) -> bool:
        return entry.view in (screens.views if entry.permission else screens.for_all)

    yield from missing_of(screens.menu, is_own, heads)
    asked = [(entry.permission, entry.view.__name__) for entry in screens.menu if entry.permission]
    for permission, view in [*asked, *(pair for action in screens.actions for pair in action.permissions)]:
        if view not in RIGHTS or permission not in RIGHTS[view].permissions:
            yield f"its menu or actions ask for {permission} on {view}, which has no such right"
    shown: tuple[Entry | Action, ...] = (*screens.menu, *screens.actions)
    for item in shown:
        if not hasattr(item.view, item.method):
            yield f"{item.view.__name__} has no page '{item.method}'"
    machines = [machine for view in screens.views if (machine := getattr(view, "machine", None)) is not None]
    acts = [act for machine in machines for act in machine.acts if act.icon]
    for item in (*screens.menu, *screens.actions, *acts):
        if item.icon not in ICONS:
            yield f"the icon '{item.icon}' is not drawn: add it to views/base/assets.py"


def _by_place(
    screens: tuple[Screens, ...],
    part: Callable[[Screens], tuple[Any, ...]],
    group_of: Callable[[Any], str],
) -> list[Any]:
    """What the screens declare, by place; two of one place in a group are refused."""
    found: dict[tuple[str, int], str] = {}
    items = [(each.name, item) for each in screens for item in part(each)]
    for owner, item in items:
        place = (group_of(item), item.place)
        if place in found:
            raise ValueError(f"Place {item.place} of {place[0]} is taken by {found[place]} and by {owner}.")
        found[place] = owner
    return sorted((item for _, item in items), key=lambda item: item.place)
