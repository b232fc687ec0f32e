"""`flask mdo doctor`: what is looked at, and what is to be done where something is wrong."""
