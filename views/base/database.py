"""The one Flask-SQLAlchemy object: the request session is `db.session`."""

from flask_appbuilder.utils.legacy import get_sqla_class

import models
from mdo.kernel.sessions.factory import install_all

# Given our metadata, or Alembic would see no table.
db = get_sqla_class()(metadata=models.metadata)
install_all(db.session)
