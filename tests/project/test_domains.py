"""Every declaration that is written is read: both halves of a domain are found from the one list."""

from pathlib import Path

import mdo.domains
from views.domains import SCREENS

ROOT = Path(mdo.domains.__file__).parents[1]


def _declared(folder: str) -> set[str]:
    return {path.parent.name for path in (ROOT / folder).glob("*/domain.py")}


def test_every_domain_that_declares_itself_is_in_the_list() -> None:
    assert _declared("mdo") - {"kernel"} == set(mdo.domains.NAMES)


def test_what_every_folder_of_screens_declares_is_shown() -> None:
    assert _declared("views") - {"base"} == {screens.name for screens in SCREENS}
