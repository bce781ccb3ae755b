"""header_server.py PORT... [FOLDER]: an app that answers with the headers that it was sent, on each port of 127.0.0.1.

With a FOLDER it ends TLS itself, with the tls.crt and tls.key in it.
"""

import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        headers = [[name.lower(), value] for name, value in self.headers.items()]
        body = json.dumps({"port": self.server.server_port, "path": self.path, "headers": headers}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def serve(port, folder):
    server = Server(("127.0.0.1", port), Handler)
    if folder is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{folder}/tls.crt", f"{folder}/tls.key")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever(poll_interval=0.1)


ports = [int(word) for word in sys.argv[1:] if word.isdigit()]
folder = next((word for word in sys.argv[1:] if not word.isdigit()), None)
threads = [threading.Thread(target=serve, args=(port, folder)) for port in ports]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
