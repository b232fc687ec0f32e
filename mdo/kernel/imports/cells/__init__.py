"""What a cell says: values, days and hours, places, what is computed and what is never kept."""
