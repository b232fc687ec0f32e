"""Runs the workbooks of `tests/kernel/imports/sent` through the product, and says line by line what differs."""
