"""settings_server.py HTTP_PORTS LINE_PORTS: on 127.0.0.1, an app that tells what reached it, and another that echoes lines.

HTTP answers with the request line as it came, the port, and how long the body was. A path with `slow` is answered after the number of
seconds in its query; a request with `Upgrade` becomes an echo of lines. Strict-Transport-Security is the app's own idea.
"""

import json
import os
import socketserver
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.headers.get("Upgrade"):
            return self.echo()
        length = self.body_length()
        if "slow" in self.path:
            time.sleep(float(self.path.partition("?")[2]))
        body = json.dumps(
            {
                "port": self.server.server_address[1],
                "request": self.requestline,
                "body": length,
                "forwardedFor": self.headers.get("X-Forwarded-For"),
                "variable": os.environ.get("DESK_HOST"),
                "derived": os.environ.get("DESK_URL"),
            }
        ).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Strict-Transport-Security", "max-age=1")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def body_length(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        total = 0
        while True:
            size = int(self.rfile.readline() or b"0", 16)
            total += len(self.rfile.read(size))
            self.rfile.readline()
            if size == 0:
                return total

    def echo(self):
        self.send_response(101)
        self.send_header("Upgrade", "lines")
        self.send_header("Connection", "Upgrade")
        self.end_headers()
        for line in self.rfile:
            self.wfile.write(line)
        self.close_connection = True

    def log_message(self, *_):
        pass


class Lines(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line)


class LineServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def serve(kind, handler, port):
    server = kind(("127.0.0.1", port), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever).start()


for port in sys.argv[1].split(","):
    serve(ThreadingHTTPServer, Handler, int(port))
for port in sys.argv[2].split(","):
    serve(LineServer, Lines, int(port))
