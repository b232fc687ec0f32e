"""The lists, the form and the record in the admin of the newest Django that an interpreter of this machine takes.

As Django makes them, signed in, with the columns of the stock Flask-AppBuilder beside it, a search box and those of our
filters that offer a few choices.
"""
