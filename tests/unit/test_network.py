"""Which addresses a crawl may connect to."""

import pytest

from crawler.network.addresses import Allowance, PrivateAddress, as_address, is_public

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "151.101.1.140",
    "172.15.255.255",
    "172.32.0.1",
    "192.167.255.255",
    "192.169.0.1",
    "11.0.0.1",
    "9.255.255.255",
    "100.63.255.255",
    "100.128.0.1",
    "169.253.255.255",
    "169.255.0.1",
    "198.17.255.255",
    "198.20.0.1",
    "223.255.255.254",
    "126.255.255.255",
    "128.0.0.1",
    "2606:4700:4700::1111",
    "2a00:1450:4001:800::200e",
    "2001:4860:4860::8888",
    "2001:67c:2e8:22::c100:68b",
    "2400:cb00:2048:1::6814:55",
    "2c0f:fb50:4003::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
]
NOT_PUBLIC = [
    "127.0.0.1",
    "127.255.255.254",
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "169.254.0.1",
    "100.64.0.1",
    "100.127.255.254",
    "0.0.0.0",  # noqa: S104 - connected to, not bound
    "0.1.2.3",
    "192.0.0.1",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "198.18.0.1",
    "198.19.255.255",
    "192.88.99.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fe80::1%25eth0",
    "fec0::1",
    "fc00::1",
    "fd12:3456:789a::1",
    "ff02::1",
    "ff0e::1",
    "100::1",
    "2001:db8::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::1",
    "2002:c0a8:101::1",
    "fd00:ec2::254",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_connected_to(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)


def test_an_allowance_covers_its_networks_and_no_more() -> None:
    allowance = Allowance(["127.0.0.1/32", " 10.2.0.0/16", "fd00::/8"])
    covered = ["127.0.0.1", "::ffff:127.0.0.1", "10.2.3.4", "fd12::1", "8.8.8.8"]
    assert [address for address in [*covered, "127.0.0.2", "10.3.0.1", "::1"] if allowance.covers(address)] == covered


def test_an_allowance_that_is_no_network_is_an_error() -> None:
    with pytest.raises(ValueError, match="localhost"):
        Allowance(["localhost"])


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("paper.example", None),
        ("1.paper.example", None),
        ("", None),
    ],
)
def test_an_address_is_known_in_any_spelling(host: str, address: str | None) -> None:
    assert as_address(host) == address


def test_a_refusal_says_what_to_set() -> None:
    said = str(PrivateAddress("intranet.example", "10.1.2.3"))
    assert said.startswith("intranet.example is at 10.1.2.3, which is no public address")
    assert said.endswith("set DATELINE_ALLOW_NETWORKS=10.1.2.3/32")
    assert str(PrivateAddress("fe80::1%2", "fe80::1%2")).endswith("set DATELINE_ALLOW_NETWORKS=fe80::1/128")
