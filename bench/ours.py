"""Our application, with its statements counted: `gunicorn 'bench.ours:create_app()'`."""

from flask import Flask

import app as product
from bench.counting import count_on
from views.base.database import db


def create_app() -> Flask:
    """The product as it is served."""
    served = product.create_app()
    with served.app_context():
        return count_on(served, db.engine)
