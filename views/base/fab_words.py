"""What Flask-AppBuilder may say to a reader, in our catalogue.

Its own French was compiled in 2017 from older messages: « Access is Denied » stays English, others are wrong. Ours is
merged after it, so that what is listed here is said in our words. A module of FAB that says more fails a test
(tests/base/test_words.py).
"""

from mdo.kernel.base.messages import N_

FAB_WORDS = (
    N_("Access is Denied"),
    N_("Added Row"),
    N_("Already exists."),
    N_("Associated data exists, please delete them first"),
    N_("Changed Row"),
    N_("Database Error"),
    N_("Deleted Row"),
    N_("Integrity error, probably unique constraint"),
    N_(
        "Must have at least two capital letters, one special character, two digits, three lower case letters and a"
        " minimal length of 10."
    ),
    N_("Not a valid choice"),
)
