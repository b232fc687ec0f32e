"""The templates of documents that come with the application."""

from mdo.documents.template_rows import load_defaults
from mdo.kernel.base.reference import Reference
from models.documents import PaperTemplate

REFERENCE = (Reference(80, lambda session: {PaperTemplate: load_defaults(session)}),)
