"""Flask-AppBuilder without the routes that it adds by itself."""

from typing import Any

from flask_appbuilder import AppBuilder


class BackofficeAppBuilder(AppBuilder):
    """Registers the home page and the security views alone.

    Left out: `/lang/<locale>`, which changes the session by GET, `/back`, which follows addresses kept in the cookie,
    the REST documentation and menu, and the static files (jQuery, Bootstrap 3, Swagger).
    """

    def view_named(self, name: str) -> Any:
        """The view of a class, by its name. Raises StopIteration for one that is not registered."""
        return next(view for view in self.baseviews if type(view).__name__ == name)

    def _add_global_static(self) -> None:
        """FAB's own scripts, style sheets and Swagger pages are not served: no page uses them."""

    def _add_admin_views(self) -> None:
        self._indexview = self.add_view_no_menu(self.indexview)
        self.sm.register_views()
