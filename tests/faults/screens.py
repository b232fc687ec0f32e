"""What pages show, ask and answer."""

from tests.faults.fault import Fault

SCREENS = (
    Fault(
        name="no page is kept by a cache",
        file="views/security/headers.py",
        before='            response.headers["Cache-Control"] = "no-store"\n',
        after="            pass\n",
        caught_by=("tests/security/test_routes.py::test_every_answer_bears_the_headers",),
    ),
)
