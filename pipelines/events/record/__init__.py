"""The record of an event, made from its articles."""

from pipelines.events.record.making import record

__all__ = ["record"]
