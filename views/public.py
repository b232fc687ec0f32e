"""Pages open to all: the accessibility statement, help, and the health of the service."""

from typing import Any

from flask import jsonify
from flask_appbuilder import BaseView, expose
from flask_babel import gettext
from sqlalchemy import literal, select
from sqlalchemy.exc import SQLAlchemyError

from views.base.database import db
from views.base.pages import Crumb
from views.base.rendering import render


class PublicView(BaseView):
    """No right is asked here, and no row is read."""

    route_base = ""
    default_view = "accessibility"

    @expose("/accessibilite")
    def accessibility(self) -> Any:
        """The statement asked by article 47 of the law of 11 February 2005 (RGAA)."""
        return render("accessibility.html", title=gettext("Accessibility"), crumbs=(Crumb(gettext("Accessibility")),))

    @expose("/aide")
    def help(self) -> Any:
        """First help, before the guide of each section."""
        return render("help.html", title=gettext("Help"), crumbs=(Crumb(gettext("Help")),))

    @expose("/healthz")
    def live(self) -> Any:
        """The process answers."""
        return jsonify(status="ok")

    @expose("/readyz")
    def ready(self) -> Any:
        """The database answers too; 503 when it does not."""
        try:
            db.session.execute(select(literal(1)))
        except SQLAlchemyError:
            db.session.rollback()
            return jsonify(status="unavailable"), 503
        return jsonify(status="ok")
