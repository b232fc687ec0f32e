"""The order of the elements of a workbook (ECMA-376, part 1, 18 and 21), its styles, its charts, its references."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

_FIRST_OWN_FORMAT = 164
_MOST_STYLES = 65_490
_LONGEST_FORMAT = 255
_ORDERS = {
    "workbook": "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups "
    "externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes "
    "webPublishing fileRecoveryPr webPublishObjects extLst",
    "worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
    "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr "
    "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks "
    "colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture "
    "oleObjects controls webPublishItems tableParts extLst",
    "sheetPr": "tabColor outlinePr pageSetUpPr",
    "sheetView": "pane selection pivotSelection extLst",
    "headerFooter": "oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter",
    "row": "c extLst",
    "c": "f v is extLst",
    "dataValidation": "formula1 formula2",
    "table": "autoFilter sortState tableColumns tableStyleInfo extLst",
    "styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst",
    "xf": "alignment protection extLst",
    "border": "start end left right top bottom diagonal vertical horizontal",
    "fill": "patternFill gradientFill",
    "sst": "si extLst",
    "wsDr": "twoCellAnchor oneCellAnchor absoluteAnchor",
    "oneCellAnchor": "from ext sp grpSp graphicFrame cxnSp pic contentPart clientData",
    "twoCellAnchor": "from to sp grpSp graphicFrame cxnSp pic contentPart clientData",
    "chartSpace": "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotSource protection chart spPr "
    "txPr externalData printSettings userShapes extLst",
    "chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly "
    "dispBlanksAs showDLblsOverMax extLst",
    "plotArea": "layout barChart lineChart pieChart valAx catAx dateAx serAx dTable spPr extLst",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId extLst",
    "ser": "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape extLst",
    "dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent "
    "showBubbleSize separator showLeaderLines leaderLines extLst",
    "catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark "
    "tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl "
    "extLst",
    "valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark "
    "tickLblPos spPr txPr crossAx crosses crossesAt crossBetween majorUnit minorUnit dispUnits extLst",
    "scaling": "logBase orientation max min extLst",
    "legend": "legendPos legendEntry layout overlay spPr txPr extLst",
}
# Axes may stand in any order among themselves.
_PLACES = {
    name: {child: place for place, child in enumerate(order.replace("valAx catAx", "catAx").split())}
    for name, order in _ORDERS.items()
}
_PLACES["plotArea"]["valAx"] = _PLACES["plotArea"]["catAx"]
# Elements that say how many they hold, and of what.
_COUNTED = {
    "numFmts": "numFmt", "fonts": "font", "fills": "fill", "borders": "border", "cellStyleXfs": "xf", "cellXfs": "xf",
    "cellStyles": "cellStyle", "dxfs": "dxf", "tableColumns": "tableColumn", "tableParts": "tablePart",
    "dataValidations": "dataValidation", "mergeCells": "mergeCell",
}  # fmt: skip
_MAY_BE_EMPTY = ("numFmts", "dxfs")
_OF_A_SHEET = re.compile(r"^(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!(.+)$")
_AREA = re.compile(r"\$?([A-Z]{1,3})?\$?(\d+)?(?::\$?([A-Z]{1,3})?\$?(\d+)?)?")


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def by_name(tree: Any, name: str) -> list[Any]:
    """The elements of this name under an element, itself included, whatever their namespace."""
    return list(tree.iter("{*}" + name))


def repeated(items: Iterable[Any]) -> list[Any]:
    """What comes more than once."""
    return [item for item, count in Counter(items).items() if count > 1]


def disorder(tree: Any) -> Iterator[str]:
    """The elements that stand where the schema has none, and the counts that are not those of their elements."""
    for element in tree.iter():
        name = local(element)
        places = _PLACES.get(name) if len(element) else None
        last = -1
        for child in element if places is not None else ():
            place = places.get(local(child))
            if place is None:
                yield f"<{name}> holds no <{local(child)}>"
            elif place < last:
                yield f"<{local(child)}> stands too late in <{name}>"
            else:
                last = place
        if name in _COUNTED and element.get("count") is not None:
            found = len(element.findall("{*}" + _COUNTED[name]))
            if int(element.get("count")) != found or not (found or name in _MAY_BE_EMPTY):
                yield f"<{name}> says {element.get('count')} and holds {found}"


def style_faults(styles: Any) -> Iterator[str]:
    """What is wrong with the numbers of fonts, fills, borders, formats and styles."""
    held = {name: len(each) for name in ("fonts", "fills", "borders", "cellStyleXfs") for each in by_name(styles, name)}
    if held["fills"] < 2:  # none and gray125, which Excel counts on
        yield "the two first fills are missing"
    own = {int(each.get("numFmtId")): each.get("formatCode") for each in by_name(styles, "numFmt")}
    yield from (f"the format {number} is Excel's own" for number in own if number < _FIRST_OWN_FORMAT)
    yield from (f"the format {number} is too long" for number, code in own.items() if len(code) > _LONGEST_FORMAT)
    looks = by_name(by_name(styles, "cellXfs")[0], "xf")
    if len(looks) > _MOST_STYLES:
        yield "too many styles"
    for index, look in enumerate(looks):
        places = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"), ("xfId", "cellStyleXfs"))
        for attribute, name in places:
            if int(look.get(attribute, "0")) >= held[name]:
                yield f"the style {index} has no {attribute} {look.get(attribute)}"
        number = int(look.get("numFmtId", "0"))
        if number >= _FIRST_OWN_FORMAT and number not in own:
            yield f"the style {index} has no format {number}"


def chart_faults(chart: Any, titles: list[str]) -> Iterator[str]:
    """What is wrong with the series and the axes of a chart."""
    axes = {
        each.find("{*}axId").get("val"): each for name in ("catAx", "valAx", "dateAx") for each in by_name(chart, name)
    }
    for drawn in by_name(chart, "barChart"):
        yield from (f"no axis is {each.get('val')}" for each in drawn.findall("{*}axId") if each.get("val") not in axes)
    for number, axis in axes.items():
        if axis.find("{*}crossAx").get("val") not in axes:
            yield f"the axis {number} crosses none"
    series = by_name(chart, "ser")
    if not series:
        yield "it shows nothing"
    for name in ("idx", "order"):
        yield from (
            f"two series have the {name} {value}" for value in repeated(s.find("{*}" + name).get("val") for s in series)
        )
    for formula in by_name(chart, "f"):
        yield from reference_faults(formula.text, titles)


def reference_faults(text: str, titles: list[str]) -> Iterator[str]:
    """What is wrong with « 'Sheet'!$A$1:$B$2 »; several are parted by commas."""
    for one in re.findall(r"(?:'(?:[^']|'')*'|[^,'])+", text):
        match = _OF_A_SHEET.match(one)
        if match is None:
            yield f"no cells are {one}"
            continue
        title = match[1].replace("''", "'") if match[1] else match[2]
        if title not in titles:
            yield f"{one} is on no sheet"
        if not _AREA.fullmatch(match[3]):
            yield f"no cells are {match[3]}"
