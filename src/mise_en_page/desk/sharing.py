"""Under which addresses a preview answers: this machine's own, or those that ``--share`` names.

What colleagues type and read goes over their network: either it is encrypted here (a certificate), or by a proxy before us
that says so in each request. Plain HTTP from another machine is refused, whatever is asked.
"""

from __future__ import annotations

import contextlib
import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from mise_en_page.model.problem import Problem, Refused

LOOPBACK = "127.0.0.1"
WILD = ("0.0.0.0", "::", "*")
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Sharing:
    """Where to listen (``host``, ``port``; None: any that is free), encrypted by ``certificate`` and ``key``; or behind a
    proxy that is asked at the address ``behind`` ("https://desk.example"), and asks from ``proxy`` ("": this machine).
    """

    host: str = LOOPBACK
    port: int | None = None
    certificate: Path | None = None
    key: Path | None = None
    behind: str = ""
    proxy: str = ""

    def origin(self, port: int) -> str:
        """The address that is told, without a path."""
        if self.behind:
            return self.behind
        return f"{'https' if self.certificate else 'http'}://{_authority(self.host, port)}"

    def entrance(self, port: int) -> Entrance:
        if self.behind:
            own = here(port).direct if is_loopback(self.host) else frozenset[str]()
            return Entrance(own, frozenset({self.behind}), self.proxy)
        if self.certificate is None:
            return here(port)
        return Entrance(frozenset({self.origin(port)}))


@dataclass(frozen=True, slots=True)
class Entrance:
    """The origins ("http://127.0.0.1:8715") under which the server is asked: ``direct``, or ``proxied`` by ``proxy``."""

    direct: frozenset[str]
    proxied: frozenset[str] = frozenset()
    proxy: str = ""
    _schemes: Mapping[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        schemes = {origin.partition("://")[2]: origin.partition("://")[0] for origin in self.proxied}
        object.__setattr__(self, "_schemes", schemes)

    def asked(self, peer: str, headers: Mapping[str, str]) -> str | None:
        """The address of whoever asks, by the ``Host`` that they name; None: under no name of ours, or not as promised."""
        host = headers.get("host", "")
        forwarded = [name for name in headers if name.startswith("x-forwarded-") or name == "forwarded"]
        if any(origin.partition("://")[2] == host for origin in self.direct) and not (self.proxied and forwarded):
            return peer
        if (scheme := self._schemes.get(host)) is None or not self._is_proxy(peer):
            return None
        if headers.get("x-forwarded-proto", "") != scheme:
            return None
        # The last of the list is what our own proxy has seen; whoever asks may have written the others.
        told = headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        return told if _is_address(told) else peer

    def ours(self, origin: str) -> bool:
        return origin in self.direct or origin in self.proxied

    def _is_proxy(self, peer: str) -> bool:
        return peer == self.proxy if self.proxy else is_loopback(peer)


def here(port: int) -> Entrance:
    """This machine's own names."""
    return Entrance(frozenset(f"http://{name}:{port}" for name in (LOOPBACK, "localhost", "[::1]")))


def asked_for(
    share: str, certificate: Path | None = None, key: Path | None = None, behind: str = "", proxy: str = ""
) -> Sharing:
    """What the options of the command ask for. Raises Refused, with all that is wrong with them."""
    found = list[Problem]()
    host, _, number = share.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not number.isascii() or not number.isdigit() or not 0 < int(number) < 65536:
        found.append(Problem.of("share-address", "error", typed=share))
    wild = host in WILD
    if (certificate is None) != (key is None):
        found.append(Problem.of("share-half", "error"))
    if certificate is not None and behind:
        found.append(Problem.of("share-both", "error"))
    address = _origin(behind)
    if behind and address is None:
        found.append(Problem.of("share-behind", "error", typed=behind))
    if proxy and not (behind and _is_address(proxy)):
        found.append(Problem.of("share-proxy", "error", typed=proxy))
    if not behind and certificate is None and host and not is_loopback(host):
        found.append(Problem.of("share-plain", "error", host=host))
    elif wild and not behind:
        found.append(Problem.of("share-wild", "error", host=host))
    if certificate is not None and key is not None and (fault := _unusable(certificate, key)):
        found.append(Problem.of("share-certificate", "error", file=certificate.name, reason=fault))
    if found:
        raise Refused(tuple(found))
    return Sharing(host, int(number), certificate, key, address or "", proxy)


def _origin(text: str) -> str | None:
    """“https://desk.example” of an address with nothing behind its host; None for what is none."""
    with contextlib.suppress(ValueError):
        parts = urlsplit(text)
        plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password)
        if parts.scheme in PORTS and parts.hostname and plain:
            port = parts.port
            return f"{parts.scheme}://{_authority(parts.hostname, None if port == PORTS[parts.scheme] else port)}"
    return None


def _authority(host: str, port: int | None) -> str:
    named = f"[{host}]" if ":" in host else host
    return named if port is None else f"{named}:{port}"


def _unusable(certificate: Path, key: Path) -> str:
    """Why a certificate cannot be used with a key; "" if it can."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, lambda: "")
    except (OSError, ValueError) as error:
        return str(getattr(error, "reason", None) or getattr(error, "strerror", None) or error)
    return ""


def is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _is_address(text: str) -> bool:
    with contextlib.suppress(ValueError):
        return bool(ipaddress.ip_address(text))
    return False
