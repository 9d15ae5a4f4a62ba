"""Dates: a printed date and time as an instant, with its zone, its precision and where it stands."""
