"""``scrapy newsroom`` as a user runs it."""

import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml

from crawler.newsroom.site import outlet_slugs

REPOSITORY = Path(__file__).parents[2]


def newsroom_command(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", "newsroom", *arguments],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_command_says_where_the_outlets_are_until_it_is_told_to_close(end: int, tmp_path: Path) -> None:
    with newsroom_command("--port", "0", "--sources", str(tmp_path)) as process:
        try:
            assert process.stdout is not None
            lines = []
            while "Ctrl-C" not in (line := process.stdout.readline()):
                assert line, process.stderr.read() if process.stderr else ""
                lines.append(line)
            notice = "".join(lines)
            for slug in outlet_slugs():
                source = yaml.safe_load((tmp_path / f"{slug}.yml").read_text(encoding="utf-8"))
                assert f"http://{source['domain']}/" in notice
                assert f"-a source={tmp_path / slug}.yml" in notice
                with urlopen(f"http://{source['domain']}/robots.txt", timeout=5) as response:
                    assert response.status == 200
            process.send_signal(end)
            _, errors = process.communicate(timeout=10)
        finally:
            process.kill()
    assert (process.returncode, errors) == (0, "")


def test_the_command_names_a_port_in_use_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with newsroom_command("--port", str(port)) as process:
            output, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert output == ""
    assert errors.count("\n") == 1
    assert f"127.0.0.1:{port}" in errors


def test_the_command_names_a_folder_that_cannot_take_the_sources(tmp_path: Path) -> None:
    (tmp_path / "occupied").touch()
    with newsroom_command("--port", "0", "--sources", str(tmp_path / "occupied")) as process:
        output, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert output == ""
    assert errors == f"newsroom: cannot write source files into {tmp_path / 'occupied'}: File exists\n"
