"""Where extraction's time goes: the functions by which one stage calls another are wrapped with clocks.

A stage is some modules. Time is CPU time of this process, and each moment counts for the innermost stage alone.
"""

import sys
import time
from collections.abc import Callable, Iterator
from functools import wraps
from inspect import isgeneratorfunction
from types import FunctionType, ModuleType
from typing import Any, Final

import trafilatura

PREFIX: Final = "pipelines.extract."
STAGES: Final = {
    "page": "parse",
    "jsonld": "JSON-LD",
    "metadata": "metadata",
    "head": "metadata",
    "window": "metadata",
    "dates": "dates",
    "photos": "photos",
    "credits": "credits",
    "body": "body: ours",
    "furniture": "body: ours",
}
"""Modules and packages below ``PREFIX`` by their first name; what is in none of them is the rest."""
ENGINE: Final = "body: trafilatura"
REST: Final = "the rest"


def stage_of(module: str) -> str:
    """The stage that a module belongs to."""
    return STAGES.get(module.removeprefix(PREFIX).partition(".")[0], REST) if module.startswith(PREFIX) else REST


class StageClocks:
    """CPU seconds by stage, from ``extract_document`` down, once the functions between stages are wrapped."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._running: list[str] = []
        self._since = 0.0
        wrapped: dict[FunctionType, Callable[..., Any]] = {}
        modules = [module for name, module in list(sys.modules.items()) if name.startswith(PREFIX)]
        for module in modules:
            self._wrap_in(module, wrapped)
        trafilatura.bare_extraction = self._timed(trafilatura.bare_extraction, ENGINE)

    def _wrap_in(self, module: ModuleType, wrapped: dict[FunctionType, Callable[..., Any]]) -> None:
        """Wrap what a module took from another stage, and the entry itself."""
        for name, function in list(vars(module).items()):
            if not isinstance(function, FunctionType) or not function.__module__.startswith(PREFIX):
                continue
            stage = stage_of(function.__module__)
            if stage != stage_of(module.__name__) and stage != REST:
                wrapped.setdefault(function, self._timed(function, stage))
                setattr(module, name, wrapped[function])

    def take(self) -> dict[str, float]:
        """The seconds by stage, which start from 0 again."""
        taken, self.seconds = self.seconds, {}
        return taken

    def _enter(self, stage: str) -> None:
        self._count()
        self._running.append(stage)

    def _leave(self) -> None:
        self._count()
        self._running.pop()

    def _count(self) -> None:
        now = time.process_time()
        if self._running:
            stage = self._running[-1]
            self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now

    def _timed(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        if isgeneratorfunction(function):

            @wraps(function)
            def steps(*args: Any, **named: Any) -> Iterator[Any]:
                iterator = function(*args, **named)
                while True:
                    self._enter(stage)
                    try:
                        step = next(iterator)
                    except StopIteration:
                        return
                    finally:
                        self._leave()
                    yield step

            return steps

        @wraps(function)
        def call(*args: Any, **named: Any) -> Any:
            self._enter(stage)
            try:
                return function(*args, **named)
            finally:
                self._leave()

        return call
