"""A certificate for 127.0.0.1. Only the processes of a measurement trust it."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.spark.transport import ADAPTER


def trust(authorities: Path) -> None:
    """Let this process's connections to Spark trust these authorities."""
    ADAPTER.poolmanager.connection_pool_kw["ssl_context"].load_verify_locations(authorities)


def make_certificate(folder: Path) -> tuple[Path, Path, Path]:
    """Write the certificate, its key, and requests' list of authorities with the certificate added."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.OID_COMMON_NAME, "bench")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "spark.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "spark.key").write_bytes(key.private_bytes(*form))
    (folder / "trusted.pem").write_bytes(Path(certifi.where()).read_bytes() + certificate.public_bytes(form[0]))
    return folder / "spark.pem", folder / "spark.key", folder / "trusted.pem"
