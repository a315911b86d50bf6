"""TLS: no certificate that is expired, self-signed or for another name, no old protocol; and what is seen where it ends."""

from __future__ import annotations

import asyncio
import socket
import ssl
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp.connector
import pytest
from aiohttp.abc import ResolveResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from media_monitor.collect import http
from media_monitor.model import Failed, Fetched
from unit.collect.evil import Evil
from unit.collect.visits import AGENT, NOW, Lying, Result

TODAY = datetime.now(UTC)  # OpenSSL knows no other day


@dataclass(frozen=True)
class Signed:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        secret = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return secret + self.certificate.public_bytes(serialization.Encoding.PEM)


def signed(name: str, by: Signed | None, until: datetime = TODAY + timedelta(days=30)) -> Signed:
    """A certificate for `name`, signed by `by` or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder(by.certificate.subject if by else subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(TODAY - timedelta(days=60))
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
    )
    return Signed(builder.sign(by.key if by else key, hashes.SHA256()), key)


@pytest.fixture(scope="module")
def authority() -> Signed:
    return signed("authority.test", None)


@pytest.fixture
def trusted(authority: Signed, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """What the client checks certificates by: as it comes, with one more authority."""
    context = ssl.create_default_context(cadata=authority.certificate.public_bytes(serialization.Encoding.PEM).decode())
    monkeypatch.setattr(aiohttp.connector, "_SSL_CONTEXT_VERIFIED", context)
    return context


class ByPort(Lying):
    """A resolver for which each port of the web is a server on loopback."""

    def __init__(self, ports: dict[int, int]) -> None:
        super().__init__("127.0.0.1")
        self.ports = ports

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        self.port = self.ports[port]
        return await super().resolve(host, port, family)


def ask_over_tls(shown: Signed, folder: Path, path: str = "/feed", newest: ssl.TLSVersion | None = None) -> Result:
    """The answer of https://evil.test, which shows this certificate; http://evil.test is there, too."""
    pem = folder / "server.pem"
    pem.write_bytes(shown.pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    if newest:
        context.minimum_version, context.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, newest
        context.set_ciphers("ALL:@SECLEVEL=0")

    async def visit() -> Result:
        async with AsyncExitStack() as stack:
            ports = {}
            for port, tls in ((443, context), (80, None)):
                server = await stack.enter_async_context(await asyncio.start_server(Evil("", 0).serve, "127.0.0.1", 0, ssl=tls))
                ports[port] = server.sockets[0].getsockname()[1]
            client = await stack.enter_async_context(http.Client(AGENT, per_host_spacing=0, resolver=ByPort(ports)))
            return await client.get(f"https://evil.example{path}", accept="*/*", limits=http.FEED, now=NOW)

    return asyncio.run(visit())


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers with certificates are on loopback, which the policy of addresses would refuse."""
    monkeypatch.setattr(http, "is_public", lambda address: address == "127.0.0.1")


@pytest.mark.rel("C09")
def test_a_good_certificate_is_accepted(authority: Signed, trusted: ssl.SSLContext, tmp_path: Path) -> None:
    assert isinstance(ask_over_tls(signed("evil.example", authority), tmp_path), Fetched)


def bad_certificate(case: str, authority: Signed) -> Signed:
    match case:
        case "expired":
            return signed("evil.example", authority, until=TODAY - timedelta(days=1))
        case "for another name":
            return signed("other.example", authority)
        case _:
            return signed("evil.example", None)


@pytest.mark.rel("C09")
@pytest.mark.parametrize("case", ["expired", "for another name", "self-signed"])
@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_bad_certificate_is_a_tls_failure(
    case: str, is_guarded: bool, authority: Signed, trusted: ssl.SSLContext, tmp_path: Path
) -> None:
    if not is_guarded:
        trusted.check_hostname, trusted.verify_mode = False, ssl.CERT_NONE
    result = ask_over_tls(bad_certificate(case, authority), tmp_path)
    assert isinstance(result, Failed if is_guarded else Fetched)
    assert getattr(result, "kind", None) == ("tls" if is_guarded else None)


@pytest.mark.rel("C09")
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize(("newest", "expected"), [(ssl.TLSVersion.TLSv1_1, Failed), (ssl.TLSVersion.TLSv1_2, Fetched)])
def test_an_old_protocol_is_refused(
    newest: ssl.TLSVersion, expected: type, authority: Signed, trusted: ssl.SSLContext, tmp_path: Path
) -> None:
    result = ask_over_tls(signed("evil.example", authority), tmp_path, newest=newest)
    assert isinstance(result, expected)
    # Python's server breaks the connection instead of saying why.
    assert getattr(result, "kind", "connect") in {"connect", "tls"}


@pytest.mark.rel("C08")
def test_a_redirect_from_https_to_http_is_recorded(authority: Signed, trusted: ssl.SSLContext, tmp_path: Path) -> None:
    result = ask_over_tls(signed("evil.example", authority), tmp_path, path="/to?http://evil.example/feed")
    assert isinstance(result, Fetched)
    assert result.url == "http://evil.example/feed"
    assert result.redirects == ((302, "http://evil.example/feed"),)
