"""Faults put into the product one at a time: the tests named beside each must see it (`python -m tests.faults`)."""
