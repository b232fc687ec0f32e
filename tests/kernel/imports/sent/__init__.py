"""Workbooks « as they were sent », with what a secretary expects of each line, told before any implementation.

A module is one file that a mairie sent. It holds:

- FILE: its name as it was attached to the message; KIND: the import under which it is sent; ENCODING and DELIMITER
  for a list with separators, whose one sheet is called "csv" and whose rows are its records;
- workbook(path): writes the file, the same each time but for the moment that a workbook says it was saved;
- ALREADY: what the register must hold before, beyond register.py (people, seats, meetings);
- LINES: one line for each row of each sheet, in the words of lines.py;
- QUESTIONS: what is asked, once each, with the count of the lines that wait for it, the nearest answers in their order
  and the natural answer;
- CELLS: for each sheet, how many of its cells that hold something are taken, asked and left;
- TOTALS: how many people, mandates and so on stand in the register because of the file, once all is answered.

Nobody becomes a person whom no fact names: no total, no signature, no note. Sent again with the same answers, each file
writes nothing the second time. A cell that is asked is not lost while nobody answers: its line waits, and says so.

How facts are told. A person is last_name, first_name, gender (woman, man, other), birth_year, email, phone, address,
postcode, city, birth_name, organisation, newsletter and image_consent (True, False), representative with its _email
and _phone. A mandate is body (kind and name as in register.py), college, function, seat, designation, start, due
(last day foreseen), end with end_reason, rank of the draw (drawn_rank), substitute_for (« last name first name » of
the holder, None where it is not known). Other facts say what they are by their key: seat, attendance, request,
supplier, contact, elected_official. Phones are ten digits, days are dates, amounts are Decimal, names bear their
usual capitals. A key that is absent is a value that the line does not give: nothing is to be written there, except
what the register works out by itself (the arrondissement from a postcode, the last day from the length of a term, the
function « membre », the count of terms). The same person in two lines is one person.
"""
