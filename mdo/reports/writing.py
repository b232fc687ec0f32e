"""A report as a file: a workbook with its figures and charts, or text; every one is in the access log."""

import io
from enum import StrEnum
from typing import IO

from mdo.context import AnySession, context_of
from mdo.messages import N_, Translate
from mdo.reports.declaration import Report, Values
from mdo.reports.parameters import asked_in_words
from mdo.workbook.csv_table import write_csv
from mdo.workbook.summary_sheets import add_summaries
from mdo.workbook.writer import write_table
from models.journal import AccessLog

_MAX_FILTERS = 1000


class FileKind(StrEnum):
    """The kinds of files that a report is written to, by the end of their name."""

    XLSX = "xlsx"
    CSV = "csv"


def write_report(
    session: AnySession,
    report: Report,
    values: Values,
    stream: IO[bytes],
    kind: FileKind = FileKind.XLSX,
    *,
    translate: Translate,
    language: str = "fr",
) -> int:
    """Writes a report within the scope of the session, notes it in the access log, returns its rows; flushes."""
    words = asked_in_words(session, report, values, translate)
    if kind is FileKind.CSV:
        count = write_csv(
            stream,
            columns=report.columns_for(values),
            rows=report.run(session, values, None).rows,
            today=values.day,
            translate=translate,
            language=language,
        )
    else:
        count = _write_workbook(session, report, values, stream, words, translate, language)
    context = context_of(session)
    session.add(
        AccessLog(
            user_id=context.actor_id,
            user_name=context.actor_name,
            action="export",
            what=report.log_name,
            filters=words[:_MAX_FILTERS],
            row_count=count,
        )
    )
    session.flush()
    return count


def _write_workbook(
    session: AnySession,
    report: Report,
    values: Values,
    stream: IO[bytes],
    words: str,
    translate: Translate,
    language: str,
) -> int:
    result = report.run(session, values, None)
    title = translate(report.title)
    draft = io.BytesIO()
    count = write_table(
        draft if result.summaries else stream,
        title=title,
        columns=report.columns_for(values),
        rows=result.rows,
        today=values.day,
        translate=translate,
        about=(
            (translate(N_("What it says")), translate(report.description)),
            (translate(N_("Filters")), words or translate(N_("none"))),
        ),
        author=context_of(session).actor_name,
        language=language,
    )
    if result.summaries:
        add_summaries(stream, draft.getvalue(), result.summaries, translate)
    return count
