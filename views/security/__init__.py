"""Who may come in: sign-in, identity of each request, sessions, headers and error pages.

`install_before_fab` must run before Flask-AppBuilder is initialised, `install_after_fab` once every view is there.
"""

from flask import Flask, g
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from werkzeug.middleware.proxy_fix import ProxyFix

from views.security import edge, errors, gate, headers, locale, logs, once, theme

__all__ = ["install_after_fab", "install_before_fab"]


def install_before_fab(app: Flask) -> None:
    """Log lines, error pages, headers, CSRF, the identity of each request and its theme."""
    logs.install(app)
    errors.install(app)
    headers.install(app)
    proxies = app.extensions["mdo_settings"].proxies
    if proxies:
        # The limit on sign-in counts by address: it must be the browser's, not the proxy's.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # how Werkzeug documents it
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    edge.install_cleaning(app)
    # Without it FAB deletes by GET and by POST without a token.
    csrf = CSRFProtect(app)
    # It sends no referrer, which the check over HTTPS asks for: it looks at the token of its form itself.
    csrf.exempt("views.meetings.reply_link.page")
    # A page asks for it in each of its forms; what the request has is not looked for again.
    app.jinja_env.globals["csrf_token"] = lambda: g.get("csrf_token") or generate_csrf()
    gate.install(app)
    edge.install_refusal(app)
    once.install(app)
    theme.install(app)


def install_after_fab(app: Flask) -> None:
    """The language of each request, once FAB has set up Babel."""
    locale.install(app)
