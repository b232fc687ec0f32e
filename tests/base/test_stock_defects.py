"""The eleven defects of Flask-AppBuilder 5.3 that its base view would bring, each closed and each with its tests.

Their numbers are those of docs/decisions/0004-fab-own-base-view.md. Most are guarded where their subject is tested;
this module holds the others, and the map from each defect to its guards.
"""

import ast
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from models.journal import JournalChange
from tests.access.forms import fields_of
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.application import account
from tests.support.forms import csrf_token
from tests.support.routes import last_id, one_row_of_each, routes, view_named
from views.base.forms import form_class
from views.base.view import BackofficeView

_ROOT = Path(__file__).parents[2]
_HERE = "tests/base/test_stock_defects.py"

GUARDS = {
    "1: actions read, change and delete rows outside the reader's scope": {
        "tests/access/test_writes.py": (
            "test_a_hidden_row_is_not_deleted_in_bulk",
            "test_a_hidden_mandate_is_not_renewed",
            "test_flask_appbuilders_own_doors_are_gone",
        ),
    },
    "2: a form creates a row outside, or moves one there": {
        "tests/access/test_writes.py": (
            "test_a_body_is_not_created_or_moved_outside",
            "test_an_own_mandate_is_not_moved_to_a_hidden_row",
            "test_a_mandate_takes_no_hidden_row",
        ),
        "tests/kernel/scope/test_writing.py": ("test_a_mandate_is_not_moved_to_another_body",),
    },
    "3: the filters of one request live on the view that all threads share": {
        _HERE: ("test_a_view_keeps_nothing_of_a_request",),
        "tests/base/test_threads.py": ("test_no_row_is_attached_to_the_parent_of_another_request",),
        "tests/security/test_threads.py": ("test_readers_at_once_keep_their_own_page_and_their_own_rows",),
    },
    "4: a cancelled deletion is done by the next action": {
        "tests/browser/test_lists.py": (
            "test_after_a_cancelled_deletion_a_bulk_action_acts_on_the_ticked_row_only",
            "test_after_a_cancelled_bulk_action_the_deletion_of_a_row_deletes_that_row_only",
        ),
    },
    "5: a bulk action of one list deletes the rows of another": {
        "tests/browser/test_lists.py": ("test_the_lists_of_a_record_hold_no_box_that_another_list_could_send",),
        "tests/base/test_writes.py": ("test_a_bulk_action_of_one_list_never_touches_another_table",),
    },
    "6: marshmallow 4 is allowed, and breaks the start": {
        _HERE: ("test_the_packages_are_those_that_flask_appbuilder_starts_with",),
        "tests/security/test_routes.py": ("test_there_is_no_programming_interface",),
    },
    "7: lists and forms load the whole table of each relation": {
        "tests/base/test_statements.py": ("test_pages_stay_light_among_thousands_of_rows",),
        "tests/base/test_choices.py": (
            "test_a_short_table_that_grew_long_is_searched_on_the_server",
            "test_a_long_table_is_not_read_whole_to_find_that_it_is_long",
        ),
    },
    "8: the searched choice does not work, and takes any id": {
        "tests/browser/test_combobox.py": ("test_arrows_home_and_end_move_and_enter_chooses",),
        "tests/base/test_choices.py": ("test_a_seat_is_found_by_the_name_of_its_body",),
        "tests/base/test_forms.py": ("test_a_relation_takes_only_a_row_on_offer",),
    },
    "9: a dictionary edited in a form becomes a text": {
        _HERE: ("test_a_column_that_no_field_reads_stops_the_start", "test_every_form_holds_what_it_was_opened_with"),
    },
    "10: a box that is not ticked cannot be saved": {
        "tests/base/test_forms.py": ("test_a_box_can_be_left_or_made_empty",),
    },
    "11: an error of the database shows its SQL and loses what was typed": {
        "tests/base/test_forms.py": (
            "test_an_error_of_the_database_shows_no_sql_and_no_value",
            "test_an_error_of_the_database_in_a_deletion_is_said_in_words",
        ),
    },
}


@pytest.mark.parametrize("defect", GUARDS)
def test_the_guards_of_a_defect_are_there(defect: str) -> None:
    for path, names in GUARDS[defect].items():
        tree = ast.parse((_ROOT / path).read_text(encoding="utf-8"))
        defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert set(names) <= defined, path


# ---- 3: one view, many threads -------------------------------------------------------------------------------------


def attributes(view: Any) -> dict[tuple[str, str], Any]:
    """What a view and its classes hold; a container is copied, so that a later change of it shows."""
    holders = [("", vars(view)), *((cls.__name__, vars(cls)) for cls in type(view).__mro__)]
    return {
        (holder, name): value.copy() if isinstance(value, dict | list | set) else value
        for holder, held in holders
        for name, value in held.items()
    }


@pytest.mark.slow
@ON_SQLITE
def test_a_view_keeps_nothing_of_a_request(app: Flask, session: Session, client_as: Any) -> None:
    """Pages are read with filters, saved and refused: each view is as before, so no thread finds another's request."""
    one_row_of_each()
    client = client_as("mission")
    token = csrf_token(client)
    views = [view for view in app.appbuilder.baseviews if isinstance(view, BackofficeView)]  # type: ignore[attr-defined]  # FAB puts itself on the application
    assert len(views) > 9
    before = {view: attributes(view) for view in views}
    for route in routes(app):
        view = view_named(app, route.view)
        if view not in views:
            continue
        address = route.address(last_id(session, view))
        query = "q=a&page=2&size=50&order=-id&f_instance=1&f_arrondissement=1&instance=1"
        if "GET" in route.verbs:
            assert client.get(f"{address}?{query}").status_code < 500
        if "POST" in route.verbs and route.method != "delete":
            data = {"csrf_token": token, "last_name": "Rivière", "gender": "unknown", "rowid": "1"}
            assert client.post(f"{address}?{query}", data=data).status_code < 500
    changed = [
        (type(view).__name__, key)
        for view in views
        for key, value in attributes(view).items()
        if key not in before[view]
        or (value is not before[view][key] and (not isinstance(value, dict | list | set) or value != before[view][key]))
    ]
    assert changed == []


# ---- 6: what Flask-AppBuilder starts with --------------------------------------------------------------------------


@pytest.mark.parametrize(("package", "before"), [("marshmallow", (4, 0)), ("marshmallow-sqlalchemy", (1, 5))])
def test_the_packages_are_those_that_flask_appbuilder_starts_with(package: str, before: tuple[int, int]) -> None:
    installed = version(package)
    assert tuple(int(part) for part in installed.split(".")[:2]) < before
    assert f"{package}=={installed}" in (_ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()


# ---- 9: what a form cannot hold ------------------------------------------------------------------------------------


def test_a_column_that_no_field_reads_stops_the_start() -> None:
    """A dictionary is not put in a form as the text that it would be saved as."""
    with pytest.raises(TypeError, match=r"JournalChange\.fields: no form field reads JSON"):
        form_class(JournalChange, ("fields",), {}, (), "JournalView")


@ON_SQLITE
def test_every_form_holds_what_it_was_opened_with(app: Flask, session: Session, client_as: Any) -> None:
    """Saving a form as it was opened changes no value of any table: none changes its type on the way."""
    one_row_of_each()
    admin = account("admin")
    make.SavedViewFactory(user=admin)  # one's own alone are edited
    client = client_as(admin)
    token = csrf_token(client)
    versions: dict[str, int] = {}
    for route in routes(app):
        view = view_named(app, route.view)
        if route.method != "edit" or not isinstance(view, BackofficeView):
            continue
        row_id = last_id(session, view)
        address = route.address(row_id)
        row_before = session.get(view.model, row_id).version
        session.rollback()
        answer = client.get(address)
        data = fields_of(answer.get_data(as_text=True)) | {"csrf_token": token}
        assert client.post(address, data=data).status_code == 302, address
        session.expire_all()
        versions[address] = session.get(view.model, row_id).version - row_before
        session.rollback()
    assert len(versions) > 9
    assert set(versions.values()) == {0}
