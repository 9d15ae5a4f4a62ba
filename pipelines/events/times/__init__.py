"""The days and spans of time that a story names."""

from pipelines.events.times.finding import find_times

__all__ = ["find_times"]
