"""Keeps one TLS connection to a Redis open until stdin is closed, with a PING at both ends of its life, and prints the answers (JSON).

Settings are the first argument (JSON): {"address", "port", "host", "authority": PEM}.
"""

import json
import socket
import ssl
import sys

settings = json.loads(sys.argv[1])
context = ssl.create_default_context(cadata=settings["authority"])
raw = socket.create_connection((settings["address"], settings["port"]), timeout=10)
connection = context.wrap_socket(raw, server_hostname=settings["host"])


def ping():
    try:
        connection.sendall(b"PING\r\n")
        return connection.recv(100).decode()
    except OSError as error:
        return f"{type(error).__name__}: {error}"


first = ping()
sys.stdin.read()
json.dump([first, ping()], sys.stdout)
