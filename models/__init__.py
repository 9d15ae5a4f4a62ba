"""The shared vocabulary: what passes between stages, the tables, and the way to the database."""
