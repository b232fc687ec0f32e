"""What a sheet is called on screen: that of a text file, or of pasted cells, has no name but that of its file."""

from pathlib import PurePath

from mdo.kernel.workbook.delimited import TEXT_SHEET


def shown_sheet(sheet: str, file_name: str) -> str:
    """The name of a sheet, or of its file without the ending."""
    return PurePath(file_name).stem if sheet == TEXT_SHEET and file_name else sheet
