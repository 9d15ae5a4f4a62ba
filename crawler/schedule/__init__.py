"""Scheduled crawls: which sources are due, and their crawls as processes, so many at a time."""
