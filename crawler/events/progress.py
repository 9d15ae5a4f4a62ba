"""A bar on a terminal, and nothing elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


@contextmanager
def _progress() -> Iterator[Progress]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, speed_estimate_period=60) as shown:
        yield shown


@contextmanager
def bar(doing: str, total: int) -> Iterator[Callable[[int], None]]:
    """Give what moves it on by so many steps."""
    with _progress() as shown:
        task = shown.add_task(doing, total=total)
        yield lambda steps: shown.advance(task, steps)


@contextmanager
def bars() -> Iterator[Callable[[str, int, int], None]]:
    """Give what says how far a part of the work is: one bar for each part."""
    with _progress() as shown:
        tasks: dict[str, TaskID] = {}

        def progress(doing: str, done: int, total: int) -> None:
            if doing not in tasks:
                tasks[doing] = shown.add_task(doing, total=total)
            shown.update(tasks[doing], completed=done)

        yield progress
