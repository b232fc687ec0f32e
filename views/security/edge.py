"""What no request may bring in: a zero byte or another control character, in an address, a form, a header or a file.

PostgreSQL refuses a zero byte wherever it comes in, SQLite keeps it: a page was sent that the log could not say.
"""

import re
from collections.abc import Iterator

from flask import Flask, abort, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

# All of them but those of a text of several lines.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# A rule refuses them there, with a sentence: a password is never another than what was typed.
_LEFT_AS_TYPED = "password"


def install_cleaning(app: Flask) -> None:
    """Before anything reads the form: what was pasted with a text is taken out of it."""
    app.before_request(_clean)


def install_refusal(app: Flask) -> None:
    """Once the reader is known: nobody types such an address or header."""
    app.before_request(_refuse)


def _clean() -> None:
    if request.method in {"GET", "HEAD"}:
        return
    if any(_CONTROL.search(text) for text in _texts(request.form)):
        pairs = [(_bare(name), _cleaned(name, value)) for name, value in request.form.items(multi=True)]
        request.form = ImmutableMultiDict(pairs)
    for upload in request.files.values():
        upload.filename = upload.filename and _bare(upload.filename)


def _refuse() -> None:
    if _CONTROL.search(request.path):
        abort(404)
    if any(_CONTROL.search(text) for text in (*_texts(request.args), *request.headers.values())):
        abort(400)


def _cleaned(name: str, value: str) -> str:
    return value if _LEFT_AS_TYPED in name else _bare(value)


def _bare(text: str) -> str:
    return _CONTROL.sub("", text)


def _texts(values: MultiDict[str, str]) -> Iterator[str]:
    for name, value in values.items(multi=True):
        yield name
        yield value
