"""Flask-AppBuilder without the routes that it adds by itself."""

from flask_appbuilder import AppBuilder


class BackofficeAppBuilder(AppBuilder):
    """Registers the home page and the security views alone.

    Left out: `/lang/<locale>`, which changes the session by GET, `/back`, which follows addresses kept in the cookie,
    and the REST documentation and menu.
    """

    def _add_admin_views(self) -> None:
        self._indexview = self.add_view_no_menu(self.indexview)
        self.sm.register_views()
