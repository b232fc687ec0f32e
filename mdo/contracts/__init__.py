"""Contracts for services, from the need to the last invoice."""
