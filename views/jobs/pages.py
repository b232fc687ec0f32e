"""« My jobs »: the work that takes time, how far it is, what came of it; the administrator sees that of all."""

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import abort, flash, jsonify, redirect, send_file, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import format_decimal
from werkzeug.wrappers import Response

from mdo.kernel.base.context import context_of
from mdo.kernel.base.database import writing
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.jobs import states
from mdo.kernel.jobs.columns import JOB_COLUMNS
from mdo.kernel.jobs.live import Beat
from mdo.kernel.jobs.queue import STORE_ERRORS
from mdo.kernel.labels import FIELD_LABELS
from models.jobs import Job, JobState
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import XLSX
from views.base.filters import DateFilter, EnumFilter
from views.base.owned import OwnedView, mine
from views.base.pages import Cell, Crumb, Link
from views.base.rendering import render
from views.base.view import BackofficeView
from views.base.words import moment_of, tone_of, value_in_words
from views.jobs.worker import jobs
from views.security.gate import require_identity

# A job that waits longer than that may wait for a worker that nobody started.
_LONG_WAIT = dt.timedelta(minutes=2)
_LABELS = FIELD_LABELS[Job]


class JobView(OwnedView):
    """The jobs that the reader asked for; those of all for who oversees them."""

    model = Job
    route_base = "/travaux"
    exclude_route_methods = {*BackofficeView.exclude_route_methods, "add", "edit", "delete", "lookup"}
    columns = JOB_COLUMNS
    order = ("created_at", "desc")
    filters = (
        EnumFilter("state", _LABELS["state"], JobState, Job.state),
        DateFilter("created_at", _LABELS["created_at"], Job.created_at),
        mine(Job, N_("Asked by me")),
    )
    intro = N_("Long work goes on when you leave its page. Its result is kept for a day.")
    empty_text = N_("Nothing: the work that takes long comes here.")

    # ---- One job --------------------------------------------------------------------------------------------------

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> Any:
        """How far a job is, then what came of it."""
        job = self.fetch(pk)
        today = context_of(db.session).today
        beat = _beat_of(job)
        facts = (
            _fact(job, "user_id", str(job.user)),
            *(
                _fact(job, name, moment_of(moment, today).words)
                for name in ("created_at", "started_at", "ended_at")
                if (moment := getattr(job, name)) is not None
            ),
        )
        return render(
            "jobs/job.html",
            title=job.label,
            crumbs=(*self.crumbs(), Crumb(job.label)),
            pill=_fact(job, "state", value_in_words(job.state), tone_of(job.state)),
            facts=facts,
            state=str(job.state),
            is_under_way=job.state in states.UNDER_WAY,
            percent=_percent(job, beat),
            words=_words(job, beat),
            hint=_hint(job),
            is_stopping=_is_stopping(job),
            progress_url=self.url("progress", pk=pk),
            reload_url=self.url("show", pk=pk),
            cancel=self._cancel_link(job),
            error=_text_of(job.error),
            figures=_figures(job),
            remarks=tuple(_text_of(remark) for remark in (job.result or {}).get("remarks", ())),
            links=self._links(job),
            is_result_gone=job.state is JobState.DONE and job.result is None,
        )

    @expose("/progress/<int:pk>")
    @has_access
    @permission_name("show")
    def progress(self, pk: int) -> Response:
        """The same for the script of the page, which asks again and again: state, hundredths, words."""
        job = self.fetch(pk, with_facts=False)
        beat = _beat_of(job)
        return jsonify(
            state=str(job.state),
            is_over=job.state not in states.UNDER_WAY,
            percent=_percent(job, beat),
            words=_words(job, beat),
        )

    @expose("/cancel/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def cancel(self, pk: int) -> Response:
        """A waiting job is cancelled at once, a running one at its next step.

        On SQLite a job that writes has the only write lock: what stops it must not wait for it.
        """
        with writing(False):
            job = self.fetch(pk, with_facts=False)
            state = job.state
            db.session.rollback()
        if state is JobState.QUEUED:
            with writing():
                is_cancelled = states.cancel_waiting(db.session, pk)
                db.session.commit()
            if is_cancelled:
                flash(gettext("The work is cancelled: nothing was done."), "success")
                return redirect(self.url("show", pk=pk), 303)
        if state in states.UNDER_WAY:
            try:
                jobs().live.ask_to_stop(pk)
            except STORE_ERRORS:
                flash(gettext("The queue did not answer: try again in a moment."), "danger")
        else:
            flash(gettext("The work was already over."), "info")
        return redirect(self.url("show", pk=pk), 303)

    @expose("/fichier/<int:pk>")
    @has_access
    @permission_name("show")
    def result_file(self, pk: int) -> Response:
        """The file that a job gave, for the one who asked for it, with the rights that the work needed."""
        job = self.fetch(pk, with_facts=False)
        path = _file_of(job)
        if path is None or job.result is None:
            abort(404)
        identity = require_identity()
        kind = jobs().kinds.get(job.kind)
        if job.user_id != identity.id or kind is None or not set(kind.rights(job.parameters)) <= identity.rights.pairs:
            abort(403)
        return send_file(path, mimetype=XLSX, as_attachment=True, download_name=job.result["file_name"])

    # ---- Parts of the page ----------------------------------------------------------------------------------------

    def _cancel_link(self, job: Job) -> Link | None:
        if job.state not in states.UNDER_WAY or not self.may("can_edit"):
            return None
        question = gettext("Stop this work? Nothing of it is kept.")
        return Link(gettext("Stop this work"), self.url("cancel", pk=job.id), "x-lg", "secondary", True, question)

    def _links(self, job: Job) -> tuple[Link, ...]:
        links = []
        kind = jobs().kinds.get(job.kind)
        if kind is not None and self.is_mine(job) and job.state not in states.UNDER_WAY:
            onwards = kind.leads_to(job.parameters, job.user_id, is_done=job.state is JobState.DONE)
            if onwards is not None:
                links.append(Link(gettext(onwards[0]), onwards[1], "chevron-right", "primary"))
        if job.result is None:
            return tuple(links)
        if _file_of(job) is not None and self.is_mine(job):
            label = gettext(job.result.get("file_label", ""))
            links.append(Link(label, self.url("result_file", pk=job.id), "download"))
        entry_id = job.result.get("entry_id")
        if entry_id is not None and self.may("can_undo", "JournalView"):
            links.append(
                Link(gettext("See it in the journal"), url_for("JournalView.show", pk=entry_id), "clock-history")
            )
        return tuple(links)


def _fact(job: Job, name: str, words: str, tone: str | None = None) -> Cell:
    return Cell(name, gettext(_LABELS[name]), words, tone=tone)


def _beat_of(job: Job) -> Beat | None:
    """The last sign of life of a running job; a queue that does not answer says nothing."""
    if job.state is not JobState.RUNNING:
        return None
    with suppress(*STORE_ERRORS):
        return jobs().live.last(job.id)
    return None


def _percent(job: Job, beat: Beat | None) -> int:
    return beat.percent if beat is not None else job.progress


def _words(job: Job, beat: Beat | None) -> str:
    """What the job does, in words."""
    if job.state is JobState.QUEUED:
        return _text_of(job.message) or gettext("The work waits its turn.")
    return _text_of(beat.message if beat is not None else job.message) or gettext("The work begins.")


def _hint(job: Job) -> str:
    if job.state is not JobState.QUEUED or dt.datetime.now(dt.UTC) - job.created_at < _LONG_WAIT:
        return ""
    return gettext("It waits for long: tell the administrator, who sees whether a worker runs (« flask mdo worker »).")


def _is_stopping(job: Job) -> bool:
    if job.state is not JobState.RUNNING:
        return False
    with suppress(*STORE_ERRORS):
        return jobs().live.is_asked_to_stop(job.id)
    return False


def _text_of(kept: Sequence[Any] | None) -> str:
    """A sentence kept as [message id, parameters]."""
    if not kept:
        return ""
    message, params = kept
    words: dict[str, Any] = {
        name: _Number(value) if isinstance(value, int) else value for name, value in params.items()
    }
    return RuleViolation(message, **words).text(gettext)


class _Number(int):
    """A number that a sentence writes as one reads it: 12 000."""

    def __str__(self) -> str:
        return format_decimal(int(self))


def _figures(job: Job) -> tuple[tuple[str, int], ...]:
    result: Mapping[str, Any] = job.result or {}
    return tuple((gettext(label), number) for label, number in result.get("figures", ()))


def _file_of(job: Job) -> Path | None:
    name = (job.result or {}).get("file")
    return jobs().files.find(name) if name else None
