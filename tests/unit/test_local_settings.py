"""What the embedded server is started with."""

from pathlib import Path

import pytest

from models.local.settings import command_line, machine_memory, shared_buffers

GIB = 2**30


@pytest.mark.parametrize(("memory", "megabytes"), [(GIB // 2, 128), (2 * GIB, 256), (8 * GIB, 1024), (64 * GIB, 2048)])
def test_its_cache_is_an_eighth_of_the_machines_memory_within_limits(memory: int, megabytes: int) -> None:
    assert shared_buffers(memory) == megabytes


def test_the_machine_has_some_memory() -> None:
    assert machine_memory() > GIB // 8


def test_it_listens_on_no_network_and_on_its_own_socket() -> None:
    command = command_line(Path("/bin/postgres"), Path("/srv/cluster"), Path('/srv/so "ckets"'))
    assert "listen_addresses=" in command
    assert 'unix_socket_directories="/srv/so ""ckets"""' in command
