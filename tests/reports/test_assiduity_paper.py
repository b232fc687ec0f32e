"""The report of assiduity on paper: all its columns on one page across, in letters of eight points at least."""

import gettext

from mdo.kernel.workbook.paper import LEAST_POINTS, paper_for
from mdo.kernel.workbook.skeleton import _BESIDE
from mdo.kernel.workbook.styles import POINTS
from mdo.reports.catalogue.assiduity import COLUMNS

french = gettext.translation("messages", "translations", ["fr"]).gettext


def test_one_page_holds_all_its_columns():
    folded = [column.name for column in COLUMNS if column.is_folded]
    assert folded == ["type"]
    seen = [column for column in COLUMNS if not column.is_folded]
    widths = [max(column.width, max(map(len, french(column.label).split())) + _BESIDE) for column in seen]
    paper = paper_for(widths)
    assert (paper.is_upright, paper.breaks) == (False, ())
    assert paper.scale * POINTS / 100 >= LEAST_POINTS
