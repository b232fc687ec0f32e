"""The frame of screens: what lists, forms and records share."""

import mdo.domains  # noqa: F401  # what the domains declare is there before a screen reads it
