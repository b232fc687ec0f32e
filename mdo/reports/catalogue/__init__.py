"""The reports, one module each, found by `mdo.reports.registry`: a new one declares `REPORT` and nothing else."""
