"""Holds many connections open from one address and says nothing more on them; one that is closed is opened anew. Ends with its stdin.

Given (one line of JSON): {"host", "port", "source", "count", "hello": hex sent on each, "perSecond": how many are opened at most}
Result (JSON): {"opened", "closed", "standing": open at the end, "most": open at once at most}
"""

import json
import resource
import select
import socket
import sys
import time

given = json.loads(sys.stdin.readline())
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, given["count"] + 256), hard))
hello = bytes.fromhex(given["hello"])
poll = select.epoll()
held, opened, closed, most = {}, 0, 0, 0


def open_one():
    connection = socket.socket()
    connection.bind((given["source"], 0))
    connection.settimeout(2)
    try:
        connection.connect((given["host"], given["port"]))
        connection.sendall(hello)
        connection.setblocking(False)
    except OSError:
        connection.close()
        return False
    poll.register(connection.fileno(), select.EPOLLIN | select.EPOLLRDHUP)
    held[connection.fileno()] = connection
    return True


def is_closed(connection):
    try:
        return connection.recv(65536) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


TICK = 0.02
ends = False
poll.register(sys.stdin.fileno(), select.EPOLLIN | select.EPOLLHUP)
while not ends:
    for _ in range(max(1, int(given["perSecond"] * TICK))):
        if len(held) >= given["count"]:
            break
        opened += open_one()
    until = time.monotonic() + TICK
    while (left := until - time.monotonic()) > 0:
        for descriptor, _ in poll.poll(left, 1024):
            if descriptor == sys.stdin.fileno():
                ends = True
            elif is_closed(held[descriptor]):
                poll.unregister(descriptor)
                held.pop(descriptor).close()
                closed += 1
    most = max(most, len(held))
json.dump({"opened": opened, "closed": closed, "standing": len(held), "most": most}, sys.stdout)
