"""Certificates for the faulty Spark: a good one, an expired one, a self-signed one, and one for another host."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "spark.test"
Signer = tuple[x509.Name, ec.EllipticCurvePrivateKey]


def contexts(folder: Path) -> dict[str, ssl.SSLContext]:
    """One context for each certificate. The authority to trust is `trusted.pem` in the folder."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Chaos")
    authority = (name, key)
    (folder / "trusted.pem").write_bytes(_pem(_certificate(name, key, authority, 1, authority=True)))
    return {
        "good": _context(folder, authority, 1),
        "expired": _context(folder, authority, -1),
        "self-signed": _context(folder, None, 1),
        "of another": _context(folder, authority, 1, host="other.test"),
    }


def _context(folder: Path, signer: Signer | None, days: int, host: str = HOST) -> ssl.SSLContext:
    key, name = ec.generate_private_key(ec.SECP256R1()), _name(host)
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + _pem(_certificate(name, key, signer or (name, key), days, host)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def _certificate(
    name: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: Signer,
    days: int,
    host: str = HOST,
    *,
    authority: bool = False,
) -> x509.Certificate:
    """Expires in this many days. A negative number means that it has already expired."""
    ends = datetime.now(UTC) + timedelta(days=days)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(signer[0])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends - timedelta(days=9))
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(signer[1], hashes.SHA256())
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
