"""The catalogue of reports: what managers take away, one file a report in `catalogue/`."""

import mdo.domains  # noqa: F401  # columns are made of the words that the domains declare
