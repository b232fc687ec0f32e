"""What others make of the same rows, in an environment of their own (requirements.txt beside this file).

Nothing here imports the product, and the product imports nothing here.
"""
