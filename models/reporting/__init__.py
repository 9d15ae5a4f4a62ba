"""What a report shows of a corpus, read from the analysts' schema alone. Every list is bounded, and says how many there
are."""
