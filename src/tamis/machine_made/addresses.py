"""Whether an IP address lies in one of many ranges."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_LONGEST = 100


class Ranges:
    """A set of address ranges that is asked quickly, however many they are.

    >>> Ranges(["203.0.113.0/24"]).holds("203.0.113.9"), Ranges(["203.0.113.0/24"]).holds("203.0.114.9")
    (True, False)
    """

    def __init__(self, networks: Iterable[str]) -> None:
        starts: dict[tuple[int, int], set[int]] = {}
        for network in map(ip_network, networks):
            outside = network.max_prefixlen - network.prefixlen
            starts.setdefault((network.version, outside), set()).add(int(network.network_address) >> outside)
        self._starts = tuple((version, outside, frozenset(found)) for (version, outside), found in starts.items())

    def holds(self, address: str) -> bool:
        """Whether the address lies in one of the ranges; what is no address lies nowhere."""
        read = _read(address) if len(address) <= _LONGEST else None
        if read is None:
            return False
        version, number = read
        return any(version == each and number >> outside in starts for each, outside, starts in self._starts)


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[int, int] | None:
    """Version and number of an address; of a list, as proxies write it, the first, which is the sender's own."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text.partition(",")[0].strip())
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.version, int(address)
