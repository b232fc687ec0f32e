"""Tests, under the domain words of the grid; each is named by the fact that it guards."""
