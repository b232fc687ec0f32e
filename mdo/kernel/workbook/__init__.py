"""The only code that knows openpyxl and calamine: workbooks in (`reader`) and out (`writer`)."""
