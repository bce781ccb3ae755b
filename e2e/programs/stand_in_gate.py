"""Stands in for a gate: takes a PROXY header and all that follows it, and answers who it is and what it got (JSON), then closes.

Arguments: the tenant's name; `plain` where no PROXY header comes.
"""

import hashlib
import json
import socketserver
import sys

PORT = 8443
QUIET_SECONDS = 0.7
TENANT, PLAIN = sys.argv[1], "plain" in sys.argv[2:]


class Gate(socketserver.BaseRequestHandler):
    def handle(self):
        got = b""
        self.request.settimeout(QUIET_SECONDS)
        try:
            while data := self.request.recv(65536):
                got += data
        except OSError:
            pass
        header, hello = ("", got) if PLAIN else (got.partition(b"\r\n")[0].decode("latin-1"), got.partition(b"\r\n")[2])
        if not hello:
            return
        answer = {"tenant": TENANT, "proxy": header, "sha256": hashlib.sha256(hello).hexdigest()}
        try:
            self.request.sendall(json.dumps(answer).encode())
        except OSError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = 128


Server(("", PORT), Gate).serve_forever()
