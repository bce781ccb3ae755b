"""Pages on 127.0.0.1:8080: GET / tells what was asked, GET /pattern sends a gibibyte, PUT tells the digest of what came.
A WebSocket on 127.0.0.1:8081 that says everything back."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.insert(0, "/programs")
import pattern
from websockets.sync.server import serve


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/pattern":
            self.send_response(200)
            self.send_header("Content-Length", str(pattern.TOTAL))
            self.end_headers()
            for block in pattern.blocks():
                self.wfile.write(block)
            return
        self.answer({"path": self.path, "host": self.headers["Host"], "client": self.headers["X-Forwarded-For"]})

    def do_PUT(self):
        self.answer({"digest": pattern.digest(self.body())})

    def body(self):
        if self.headers.get("Transfer-Encoding", "") == "chunked":
            while True:
                left = int(self.rfile.readline(), 16)
                data = self.rfile.read(left)
                self.rfile.readline()
                if left == 0:
                    return
                yield data
        left = int(self.headers["Content-Length"] or 0)
        while left > 0:
            data = self.rfile.read(min(left, pattern.BLOCK))
            left -= len(data)
            yield data

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def echo(connection):
    for message in connection:
        connection.send(message)


threading.Thread(target=ThreadingHTTPServer(("127.0.0.1", 8080), Handler).serve_forever, daemon=True).start()
serve(echo, "127.0.0.1", 8081).serve_forever()
