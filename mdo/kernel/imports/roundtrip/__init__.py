"""A workbook that leaves to be changed and comes back: only the cells that its keeper changed are applied."""
