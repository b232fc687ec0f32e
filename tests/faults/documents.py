"""Documents of records: who reads them, what is locked, what a file is, where it is kept."""

from tests.faults.fault import Fault

_CARRIED = "tests/documents/test_carried.py"
_FILES = "tests/documents/test_files.py"

DOCUMENTS = (
    Fault(
        name="a document is read by whose rights open its record",
        file="mdo/documents/scope.py",
        before="if not carried.rights <= rights]",
        after="if not carried.rights]",
        caught_by=(f"{_CARRIED}::test_a_document_is_read_by_who_opens_its_record",),
    ),
    Fault(
        name="a document is read where its record is",
        file="mdo/documents/scope.py",
        before="    return lambda cls: cls.id.in_(documents)\n",
        after="    return lambda cls: cls.id.is_not(None)\n",
        caught_by=(f"{_CARRIED}::test_a_document_is_read_by_who_opens_its_record",),
    ),
    Fault(
        name="nothing of a final version changes",
        file="mdo/documents/locking.py",
        before="(not is_gone and _changed(row) - _MOVES)",
        after="(not is_gone and not _changed(row))",
        caught_by=(
            f"{_CARRIED}::test_a_final_version_is_locked_whatever_is_tried_and_its_signed_pdf_stands_beside_it",
        ),
    ),
    Fault(
        name="no version follows a final one",
        file="mdo/documents/locking.py",
        before="    if number is not None:\n        raise RuleViolation(_CLOSED",
        after="    if number is None:\n        raise RuleViolation(_CLOSED",
        caught_by=(
            f"{_CARRIED}::test_a_final_version_is_locked_whatever_is_tried_and_its_signed_pdf_stands_beside_it",
        ),
    ),
    Fault(
        name="one wrong file of several keeps none of them",
        file="views/documents/carrying.py",
        before="                db.session.rollback()\n                form.refuse(",
        after="                db.session.commit()\n                form.refuse(",
        caught_by=(f"{_CARRIED}::test_one_wrong_file_keeps_none_and_loses_nothing_typed",),
    ),
    Fault(
        name="an address that runs something is no link",
        file="mdo/documents/versions.py",
        before='not in ("http", "https")',
        after='in ("ftp",)',
        caught_by=(f"{_CARRIED}::test_one_wrong_file_keeps_none_and_loses_nothing_typed",),
    ),
    Fault(
        name="an e-mail of Outlook holds no macros",
        file="mdo/documents/packages.py",
        before='    if "_VBA_PROJECT".encode("utf-16-le") in data:\n',
        after='    if b"_VBA_PROJECT" in data[:1]:\n',
        caught_by=(f"{_CARRIED}::test_what_a_file_holds_decides_not_its_name",),
    ),
    Fault(
        name="a file that was changed in its folder is not handed over",
        file="mdo/documents/files.py",
        before="content is None or sum_of(content) != document.sha256",
        after="content is None",
        caught_by=(f"{_FILES}::test_a_file_that_was_changed_in_its_folder_is_told_and_not_moved",),
    ),
    Fault(
        name="a backup holds the files of the folder",
        file="mdo/backup/archive.py",
        before='FOLDERS = ("imports", "jobs", "documents")',
        after='FOLDERS = ("imports", "jobs")',
        caught_by=(f"{_FILES}::test_a_backup_brings_back_what_is_in_the_folder",),
    ),
)
