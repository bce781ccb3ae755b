"""Connects to an egress gateway as somebody, and inside of that TLS begins another one for the outside: what a sidecar does, and what
an attacker would. stdin (JSON): [{"host", "port", "outer": {"serverName", "certificate"?, "key"?}, "inner": name | null, "prefix"?: text}]

Prints (JSON): [{"opened", "outer", "inner": bool, "received": text, "error": text}]
"""

import json
import os
import socket
import ssl
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

SECONDS = 4


def trusting():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def outer_of(spec):
    context = trusting()
    if spec.get("certificate"):
        with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as pem:
            pem.write(spec["certificate"] + "\n" + spec["key"])
        context.load_cert_chain(pem.name)
        os.unlink(pem.name)
    return context


class Inner:
    """TLS over a connection that is TLS already."""

    def __init__(self, connection, name):
        self.connection = connection
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = trusting().wrap_bio(self.incoming, self.outgoing, server_hostname=name)

    def pump(self, action):
        while True:
            try:
                result = action()
                self.connection.sendall(self.outgoing.read())
                return result
            except ssl.SSLWantReadError:
                self.connection.sendall(self.outgoing.read())
                data = self.connection.recv(65536)
                if not data:
                    raise ConnectionError("closed")
                self.incoming.write(data)


def attempt(spec):
    result = {"opened": False, "outer": False, "inner": False, "received": "", "error": ""}
    try:
        with socket.create_connection((spec["host"], spec["port"]), timeout=SECONDS) as raw:
            result["opened"] = True
            with outer_of(spec["outer"]).wrap_socket(raw, server_hostname=spec["outer"]["serverName"]) as connection:
                result["outer"] = True
                if spec.get("prefix"):
                    connection.sendall(spec["prefix"].encode("latin-1"))
                inner = Inner(connection, spec["inner"])
                inner.pump(inner.tls.do_handshake)
                result["inner"] = True
                inner.pump(lambda: inner.tls.write(b"who\n"))
                result["received"] = inner.pump(lambda: inner.tls.read(4096)).decode()
    except OSError as error:
        result["error"] = f"{type(error).__name__}: {error}"
    return result


with ThreadPoolExecutor(max_workers=16) as pool:
    json.dump(list(pool.map(attempt, json.load(sys.stdin))), sys.stdout)
