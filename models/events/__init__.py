"""Events in the database: what reports say, which belong together, and the record made of them."""
