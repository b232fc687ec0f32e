"""What a domain shows is whole, or the application does not start: a sentence says what is missing, and where."""

from enum import StrEnum
from typing import Any

import pytest

import views.domains  # noqa: F401  # what the domains show
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import RIGHTS, Audience, ScreenRights, Section
from models.organisations import Organisation
from models.people import Person
from views.base import domain as frame
from views.base.domain import Action, Screens, hand_over
from views.base.entries import Entry, MenuGroup, MenuPage, SettingsPart
from views.base.relations import CHOICES, Choices
from views.people.screens import PersonView


class LoanView:
    def list(self) -> None: ...

    def add(self) -> None: ...


class DeskView:
    """No rights are declared for it."""


class LoanState(StrEnum):
    OUT = "out"
    BACK = "back"


LOAN = ScreenRights("LoanView", "Loans", Section.SETTINGS, 1_000, Audience.REFERENCE, "list add")
LOANS = Domain("loans", rights=(LOAN,))
VIEWS = {LoanView: "reseau"}
ENTRY = Entry(1_000, LoanView, "box-seam", MenuGroup.MANAGEMENT)
TONES = {LoanState: {LoanState.OUT: "warn", LoanState.BACK: None}}


@pytest.fixture(autouse=True)
def _containers_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RIGHTS, "LoanView", LOAN)
    for name in ("MENU", "ACTIONS"):
        monkeypatch.setattr(frame, name, [])
    for name in ("PAGE_OF_VIEW", "TONES"):
        monkeypatch.setattr(frame, name, {})
    monkeypatch.setattr(frame, "CHOICES", {Person: Choices(Person.sort_key)})


def test_what_is_whole_is_handed_over() -> None:
    action = Action(10, LoanView, "New loan", "box-seam")
    hand_over([LOANS], [Screens("loans", views=VIEWS, menu=(ENTRY,), actions=(action,), tones=TONES)])
    assert [
        (MenuGroup.MANAGEMENT, ((MenuPage("LoanView", "Loans", "box-seam", "list", "can_list", "Loans"),),))
    ] == frame.MENU
    assert frame.ACTIONS == [("LoanView", "New loan", "box-seam", "add", (("can_add", "LoanView"),))]
    assert frame.PAGE_OF_VIEW == {"LoanView": "reseau"}
    assert frame.TONES == TONES


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({}, "Domain loans: LoanView has rights and is no screen of views/loans/domain.py."),
        (
            {"for_all": VIEWS},
            "Domain loans: LoanView has rights and is no screen of views/loans/domain.py.",
        ),
        (
            {"views": {**VIEWS, DeskView: "reseau"}},
            "Screens of loans: DeskView has no rights: declare them in mdo/loans/domain.py, or it is for all.",
        ),
        ({"views": {LoanView: ""}}, "Screens of loans: LoanView has no page of the guide."),
        (
            {"views": VIEWS, "menu": (Entry(10, DeskView, "box-seam", MenuGroup.MANAGEMENT),)},
            "Screens of loans: the menu names DeskView, which is none of its views.",
        ),
        (
            {"views": VIEWS, "menu": (Entry(10, LoanView, "box-seam", MenuGroup.MANAGEMENT, permission="can_edit"),)},
            "Screens of loans: its menu or actions ask for can_edit on LoanView, which has no such right.",
        ),
        (
            {
                "views": VIEWS,
                "actions": (Action(10, LoanView, "New loan", "box-seam", needs=(("can_add", DeskView),)),),
            },
            "Screens of loans: its menu or actions ask for can_add on DeskView, which has no such right.",
        ),
        (
            {"views": VIEWS, "menu": (Entry(10, LoanView, "box-seam", MenuGroup.MANAGEMENT, method="index"),)},
            "Screens of loans: LoanView has no page 'index'.",
        ),
        (
            {"views": VIEWS, "menu": (Entry(10, LoanView, "hammer", MenuGroup.MANAGEMENT),)},
            "Screens of loans: the icon 'hammer' is not drawn: add it to views/base/assets.py.",
        ),
        (
            {"views": VIEWS, "tones": {LoanState: {LoanState.OUT: "warn"}}},
            "Screens of loans: LoanState lacks the colour of BACK; say None where there is none.",
        ),
        (
            {"views": VIEWS, "menu": (Entry(10, LoanView, "box-seam"),)},
            "Screens of loans: the menu names LoanView in no group and under no page, or in both.",
        ),
        (
            {"views": VIEWS, "menu": (Entry(10, LoanView, "box-seam", under="DeskView"),)},
            "Screens of loans: the menu puts LoanView under DeskView, which heads nothing.",
        ),
        (
            {
                "views": VIEWS,
                "menu": (ENTRY, Entry(10, LoanView, "box-seam", under="LoanView", part=SettingsPart.BODIES)),
            },
            "Screens of loans: the menu names LoanView without its part of the settings, or without a sentence.",
        ),
        (
            {"for_all": VIEWS, "menu": (Entry(10, LoanView, "box-seam", MenuGroup.MANAGEMENT, permission=""),)},
            "Domain loans: LoanView has rights and is no screen of views/loans/domain.py.",
        ),
        (
            {"views": VIEWS, "menu": (ENTRY, ENTRY)},
            "Place 1000 of Management (menu) is taken by loans and by loans.",
        ),
        (
            {"views": VIEWS, "actions": (Action(10, LoanView, "New loan", "box-seam"),) * 2},
            "Place 10 of the actions is taken by loans and by loans.",
        ),
        (
            {"views": VIEWS, "choices": {Person: Choices(Person.id)}},
            "views/loans/domain.py declares once more: ['Person'].",
        ),
    ],
)
def test_what_is_missing_or_told_twice_stops_the_start(declared: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError) as refused:
        hand_over([LOANS], [Screens("loans", **declared)])
    assert str(refused.value) == told
    assert set(frame.CHOICES) == {Person}


def test_rights_of_the_kernel_have_a_screen_in_a_folder_that_is_no_domain() -> None:
    kernel = Domain("kernel", rights=(LOAN,))
    with pytest.raises(ValueError, match="Domain kernel: LoanView has rights and is no screen"):
        hand_over([kernel], [])
    with pytest.raises(ValueError, match="Domain kernel: LoanView has rights and is no screen"):
        hand_over([kernel, Domain("loans")], [Screens("loans", views=VIEWS)])
    hand_over([kernel], [Screens("desks", views=VIEWS)])
    assert frame.PAGE_OF_VIEW == {"LoanView": "reseau"}


def test_a_form_offers_no_rows_of_which_no_domain_says_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(CHOICES, Organisation)
    with pytest.raises(ValueError, match=r"PersonView offers rows of Organisation: no `choices` of views/"):
        PersonView()
