"""Holds the conversations that stdin lists (JSON), all at once, and prints what was heard in each (JSON).

Each: {"host", "port", "tls": {"serverName", "authority"} | null, "steps": [["send", text], ["read", seconds], ["pause", seconds]]}
Result: {"heard": [text of each read], "closedAfter": seconds | null, "error": text}

A read ends with the first silence of 0.3 s after something was heard, with the end of the connection, or with its time.
"""

import json
import socket
import ssl
import sys
import time
from concurrent.futures import ThreadPoolExecutor


def read(connection, seconds):
    heard = b""
    end = time.monotonic() + seconds
    while True:
        left = end - time.monotonic()
        if left <= 0:
            return heard, False
        connection.settimeout(min(left, 0.3) if heard else left)
        try:
            data = connection.recv(65536)
        except socket.timeout:
            if heard:
                return heard, False
            continue
        if not data:
            return heard, True
        heard += data


def hold(spec):
    result = {"heard": [], "closedAfter": None, "error": ""}
    began = time.monotonic()
    try:
        connection = socket.create_connection((spec["host"], spec["port"]), timeout=10)
        if spec.get("tls") is not None:
            context = ssl.create_default_context(cadata=spec["tls"]["authority"])
            connection = context.wrap_socket(connection, server_hostname=spec["tls"]["serverName"])
        with connection:
            for what, value in spec["steps"]:
                if what == "send":
                    connection.settimeout(10)
                    connection.sendall(value.encode("latin-1"))
                elif what == "pause":
                    time.sleep(value)
                else:
                    heard, closed = read(connection, value)
                    result["heard"].append(heard.decode("latin-1"))
                    if closed:
                        result["closedAfter"] = time.monotonic() - began
                        break
    except OSError as error:
        result["error"] = f"{type(error).__name__}: {error}"
        if not isinstance(error, socket.timeout):
            result["closedAfter"] = time.monotonic() - began
    return result


dialogues = json.load(sys.stdin)
with ThreadPoolExecutor(max_workers=32) as pool:
    json.dump(list(pool.map(hold, dialogues)), sys.stdout)
