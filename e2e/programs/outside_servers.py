"""outside_servers.py FOLDER: servers outside of the cluster, on every address of this machine, until stdin is closed.

7443: TLS, the certificate by name (FOLDER/<name>.crt; that of api.outside.test for a name it does not know) and no answer without one
7444: TLS, a client certificate of FOLDER/ca.crt required      7445, 7446: cleartext
Each takes lines: `who` tells what came with the connection, `send N` sends N bytes, `take N` reads N bytes and tells their SHA-256.
"""

import hashlib
import json
import os
import socketserver
import ssl
import sys
import threading

FOLDER = sys.argv[1]


def context_of(name, members_only=False):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{FOLDER}/{name}.crt", f"{FOLDER}/{name}.key")
    if members_only:
        context.load_verify_locations(f"{FOLDER}/ca.crt")
        context.verify_mode = ssl.CERT_REQUIRED
    return context


CONTEXTS = {f[:-4]: context_of(f[:-4]) for f in os.listdir(FOLDER) if f.endswith(".outside.test.crt")}


def named():
    context = context_of("api.outside.test")

    def choose(connection, name, _):
        connection.asked = name
        wildcard = "any." + (name or "").partition(".")[2]
        connection.context = CONTEXTS.get(name) or CONTEXTS.get(wildcard) or context

    context.sni_callback = choose
    return context


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            command, _, count = line.decode().strip().partition(" ")
            if command == "who":
                subject = dict(pair[0] for pair in self.peer().get("subject", ()))
                answer = {"port": self.server.server_address[1], "sni": self.asked(), "subject": subject}
                self.wfile.write(json.dumps(answer).encode() + b"\n")
            elif command == "send":
                for _ in range(int(count) // 65536):
                    self.wfile.write(b"gatehouse-" * 6553 + b"123456")
            elif command == "take":
                digest = hashlib.sha256()
                left = int(count)
                while left > 0:
                    data = self.rfile.read(min(left, 65536))
                    digest.update(data)
                    left -= len(data)
                self.wfile.write(digest.hexdigest().encode() + b"\n")

    def peer(self):
        return self.request.getpeercert() or {} if isinstance(self.request, ssl.SSLSocket) else {}

    def asked(self):
        return getattr(self.request, "asked", None)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    context = None

    def finish_request(self, request, address):
        try:
            if self.context is not None:
                request = self.context.wrap_socket(request, server_side=True)
            super().finish_request(request, address)
            request.close()
        except OSError:
            pass


for port, context in ((7443, named()), (7444, context_of("members.outside.test", True)), (7445, None), (7446, None)):
    server = Server(("", port), Handler)
    server.context = context
    threading.Thread(target=server.serve_forever, daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
