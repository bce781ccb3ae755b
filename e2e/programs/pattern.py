"""Bytes that anybody can make again: a gibibyte that nobody keeps. As a program: `pattern.py write | digest`."""

import hashlib
import sys

BLOCK = 1 << 20
TOTAL = 1 << 30
_BODY = b"".join(hashlib.sha256(bytes([n & 255, n >> 8])).digest() for n in range(BLOCK // 32))


def blocks():
    """Each block begins with its number, so that none can be left out, doubled or moved."""
    for number in range(TOTAL // BLOCK):
        yield number.to_bytes(8, "big") + _BODY[8:]


def digest(parts):
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part)
    return sha.hexdigest()


if __name__ == "__main__":
    if sys.argv[1] == "write":
        for block in blocks():
            sys.stdout.buffer.write(block)
    else:
        print(digest(iter(lambda: sys.stdin.buffer.read(BLOCK), b"")))
