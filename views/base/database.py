"""The one Flask-SQLAlchemy object: the request session is `db.session`."""

from flask_appbuilder.utils.legacy import get_sqla_class

from mdo.kernel.sessions.factory import install_all
from models.base import metadata

# Given our metadata, or Alembic would see no table.
db = get_sqla_class()(metadata=metadata)
install_all(db.session)
