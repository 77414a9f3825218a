"""Files that must wait for a worker: encrypted at rest, readable in memory only.

AES-256-GCM per block; each block is bound to its place and to being the last, so that a cut or shuffled
file is noticed. Nothing is written to disk unencrypted: an opened file lives in memory.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

BLOCK = 1 << 20
TAG = 16
NONCE = 12
SUFFIX = ".versleuteld"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class LostFile(Exception):
    """The waiting file is gone or cannot be decrypted with the keys of this installation."""


class NoRoom(Exception):
    """The disk is full; nothing was kept."""


def keep(content: BinaryIO, name: str) -> None:
    """Encrypts ``content`` under the newest key and keeps it as ``name``; whole or not at all. Raises NoRoom."""
    target = _place(name)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_suffix(".deel")
    try:
        _encrypt(content, unfinished)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        if error.errno in FULL:
            raise NoRoom(name) from error
        raise
    unfinished.replace(target)


def _encrypt(content: BinaryIO, unfinished: Path) -> None:
    with open(unfinished, "wb", opener=_private) as file:
        nonce = os.urandom(NONCE)
        file.write(nonce)
        cipher = _ciphers()[0]
        file.writelines(
            cipher.encrypt(_nonce(nonce, place), block, b"last" if last else b"more")
            for place, (block, last) in enumerate(_blocks(content, BLOCK))
        )


@contextmanager
def opened(name: str) -> Iterator[Path]:
    """A path to the decrypted content in memory, gone at the end. Raises LostFile."""
    handle = os.memfd_create("aanlevering")
    try:
        with open(handle, "wb", closefd=False) as plain:
            _decrypt(name, plain)
        yield Path(f"/proc/self/fd/{handle}")
    finally:
        os.close(handle)


def names() -> list[str]:
    """Of all files that are kept."""
    return sorted(path.name.removesuffix(SUFFIX) for path in Path(settings.WAITING_FILES).glob(f"*{SUFFIX}"))


def renew(name: str) -> None:
    """Encrypts a file again, under the newest key; the old one stands until the new one is whole. Raises LostFile."""
    with opened(name) as path, path.open("rb") as plain:
        keep(plain, name)


def discard(name: str) -> None:
    _place(name).unlink(missing_ok=True)


def is_kept(name: str) -> bool:
    return _place(name).exists()


def _decrypt(name: str, plain: BinaryIO) -> None:
    """Tries the keys newest first; the first block tells which one fits."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 -- 7 MB that plain imports do without

    try:
        with _place(name).open("rb") as file:
            nonce, cipher = file.read(NONCE), None
            for place, (block, last) in enumerate(_blocks(file, BLOCK + TAG)):
                associated = b"last" if last else b"more"
                cipher = cipher or _fitting(_nonce(nonce, place), block, associated)
                plain.write(cipher.decrypt(_nonce(nonce, place), block, associated))
    except (OSError, InvalidTag) as error:
        raise LostFile(name) from error


def _fitting(nonce: bytes, block: bytes, associated: bytes) -> "AESGCM":
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 -- as above

    for cipher in _ciphers():
        try:
            cipher.decrypt(nonce, block, associated)
        except InvalidTag:
            continue
        return cipher
    raise InvalidTag


def _blocks(file: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Blocks with whether it is the last; an empty file is one empty last block."""
    block = file.read(size)
    while True:
        following = file.read(size)
        yield block, not following
        if not following:
            return
        block = following


def _nonce(start: bytes, place: int) -> bytes:
    return (int.from_bytes(start, "big") ^ place).to_bytes(NONCE, "big")


def _ciphers() -> "list[AESGCM]":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 -- as above

    return [AESGCM(_derived(secret)) for secret in settings.FILE_KEYS]


def _derived(secret: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 -- as above
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415 -- as above

    return HKDF(SHA256(), length=32, salt=None, info=b"inkoop waiting files").derive(secret.encode())


def _place(name: str) -> Path:
    return Path(settings.WAITING_FILES) / f"{name}{SUFFIX}"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
