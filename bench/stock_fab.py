"""The same tables in Flask-AppBuilder as it comes: one ModelView a table, with lean search columns.

Lean: no relation in the search form, which would load whole tables on every list. Only the filter by body has one, on
a view of its own. As it comes, it sorts no list: each is given the order that ours has.
"""

import os

from flask import Flask
from flask_appbuilder import AppBuilder, ModelView
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_appbuilder.security.manager import BaseSecurityManager
from flask_appbuilder.utils.legacy import get_sqla_class
from flask_wtf import CSRFProtect

from bench.counting import count_on
from mdo.kernel.base.database import engine_options, install_engine_events
from models.base import metadata
from models.instances import Instance
from models.people import Mandate, Person

USERNAME, PASSWORD = "stock", "stock"


class StockMandateView(ModelView):
    """Mandates, their list with three relations."""

    datamodel = SQLAInterface(Mandate)
    list_columns = ["person", "instance", "function", "start_on", "planned_end_on", "ended_on", "rank"]
    search_columns = ["start_on", "planned_end_on", "ended_on", "rank"]
    edit_columns = add_columns = [
        "person",
        "organisation",
        "instance",
        "function",
        "college",
        "start_on",
        "planned_end_on",
        "ended_on",
        "rank",
    ]
    page_size = 25
    base_order = ("person.sort_key", "asc")


class StockMembersView(StockMandateView):
    """The same mandates under their body, all 200 on one page."""

    page_size = 200


class StockFilteredView(StockMandateView):
    """The same list, with the filter by body."""

    search_columns = ["instance"]


class StockPersonView(ModelView):
    """People, searched by name."""

    datamodel = SQLAInterface(Person)
    list_columns = ["last_name", "first_name", "gender", "birth_year", "arrondissement", "organisation", "email"]
    search_columns = ["last_name", "first_name", "email"]
    edit_columns = add_columns = ["last_name", "first_name", "email", "phone"]
    page_size = 25
    base_order = ("sort_key", "asc")


class StockInstanceView(ModelView):
    """Bodies, with their mandates on the record page."""

    datamodel = SQLAInterface(Instance)
    list_columns = ["name", "code", "type", "state"]
    search_columns = ["name", "code"]
    edit_columns = add_columns = ["name", "code"]
    page_size = 25
    base_order = ("name", "asc")
    related_views = [StockMembersView]


def create_app() -> Flask:
    """Stock Flask-AppBuilder on the copy of the database that BENCH_DATABASE_URL names."""
    url = os.environ["BENCH_DATABASE_URL"]
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY="bench" * 8,
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(url),
        FAB_ADD_SECURITY_API=False,
        FAB_CREATE_DB=False,
        FAB_UPDATE_PERMS=False,
        RATELIMIT_ENABLED=False,
    )
    CSRFProtect(app)
    db = get_sqla_class()(metadata=metadata)
    db.init_app(app)
    with app.app_context():
        install_engine_events(db.engine)
        appbuilder = AppBuilder()
        appbuilder.init_app(app, db.session)
        for view in (StockMembersView, StockFilteredView):
            appbuilder.add_view_no_menu(view)
        for view in (StockPersonView, StockMandateView, StockInstanceView):
            appbuilder.add_view(view, view.__name__.removesuffix("View"), category="Register")
        return count_on(app, db.engine)


def create_account() -> None:
    """Writes FAB's own roles, all its permissions and one account that has them."""
    app = create_app()
    with app.app_context():
        appbuilder = app.appbuilder  # type: ignore[attr-defined]  # set by AppBuilder.init_app
        # Not the manager's own create_db: it does nothing when FAB_CREATE_DB is off.
        BaseSecurityManager.create_db(appbuilder.sm)
        appbuilder.add_permissions(update_perms=True)
        role = appbuilder.sm.find_role("Admin")
        appbuilder.sm.add_user(USERNAME, "Stock", "FAB", "stock@bench.example", role, PASSWORD)


if __name__ == "__main__":
    create_account()
