"""json_server.py [PORT]: an app as Gatehouse expects it: cleartext HTTP/1.1 on 127.0.0.1, answers what it was asked and by whom.

On SIGTERM it goes on answering for a while, asking its clients to come on a new connection, then ends.
"""

import json
import os
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DRAIN_SECONDS = 8
# Where this file is, the app says that it is not well.
SICK = "/dev/shm/sick"
draining = threading.Event()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/healthy" and os.path.exists(SICK):
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        answer = {
            "app": os.environ.get("HOSTNAME", ""),
            "version": os.environ.get("VERSION", ""),
            "path": self.path,
            "host": self.headers.get("Host"),
            "forwardedFor": self.headers.get("X-Forwarded-For"),
            "forwardedProto": self.headers.get("X-Forwarded-Proto"),
        }
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if draining.is_set():
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def drain(server):
    draining.set()
    time.sleep(DRAIN_SECONDS)
    server.shutdown()


server = Server(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8080), Handler)
signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=drain, args=(server,)).start())
server.serve_forever(poll_interval=0.1)
