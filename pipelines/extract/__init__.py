"""Extraction: a page's bytes in, a ``Document`` out. Pure functions; ``document`` is the entry."""
