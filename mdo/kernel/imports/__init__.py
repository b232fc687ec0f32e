"""Imports of workbooks: `plan` reads a file and says what it would do, `apply` does it (see `run`)."""

from mdo.kernel.imports.kinds import KINDS, ImportKind
from mdo.kernel.imports.run import apply, error_workbook, plan, plan_apart

__all__ = ["KINDS", "ImportKind", "apply", "error_workbook", "plan", "plan_apart"]
