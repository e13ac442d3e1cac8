"""Letters to a mail server that encrypts, and that one has to sign in to."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.mail import MailError, send
from tests.fake_smtp import LETTER, FakeSmtp, fake_smtp, settings


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 with its key, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "t")])
    now, here = datetime.now(UTC), x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    signed = builder.add_extension(here, critical=False).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    path.write_bytes(secret + signed.public_bytes(pem))
    return path


def server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def starttls(certificate: Path) -> Iterator[FakeSmtp]:
    with fake_smtp(tls_context=server_side(certificate), require_starttls=True) as smtp:
        smtp.login = (b"portal", b"a password")
        yield smtp


LOGIN = {"smtp_security": "starttls", "smtp_user": "portal", "smtp_password": "a password"}


def test_a_letter_goes_encrypted_to_a_server_that_is_signed_in_to(
    starttls: FakeSmtp, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    send(settings(starttls.port, **LOGIN), LETTER)
    assert starttls.encrypted == [True]


def test_a_wrong_password_is_told(starttls: FakeSmtp, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(MailError, match=r"^SMTPAuthenticationError 535$"):
        send(settings(starttls.port, **LOGIN | {"smtp_password": "another"}), LETTER)


def test_a_certificate_that_nobody_vouches_for_gets_neither_password_nor_letter(starttls: FakeSmtp) -> None:
    with pytest.raises(MailError, match="SSLCertVerificationError"):
        send(settings(starttls.port, **LOGIN), LETTER)
    assert starttls.envelopes == []


def test_a_letter_goes_over_tls_from_the_first_byte(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with fake_smtp(ssl_context=server_side(certificate)) as smtp:
        send(settings(smtp.port, smtp_security="tls"), LETTER)
    assert len(smtp.emails) == 1


def test_a_certificate_that_nobody_vouches_for_gets_no_letter_over_tls_either(certificate: Path) -> None:
    with fake_smtp(ssl_context=server_side(certificate)) as smtp:
        with pytest.raises(MailError, match="SSLCertVerificationError"):
            send(settings(smtp.port, smtp_security="tls"), LETTER)
        assert smtp.emails == []
