"""A report as a file: a workbook with its figures and charts, or text; every one is in the access log."""

from functools import partial
from typing import IO

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.journal.access import Noting, note_export
from mdo.kernel.workbook.csv_table import CsvStream
from mdo.kernel.workbook.names import TableFormat
from mdo.kernel.workbook.writer import WorkbookStream, stream_table
from mdo.reports.declaration import Report, Result, Values
from mdo.reports.parameters import asked_in_words


def report_workbook(
    session: AnySession,
    report: Report,
    values: Values,
    *,
    translate: Translate,
    language: str = "fr",
) -> WorkbookStream:
    """A report as a workbook that leaves while it is made, within the scope of the session. It notes nothing."""
    result = report.run(session, values, None)
    words = asked_in_words(session, report, values, translate)
    return stream_table(
        title=translate(report.title),
        columns=report.columns_for(values),
        rows=result.rows,
        today=values.day,
        translate=translate,
        about=((translate(N_("What it says")), translate(report.description)),),
        filters=words or translate(N_("none")),
        author=context_of(session).actor_name,
        language=language,
        summaries=result.summaries,
    )


def report_csv(
    report: Report,
    values: Values,
    result: Result,
    *,
    translate: Translate,
    language: str = "fr",
) -> CsvStream:
    """What a report found as text that leaves while it is made. It notes nothing."""
    return CsvStream(
        columns=report.columns_for(values),
        rows=result.rows,
        today=values.day,
        translate=translate,
        language=language,
    )


def write_report(
    session: AnySession,
    report: Report,
    values: Values,
    stream: IO[bytes],
    kind: TableFormat = TableFormat.XLSX,
    *,
    translate: Translate,
    language: str = "fr",
    note: Noting | None = None,
) -> int:
    """Writes a report within the scope of the session, notes it in the access log, returns its rows.

    Without `note`, which may write it apart, it is noted in this session, which is flushed.
    """
    made: WorkbookStream | CsvStream
    if kind is TableFormat.CSV:
        made = report_csv(report, values, report.run(session, values, None), translate=translate, language=language)
    else:
        made = report_workbook(session, report, values, translate=translate, language=language)
    stream.writelines(made)
    words = asked_in_words(session, report, values, translate)
    (note or partial(note_export, session))(report.log_name, words or translate(N_("none")), made.count)
    return made.count
