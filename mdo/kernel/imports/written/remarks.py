"""A remark that says that someone is there no more: it is asked once, for the line would make a member of them."""

import re

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.reading.finding import BODY
from mdo.kernel.imports.written.drafts import DraftLine, key_of
from mdo.kernel.imports.written.marks import DAY_IN, day_in, end, reason_in, reasons_of, remarks_of
from mdo.kernel.labels import ENUM_LABELS
from models.text import fold

# « décédé le 02/10/2026 », « a démissionné », « a refusé »: at the beginning, for more may follow.
_GONE = re.compile(
    r"((est|a|ont|s est|il|elle) )*"
    r"(demission\w*|dece[ds]\w*|dcd|demenage\w*|parti(e|s|es)?|quitte\w*|exclu(e|s|es)?|radie(e|s|es)?|desist\w*"
    r"|renonce\w*|(ne|n) (est|siege|souhaite|veut) plus (etre )?(membre|sieger)"
    r"|refus(e|ee|es|ees)?( (le mandat|la place|(son|sa|le|de) (siege|sieger|place)))?$)\b"
)
_LONGEST = 80
_ALONE = Option("remark", N_("Nothing: it is a remark, and the mandate goes on"))
_WHAT = N_("What does « %(value)s », in « %(column)s », mean for the mandate?")


def remarks(draft: DraftLine) -> None:
    """Asks whether a mandate is over of which a remark says so, where neither a date nor a sign of the line does."""
    words, ending = reasons_of(draft), draft.file.ending
    if words is None or ending is None or draft.signs or set(ending) & draft.cells.keys():
        return
    fields = draft.file.fields
    owner = fields[ending[0]].owner
    if BODY not in draft.cells and not any(fields[name].owner is owner for name in draft.cells if name in fields):
        return
    for name in remarks_of(draft):
        # Its first line: what comments say is added under it, and is asked about with their cells.
        text = " ".join(next(iter(draft.text(name).splitlines()), "").split()) if name in draft.line.cells else ""
        bare = " ".join(re.sub(DAY_IN, "", text).split()).removesuffix(" le")
        if len(text) <= _LONGEST and _GONE.match(fold(bare)):
            key, column = key_of("said", bare), draft.header(name)
            meant = reason_in(bare, words)
            members = sorted(words.members, key=lambda one: one is not meant)
            options = tuple(Option(f"over.{one.value}", ENUM_LABELS[type(one)][one]) for one in members)
            question = Question(key, _WHAT, {"value": text, "column": column}, (*options, _ALONE), column=column)
            answer = draft.ask(question) or ""
            reason = next((one for one in members if answer == f"over.{one.value}"), None)
            if reason is not None:
                end(draft, text, reason, key, day_in(text, draft.file.today))
            return
