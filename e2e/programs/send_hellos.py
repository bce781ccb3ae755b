"""Sends the hellos that stdin lists (JSON), each on a connection of its own, and prints what came of them (JSON).

Given: {"host", "port", "hellos": [{"id", "segments": [hex], "pause": seconds, "ends": bool}], "seconds": limit}
Result: [{"id", "received": hex of the first bytes, "closedAfter": seconds since the connection opened | null}]
"""

import json
import select
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor

KEPT = 4096


def receive(connection, state, wait):
    """Takes what has come within so many seconds; false once the other side has closed."""
    if not select.select([connection], [], [], max(0, wait))[0]:
        return True
    data = connection.recv(65536)
    state["received"] += data[: KEPT - len(state["received"])]
    return data != b""


def send(hello, host, port, seconds):
    state = {"received": b""}
    connection = socket.create_connection((host, port), timeout=seconds)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    began = time.monotonic()
    closed = None
    try:
        is_open = True
        for number, segment in enumerate(hello["segments"]):
            if number > 0 and not receive(connection, state, hello["pause"]):
                is_open = False
                break
            connection.sendall(bytes.fromhex(segment))
        if hello["ends"] and is_open:
            connection.shutdown(socket.SHUT_WR)
        while is_open and (left := began + seconds - time.monotonic()) > 0:
            is_open = receive(connection, state, left)
        closed = None if is_open else time.monotonic() - began
    except OSError:
        closed = time.monotonic() - began
    connection.close()
    return {"id": hello["id"], "received": state["received"].hex(), "closedAfter": closed}


given = json.load(sys.stdin)
with ThreadPoolExecutor(max_workers=16) as pool:
    answers = pool.map(lambda hello: send(hello, given["host"], given["port"], given["seconds"]), given["hellos"])
    json.dump(list(answers), sys.stdout)
