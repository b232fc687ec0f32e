"""« Réglages »: every page of reference and of administration that the reader may open, each with a sentence."""

from typing import Any

from flask_appbuilder import BaseView, expose

from mdo.kernel.base.messages import N_
from views.base.catalogues import gettext
from views.base.pages import Crumb
from views.base.rendering import render
from views.menu import menu_of_reader
from views.security.gate import require_identity


class SettingsView(BaseView):
    """The settings by part; it asks for no right, and shows what the reader's rights open."""

    route_base = "/reglages"
    default_view = "index"
    plural = N_("Settings")

    @expose("/")
    def index(self) -> Any:
        require_identity()
        title = gettext(self.plural)
        return render("settings/page.html", title=title, crumbs=(Crumb(title),), parts=menu_of_reader().settings)
