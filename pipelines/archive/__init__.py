"""The archive: every answer as it was sent, in WARC files, before anything interprets it."""
