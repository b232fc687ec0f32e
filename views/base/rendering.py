"""Renders a page with its status."""

from typing import Any

from flask import Response, make_response, render_template


def render(template: str, status: int = 200, **values: Any) -> Response:
    """A page as a response."""
    return make_response(render_template(template, **values), status)
