"""`make bench`: our pages beside those of stock Flask-AppBuilder, on the same rows, the same day, the same machine.

Absolute times depend on the machine and mean little; statement counts and ratios within one run do. Bars T4, T5, T8
and T9: a missed T5 or T8 ends the command with status 1, T4 and T9 are printed.
"""
