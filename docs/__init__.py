"""Guides for users and operators, decisions, and what takes the guide's pictures."""
