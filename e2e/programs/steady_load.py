"""Sends GET requests steadily until stdin is closed, then prints what came of them (JSON).

Settings are the first argument (JSON): {"address", "port", "host", "path", "authority"?: PEM, "keepAlive": n, "fresh": n, "pauseSeconds"}.
`keepAlive` clients keep their connection, `fresh` ones open one for each request. A request that found its kept connection closed by
the server before any byte of an answer is sent once more on a new one, as every HTTP client does (RFC 9112, 9.3.1); it is counted.
"""

import http.client
import json
import socket
import ssl
import sys
import threading
import time

settings = json.loads(sys.argv[1])
stop = threading.Event()
lock = threading.Lock()
summary = {"requests": 0, "failures": [], "resent": 0, "versions": {}, "slowestSeconds": 0.0, "last": ""}
CLOSED = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError, ssl.SSLEOFError)


def connect():
    raw = socket.create_connection((settings["address"], settings["port"]), timeout=10)
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if settings.get("authority"):
        context = ssl.create_default_context(cadata=settings["authority"])
        raw = context.wrap_socket(raw, server_hostname=settings["host"])
    connection = http.client.HTTPConnection(settings["host"])
    connection.sock = raw
    return connection


class NoAnswer(Exception):
    """The server closed before the first byte of an answer."""


def ask(connection, keep):
    try:
        connection.request("GET", settings["path"], headers={} if keep else {"Connection": "close"})
        response = connection.getresponse()
    except CLOSED as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from error
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"status {response.status}: {body[:200]!r}")
    return json.loads(body), response.will_close


def count(answer, seconds):
    with lock:
        summary["requests"] += 1
        summary["versions"][answer["version"]] = summary["versions"].get(answer["version"], 0) + 1
        summary["last"] = answer["version"]
        summary["slowestSeconds"] = max(summary["slowestSeconds"], seconds)


def fail(error, began):
    with lock:
        summary["requests"] += 1
        summary["failures"].append(f"{time.strftime('%H:%M:%S', time.gmtime(began))} {type(error).__name__}: {error}")


def client(keep):
    kept = None
    while not stop.is_set():
        began = time.time()
        try:
            connection = kept or connect()
            try:
                answer, closing = ask(connection, keep)
            except NoAnswer:
                if kept is None:
                    raise
                with lock:
                    summary["resent"] += 1
                connection = connect()
                answer, closing = ask(connection, keep)
            kept = connection if keep and not closing else None
            if kept is None:
                connection.close()
            count(answer, time.time() - began)
        except Exception as error:
            kept = None
            fail(error, began)
        stop.wait(settings["pauseSeconds"])


threads = [threading.Thread(target=client, args=(keep,)) for keep in [True] * settings["keepAlive"] + [False] * settings["fresh"]]
for thread in threads:
    thread.start()
sys.stdin.read()
stop.set()
for thread in threads:
    thread.join()
json.dump(summary, sys.stdout)
