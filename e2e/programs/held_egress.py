"""Keeps one connection to a port of 127.0.0.1 open, asks something on it every second, and prints (JSON) for how many seconds it lived
after stdin was closed: null where it lived on to the limit.

Arguments: port, limit in seconds.
"""

import json
import socket
import sys
import threading
import time

port, limit = int(sys.argv[1]), float(sys.argv[2])
connection = socket.create_connection(("127.0.0.1", port), timeout=5)
changed = threading.Event()


def wait():
    sys.stdin.read()
    changed.set()


def ask():
    connection.sendall(b"GET /held HTTP/1.1\r\nHost: held\r\n\r\n")
    answer = connection.recv(65536)
    if not answer.startswith(b"HTTP/1.1 200"):
        raise OSError(f"answered {answer[:40]!r}")


ask()
print("open", flush=True)
threading.Thread(target=wait, daemon=True).start()
began = None
lived = None
while began is None or time.monotonic() - began < limit:
    if began is None and changed.is_set():
        began = time.monotonic()
    try:
        ask()
    except OSError:
        lived = 0.0 if began is None else time.monotonic() - began
        break
    time.sleep(1)
json.dump({"changed": began is not None, "lived": lived}, sys.stdout)
