"""Reading back the fields of a form page, as a browser would post them."""

from typing import Any

from lxml import html


def fields_of(page: str) -> dict[str, Any]:
    """Names and values of the main form: the one that carries the opening values."""
    document = html.fromstring(page)
    form = next(form for form in document.forms if "opened" in form.fields)
    found: dict[str, Any] = {}
    for name, value in form.form_values():
        found[name] = (
            [*found[name], value]
            if isinstance(found.get(name), list)
            else [found[name], value]
            if name in found
            else value
        )
    found.pop("csrf_token", None)
    return found
