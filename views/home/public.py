"""Pages open to all: the accessibility statement, help, and the health of the service."""

from typing import Any

from flask import jsonify
from flask_appbuilder import BaseView, expose
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.accounts import Role
from views.accessibility.screens import render_statement
from views.base.database import db
from views.base.refusals import is_short_of_room
from views.help.screens import INDEX, render_help


class PublicView(BaseView):
    """No right is asked here, and no row of the register is read."""

    route_base = ""
    default_view = "accessibility"

    @expose("/accessibilite")
    def accessibility(self) -> Any:
        """The statement asked by article 47 of the law of 11 February 2005 (RGAA)."""
        return render_statement()

    @expose("/aide")
    def help(self) -> Any:
        """The first page of the guide, which leads to the others."""
        return render_help(INDEX)

    @expose("/aide/<string:page>")
    def help_page(self, page: str) -> Any:
        """A page of the guide."""
        return render_help(page)

    @expose("/healthz")
    def live(self) -> Any:
        """The process answers."""
        return jsonify(status="ok")

    @expose("/readyz")
    def ready(self) -> Any:
        """The database answers, `flask mdo init` has been there, and there is room to write; 503 otherwise."""
        a_role = select(Role.id).limit(1).execution_options(**WHOLE_REGISTER)  # no one is signed in
        try:
            is_ready = db.session.scalar(a_role) is not None
        except SQLAlchemyError:
            db.session.rollback()
            is_ready = False
        if is_ready and is_short_of_room():
            return jsonify(status="full"), 503
        return (jsonify(status="ok"), 200) if is_ready else (jsonify(status="unavailable"), 503)
