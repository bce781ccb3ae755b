"""Makes the connections that stdin lists (JSON) and prints what came of each (JSON): attackers and legitimate callers alike.

Each: {"host", "port", "tls": {"serverName"?, "certificate"?, "key"?, "authority"?} | null, "before"?: text sent ahead of TLS,
"send"?: text, "seconds": limit}
Result: {"opened": bool, "handshake": bool, "received": text, "closedAfter": seconds | null, "error": text}
"""

import json
import os
import socket
import ssl
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor


def context_of(tls):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if tls.get("authority"):
        context.load_verify_locations(cadata=tls["authority"])
        context.check_hostname = True
        context.verify_mode = ssl.CERT_REQUIRED
    if tls.get("certificate"):
        with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as pem:
            pem.write(tls["certificate"] + "\n" + tls["key"])
        try:
            context.load_cert_chain(pem.name)
        finally:
            os.unlink(pem.name)
    return context


def drain(connection, end):
    """All that comes until the other side closes, or until nothing has come for a second after the first bytes."""
    received = b""
    while True:
        left = end - time.monotonic()
        if left <= 0:
            return received, False
        connection.settimeout(min(left, 1.0) if received else left)
        try:
            data = connection.recv(65536)
        except socket.timeout:
            if received:
                return received, False
            continue
        if not data:
            return received, True
        received += data


def attempt(spec):
    result = {"opened": False, "handshake": False, "received": "", "closedAfter": None, "error": ""}
    began = time.monotonic()
    end = began + spec["seconds"]
    try:
        connection = socket.create_connection((spec["host"], spec["port"]), timeout=spec["seconds"])
        result["opened"] = True
        with connection:
            if spec.get("before"):
                connection.sendall(spec["before"].encode("latin-1"))
            if spec.get("tls") is not None:
                connection.settimeout(max(0.1, end - time.monotonic()))
                connection = context_of(spec["tls"]).wrap_socket(connection, server_hostname=spec["tls"].get("serverName"))
                result["handshake"] = True
            if spec.get("send"):
                connection.sendall(spec["send"].encode("latin-1"))
            received, closed = drain(connection, end)
            result["received"] = received.decode("latin-1")
            if closed:
                result["closedAfter"] = time.monotonic() - began
    except OSError as error:
        result["error"] = f"{type(error).__name__}: {error}"
        if result["opened"] and not isinstance(error, socket.timeout):
            result["closedAfter"] = time.monotonic() - began
    return result


attempts = json.load(sys.stdin)
with ThreadPoolExecutor(max_workers=32) as pool:
    json.dump(list(pool.map(attempt, attempts)), sys.stdout)
