"""Every screen, and every kind of job: what a server shows and a worker does."""

from pathlib import Path

from flask import Flask

from mdo.accounts.passwords import hash_of_nobody
from mdo.kernel.jobs.kinds import Kinds
from views import menu, security
from views.accessibility import screens as accessibility
from views.base import assets, escaping, fragments, requests
from views.base.coming_back import came_from
from views.base.database import db
from views.base.deleting import delete_question
from views.base.pages import stands_in
from views.base.words import count_in_words, full_date, phone_url
from views.commands import data, migrations
from views.domains import SCREENS
from views.help import screens as guide
from views.help.screens import pictures
from views.home.screens import HomeView
from views.imports import uploads
from views.jobs import worker
from views.security.appbuilder import BackofficeAppBuilder
from views.security.manager import MdoSecurityManager

# The work that takes time.
JOB_KINDS = Kinds.of(*(kind for each in SCREENS for kind in each.jobs))


def install(app: Flask) -> None:
    """Gives an application its screens and jobs, and before them its data where it has none yet."""
    if "appbuilder" in app.extensions:
        return
    data.install(app)
    migrations.install(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    escaping.install(app)
    app.jinja_env.filters["fulldate"] = full_date
    app.jinja_env.filters["counted"] = count_in_words
    app.jinja_env.filters["phone_url"] = phone_url
    app.jinja_env.globals["delete_question"] = delete_question
    app.jinja_env.globals["came_from"] = came_from
    app.jinja_env.globals["stands_in"] = stands_in
    with app.app_context():
        security.install_before_fab(app)
        appbuilder = BackofficeAppBuilder(
            security_manager_class=MdoSecurityManager, indexview=HomeView, update_perms=False
        )
        appbuilder.init_app(app, db.session)
        # The first page and the sign-in are there already.
        there = {type(view) for view in appbuilder.baseviews}
        for each in SCREENS:
            for view in (*each.views, *each.for_all):
                if view not in there:
                    appbuilder.add_view_no_menu(view)
        security.install_after_fab(app)
        data.refuse_demo_in_production(app)
        hash_of_nobody()
        assets.install(app, pictures(Path(app.root_path) / "docs" / "guide"))
        fragments.install(app)
        requests.install(app)
        worker.install(app, JOB_KINDS)
        menu.install(app)
        accessibility.install(app)
        guide.install(app)
        uploads.purge()
