"""Tries to resume a TLS session: at once, and again after stdin is closed; prints what came of each connection (JSON).

Settings are the first argument (JSON): {"address", "port", "host": SNI, "send": text, "version": "TLSv1_2" | "TLSv1_3", "certificate"?, "key"?}.
Result: three times {"resumed": bool, "peer": SHA-256 of the certificate shown, "answer": text}: a first connection, one that offers the
first one's session at once, and one that offers the newest session after stdin was closed.
"""

import hashlib
import json
import os
import socket
import ssl
import sys
import tempfile

settings = json.loads(sys.argv[1])
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, settings["version"])
if settings.get("certificate"):
    with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as pem:
        pem.write(settings["certificate"] + "\n" + settings["key"])
    try:
        context.load_cert_chain(pem.name)
    finally:
        os.unlink(pem.name)


def visit(session):
    raw = socket.create_connection((settings["address"], settings["port"]), timeout=10)
    with context.wrap_socket(raw, server_hostname=settings["host"], session=session) as connection:
        connection.sendall(settings["send"].encode())
        # A ticket of TLS 1.3 comes with or before the answer.
        answer = connection.recv(65536).decode(errors="replace").split("\r\n", 1)[0]
        peer = hashlib.sha256(connection.getpeercert(binary_form=True)).hexdigest()
        return {"resumed": connection.session_reused, "peer": peer, "answer": answer}, connection.session


first, session = visit(None)
second, newer = visit(session)
sys.stdin.read()
third, _ = visit(newer or session)
json.dump([first, second, third], sys.stdout)
