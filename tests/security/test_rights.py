"""The matrix of rights shows every right, from what is stored, and nothing else."""

import pytest
from lxml import html
from sqlalchemy import select

from mdo.kernel.rights.declared import PERMISSIONS, RIGHT_LABELS, RIGHTS, SECTIONS, Right
from mdo.kernel.rights.identity import rights_of
from mdo.kernel.rights.matrix import Extent, matrix_of, stored_roles
from mdo.kernel.rights.roles import ROLES, RoleCode, pairs_of
from mdo.kernel.workbook.reader import read_workbook
from models.accounts import Role
from models.journal import AccessLog
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make

READ, WRITE, DELETE, EXPORT, IMPORT, UNDO = Right


def line(pairs, view):
    return next(item for _, lines in matrix_of(frozenset(pairs)) for item in lines if item.view == view)


def extents(pairs, view):
    return tuple(line(pairs, view).extents[right] for right in (READ, WRITE, DELETE, EXPORT))


def test_every_screen_and_every_permission_has_its_place_once():
    placed = [view for _, views in SECTIONS for view in views]
    assert sorted(placed) == sorted(RIGHTS)
    named = [name for permissions in PERMISSIONS.values() for name in permissions]
    assert sorted(named) == sorted({name for rights in RIGHTS.values() for name in rights.permissions})
    assert set(RIGHT_LABELS) == set(Right)


ALL, SOME, NO, ABSENT = Extent


@pytest.mark.parametrize(
    ("granted", "expected"),
    [
        ((), (NO, NO, NO, NO)),
        (("can_list", "can_show"), (ALL, NO, NO, NO)),
        (("can_list",), (SOME, NO, NO, NO)),
        (("can_list", "can_show", "can_add"), (ALL, SOME, NO, NO)),
        (("can_list", "can_show", "can_add", "can_edit", "can_delete", "can_export"), (ALL, ALL, ALL, ALL)),
    ],
)
def test_a_part_of_a_right_is_not_shown_as_the_whole(granted, expected):
    assert extents({("PersonView", name) for name in granted}, "PersonView") == expected


def test_an_action_that_a_screen_has_not_is_neither_yes_nor_no():
    assert extents(pairs_of("admin"), "HomeView") == (ALL, ABSENT, ABSENT, ABSENT)


@ON_SQLITE
def test_stored_roles_are_those_of_the_code_in_its_order(session):
    found = stored_roles(session)
    assert [role.name for role in found][: len(ROLES)] == [role.code for role in ROLES]
    assert all(role.is_as_written for role in found if role.name in RoleCode.__members__.values())


@ON_SQLITE
def test_the_page_shows_what_is_stored_not_what_the_code_says(session, client_as):
    role = session.scalars(select(Role).filter_by(name="direction")).one()
    role.permissions = [pair for pair in role.permissions if pair.view_menu.name == "PersonView"]
    make.UserFactory(first_name="Odile", last_name="Rémy", roles=["direction"])
    make.UserFactory(first_name="Paul", last_name="Parti", roles=["direction"], active=False)
    client = client_as("admin")
    page = client.get(f"/roles/show/{role.id}").get_data(as_text=True)
    assert "flask mdo init" in page
    assert "Odile Rémy" in page
    assert "Paul Parti" in page
    rows = {row[0].text_content(): row.text_content() for row in html.fromstring(page).xpath("//tbody/tr[td]")}
    assert "Oui" in rows["Personnes"]
    assert "Oui" not in rows["Mandats"]


@ON_SQLITE
def test_the_union_of_roles_and_the_arrondissements_in_force_are_shown(session, client_as):
    user = make.UserFactory(roles=["referent", "donnees_personnelles"])
    make.ReferentFactory(user=user, arrondissement=make.ArrondissementFactory(number=7))
    session.commit()
    admin = client_as("admin")
    page = admin.get(f"/comptes/rights/{user.id}").get_data(as_text=True)
    facts = html.fromstring(page).xpath('//dl[@class="facts"]')[0].text_content()
    assert "7e" in facts
    own = client_as(user).get("/mon-compte/droits").get_data(as_text=True)
    table = '//table[contains(@class, "matrix")]'
    shown = [html.tostring(html.fromstring(text).xpath(f"{table}/tbody")[0]) for text in (page, own)]
    assert shown[0] == shown[1]
    granted = rights_of(session, user.id, TODAY).pairs
    assert extents(granted, "PersonView") == (ALL, ALL, ALL, ALL)


@ON_SQLITE
def test_an_account_without_a_role_or_a_place_is_told_so(session, client_as):
    bare, waiting = make.UserFactory(), make.UserFactory(roles=["saisie"])
    session.commit()
    admin = client_as("admin")
    assert "le compte ne peut rien faire" in admin.get(f"/comptes/rights/{bare.id}").get_data(as_text=True)
    assert "rien ne peut être écrit" in admin.get(f"/comptes/rights/{waiting.id}").get_data(as_text=True)


@ON_SQLITE
def test_each_head_of_the_matrix_says_its_row_or_column(client_as):
    page = html.fromstring(client_as("admin").get("/roles/list/").get_data(as_text=True))
    heads = page.xpath('//table[contains(@class, "matrix")]//th')
    assert {head.get("scope") for head in heads} == {"col", "row", "rowgroup"}
    assert len(page.xpath("//table//tbody/tr[td]")) == len(RIGHTS) + 1
    marks = page.xpath('//span[@class="matrix__mark"]')
    assert marks
    assert all(mark.xpath('.//span[@class="visually-hidden"]')[0].text_content().strip() for mark in marks)


@ON_SQLITE
def test_the_matrix_leaves_as_a_workbook_and_is_noted(session, client_as):
    sheet = read_workbook(client_as("admin").get("/roles/export").get_data())[0]
    assert sheet.rows[0][:3] == ["Rubrique", "Écran", "Administrateur·rice"]
    assert len(sheet.rows) == len(RIGHTS) + 2
    journal = next(row for row in sheet.rows if row[1] == "Journal")
    assert journal[2] == "Lire, Exporter, Annuler, rétablir"
    session.rollback()
    assert session.scalars(select(AccessLog.what)).all() == ["RoleView"]
