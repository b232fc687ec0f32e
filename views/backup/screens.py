"""« Sauvegardes »: the last good backup, what is kept and what it takes, as the worker and the commands noted it."""

from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_appbuilder import BaseView, expose, has_access

from config import Settings
from mdo.backup import shelf
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.base import utc_now
from views.base.catalogues import gettext
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.words import date_in_words, moment_in_words, size_in_words


@dataclass(frozen=True)
class Shelved:
    """A line of the table: the day of a backup, its file, its size in words."""

    day: str
    name: str
    size: str


class BackupView(BaseView):
    """For the administrator: nothing is downloaded here, since an archive holds all that there is."""

    route_base = "/sauvegardes"
    default_view = "list"
    plural = N_("Backups")

    @expose("/")
    @has_access
    def list(self) -> Any:
        """The last good backup and those on the shelf."""
        settings: Settings = current_app.extensions["mdo_settings"]
        last = shelf.last(settings.data_dir)
        kept = () if settings.backup_dir is None else shelf.kept(settings.backup_dir)
        return render(
            "backup/page.html",
            title=gettext(self.plural),
            crumbs=(Crumb(gettext(self.plural)),),
            folder=settings.backup_dir,
            last=last,
            taken_at=moment_in_words(last.at) if last.at else "",
            size=size_in_words(last.size),
            is_old=last.at is not None and utc_now() - last.at > shelf.OLDEST,
            failed_at=moment_in_words(last.failed_at) if last.failed_at else "",
            reason=RuleViolation(last.reason[0], **last.reason[1]).text(gettext) if last.reason else "",
            kept=tuple(Shelved(date_in_words(item.day), item.path.name, size_in_words(item.size)) for item in kept),
            total=size_in_words(sum(item.size for item in kept)),
            days=shelf.DAYS,
            months=shelf.MONTHS,
        )
