"""How a sheet is read: where its tables stand, what their columns say, which rows are lines and which are left out."""
