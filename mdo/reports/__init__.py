"""The catalogue of reports: what managers take away, one file a report in `catalogue/`."""
