"""What is shown of search."""

from views.base.domain import Screens
from views.search.screens import SearchView

SCREENS = Screens("search", for_all={SearchView: "preferences"})
