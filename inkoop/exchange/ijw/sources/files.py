"""Files and archives as sources of messages, within limits on number, size and compression."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from inkoop.exchange.ijw.findings import Unreadable
from inkoop.exchange.ijw.sources.envelopes import is_envelope, payload
from inkoop.exchange.ijw.sources.prolog import LONGEST_PROLOG, Root, root_of

BLOCK = 64 * 1024
MOST_BYTES = 2 << 30
MOST_MEMBERS = 1_000
MOST_COMPRESSED = 500  # times smaller than its content
LARGEST_PACKED_PAYLOAD = 32 << 20
ZIP_BEGIN = b"PK\x03\x04"
SPREADSHEET = "[Content_Types].xml"

Open = Callable[[], BinaryIO]
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Source:
    """One message: what to call it, and its bytes from the begin, any number of times."""

    name: str
    blocks: Callable[[], Iterator[bytes]]

    def root(self) -> Root:
        """The root element; reads the begin only. Raises Unreadable."""
        return root_of(_begin(self.blocks()))


def looks_like_messages(path: Path) -> bool:
    """Whether the file is XML or a zip of it, judged by its begin; a spreadsheet is a zip as well."""
    with path.open("rb") as file:
        begin = file.read(BLOCK)
    if not begin.startswith(ZIP_BEGIN):
        return begin.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").startswith(b"<")
    try:
        with zipfile.ZipFile(path) as archive:
            return SPREADSHEET not in archive.namelist()
    except BROKEN_ZIP:
        return True


def sources(path: Path) -> list[Source]:
    """The messages in a file, in the order of their names. Raises Unreadable."""
    try:
        return _sources(path.name, lambda: path.open("rb"))
    except OSError as error:
        raise Unreadable(f"Het bestand is niet te lezen ({error.strerror}).") from None


def _sources(name: str, open_file: Open) -> list[Source]:
    with open_file() as file:
        begin = file.read(len(ZIP_BEGIN))
    if begin == ZIP_BEGIN:
        return [source for member in _members(name, open_file) for source in _unwrapped(member)]
    return _unwrapped(Source(name, lambda: _read(open_file)))


def _unwrapped(source: Source) -> list[Source]:
    """The message itself; out of its envelope, and there out of its zip, when it has one."""
    if not is_envelope(source.root()):
        return [source]
    inner = Source(source.name, lambda: payload(source.blocks()))
    if not _begin(inner.blocks()).startswith(ZIP_BEGIN):
        return [_message(inner)]
    packed = _packed(inner.blocks())
    return [_message(member) for member in _members(source.name, lambda: io.BytesIO(packed))]


def _message(source: Source) -> Source:
    if is_envelope(source.root()):
        raise Unreadable("De envelop bevat weer een envelop.", expected="een bericht")
    return source


def _packed(blocks: Iterator[bytes]) -> bytes:
    packed = bytearray()
    for block in blocks:
        packed += block
        if len(packed) > LARGEST_PACKED_PAYLOAD:
            raise Unreadable(f"De zip in de envelop is groter dan {LARGEST_PACKED_PAYLOAD >> 20} MB.")
    return bytes(packed)


def _members(name: str, open_file: Open) -> Iterator[Source]:
    try:
        with open_file() as file, zipfile.ZipFile(file) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except BROKEN_ZIP:
        raise _broken_zip() from None
    if not 0 < len(members) <= MOST_MEMBERS:
        raise Unreadable(
            f"De zip bevat {len(members)} bestanden.", expected=f"1 tot en met {MOST_MEMBERS} berichten"
        )
    for member in sorted(members, key=lambda member: member.filename):
        _refuse_bomb(member)
        yield Source(
            f"{name}: {member.filename}" if len(members) > 1 else name, _member_blocks(open_file, member)
        )


def _member_blocks(open_file: Open, member: zipfile.ZipInfo) -> Callable[[], Iterator[bytes]]:
    def blocks() -> Iterator[bytes]:
        try:
            with open_file() as file, zipfile.ZipFile(file) as archive:
                yield from _read(lambda: archive.open(member))  # type: ignore[arg-type, return-value]  # typed as IO
        except BROKEN_ZIP:
            raise _broken_zip() from None

    return blocks


def _refuse_bomb(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 1:
        raise Unreadable("De zip is versleuteld met een wachtwoord. Lever hem zonder wachtwoord aan.")
    if member.file_size > MOST_BYTES or member.file_size > MOST_COMPRESSED * max(member.compress_size, BLOCK):
        raise Unreadable(
            "De zip wordt uitgepakt te groot.",
            found=f"{member.file_size} bytes uit {member.compress_size}",
            expected=f"hoogstens {MOST_BYTES >> 30} GB en {MOST_COMPRESSED} maal de zip",
        )


def _broken_zip() -> Unreadable:
    return Unreadable("De zip is beschadigd of afgebroken. Maak hem opnieuw en lever hem volledig aan.")


def _read(open_file: Open) -> Iterator[bytes]:
    total = 0
    with open_file() as file:
        while block := file.read(BLOCK):
            total += len(block)
            if total > MOST_BYTES:
                raise Unreadable(f"Het bericht is groter dan {MOST_BYTES >> 30} GB.")
            yield block


def _begin(blocks: Iterator[bytes]) -> bytes:
    begin = b""
    for block in blocks:
        begin += block
        if len(begin) >= LONGEST_PROLOG:
            break
    return begin[: 2 * LONGEST_PROLOG]
