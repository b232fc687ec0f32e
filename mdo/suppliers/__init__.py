"""Suppliers: who they are and what they did for the mission."""
