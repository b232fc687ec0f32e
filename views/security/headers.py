"""Headers of every response: what the browser may load, and what it may keep."""

from flask import Flask, Response, request

from views.security.gate import is_file

# Bootstrap's own check marks are `data:` images.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# The address of a reply is its secret: no page that it leads to is told of it, and no index keeps it.
_WITHOUT_ACCOUNT = ("ReplyView.", "RegistrationLinkView.", "EventPageView.")
_OF_REPLIES = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
_STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


def install(app: Flask) -> None:
    """Adds the headers to every response, errors included."""
    is_secure = bool(app.config["SESSION_COOKIE_SECURE"])

    @app.after_request
    def _add(response: Response) -> Response:
        response.headers.update(_ALWAYS)
        if request.endpoint is not None and request.endpoint.startswith(_WITHOUT_ACCOUNT):
            response.headers.update(_OF_REPLIES)
        if is_secure:
            response.headers["Strict-Transport-Security"] = _STRICT_TRANSPORT
        if not is_file(request.endpoint):
            # Pages hold personal data: no cache keeps them, not even the browser's.
            response.headers["Cache-Control"] = "no-store"
        return response
