"""Tenders: criteria, marks, ranking, rounds of negotiation, the offer that is retained."""
