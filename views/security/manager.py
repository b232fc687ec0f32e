"""Flask-AppBuilder's security manager, reduced to the questions that its decorators ask.

Rights come from the identity of the request, read once: `has_access` costs no SQL. No REST, JWT, registration,
OpenID, statistics or permission screens are registered; accounts and roles have screens of our own.
"""

from typing import Any, NoReturn

import click
from flask import Flask, Request, current_app, g
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_babel import force_locale
from flask_login import LoginManager

from mdo.kernel.rights.identity import Identity
from views.accounts.sign_in import AuthView
from views.base.catalogues import gettext
from views.security.gate import current_identity, may


class MdoSecurityManager(SecurityManager):
    """Answers from the identity of the request (views/security/gate.py)."""

    userstatschartview = None

    def register_views(self) -> None:
        # Not super(): it always adds the SecurityApi with its JWT sign-in (security/manager.py:908).
        self.auth_view = self.appbuilder.add_view_no_menu(AuthView)

    def create_login_manager(self, app: Flask) -> LoginManager:
        manager = LoginManager(app, add_context_processor=False)  # no template asks for `current_user`
        manager.session_protection = None  # sessions are kept in the database
        manager.request_loader(_identity_of)
        return manager

    def create_jwt_manager(self, app: Flask) -> None:
        """No JSON web tokens."""

    def create_limiter(self, app: Flask) -> None:
        """FAB's limiter counts by worker; ours counts in the database (mdo/accounts/sign_in.py)."""

    @staticmethod
    def before_request() -> None:
        """The gate has already set `g.user`."""

    @property
    def current_user(self) -> Identity | None:
        return current_identity()

    def has_access(self, permission_name: str, view_name: str) -> bool:
        return may(permission_name, view_name)

    def is_item_public(self, permission_name: str, view_name: str) -> bool:
        return False

    def get_user_menu_access(self, menu_names: list[str] | None = None) -> set[str]:
        """FAB's own menu is not used (views/menu.py)."""
        return set()

    def reset_password(self, userid: int, password: str) -> NoReturn:
        """Asked by `flask fab reset-password` alone, which knows no rule of passwords and says that it was done."""
        _refuse_command()

    def add_user(self, *args: Any, **kwargs: Any) -> NoReturn:
        """The same of `flask fab create-user` and `create-admin`."""
        _refuse_command()

    def load_user(self, pk: int) -> Any:
        """An id is no proof of anything: only an open session is (mdo/kernel/rights/identity.py)."""
        return None


def _refuse_command() -> NoReturn:
    with force_locale(current_app.extensions["mdo_settings"].lang):
        raise click.ClickException(
            gettext(
                "Nothing was changed: accounts and passwords are given on the screen « Accounts », which asks their "
                "rules. « flask mdo create-admin » opens it to another administrator."
            )
        )


def _identity_of(_request: Request) -> Identity | None:
    identity: Identity | None = g.get("identity")
    return identity
