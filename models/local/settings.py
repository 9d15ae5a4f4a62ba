"""The embedded server's settings: no network, room for pages, all else PostgreSQL's defaults."""

import os
from contextlib import suppress
from pathlib import Path

PORT = 5432
_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
_PART = 8
_LEAST, _MOST = 128, 2048
"""Megabytes: PostgreSQL's own default, and what half a million articles with their events are quick with."""


def command_line(postgres: Path, cluster: Path, sockets: Path) -> list[str]:
    """How the server is started over the cluster, with its sockets in that folder."""
    quoted = str(sockets).replace('"', '""')
    settings = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": f'"{quoted}"',
        "unix_socket_permissions": "0700",
        "fsync": "on",
        "synchronous_commit": "on",
        "shared_buffers": f"{shared_buffers(machine_memory())}MB",
        # Older versions of ours made clusters whose own setting no parallel worker could read.
        "default_text_search_config": "pg_catalog.simple",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    options = [part for name, setting in settings.items() for part in ("-c", f"{name}={setting}")]
    return [str(postgres), "-D", str(cluster), *options]


def machine_memory() -> int:
    """Bytes that this machine has, or that its container may use."""
    found = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for limit in _LIMITS:
        with suppress(OSError, ValueError):  # no such limit, or "max"
            found.append(int(limit.read_text()))
    return min(found)


def shared_buffers(memory: int) -> int:
    """Megabytes for the server's own cache of pages, given the machine's bytes: an eighth, within limits. They are
    taken as pages come to be there, so a small corpus takes little of them."""
    return max(_LEAST, min(memory // _PART // 2**20, _MOST))
