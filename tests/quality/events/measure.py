"""How well events come out on the development sets: ``python -m tests.quality.events.measure [GOLD.jsonl[.gz] …]``."""
