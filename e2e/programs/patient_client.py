"""patient_client.py PORT NAME AUTHORITY IDLE_SECONDS BYTES: one TLS connection that is silent for a while, then carries much both ways.

Prints (JSON): {"first", "afterSilence": answers to `who`, "received": SHA-256 of what was sent to us, "sent", "taken": SHA-256 of what we sent}
"""

import hashlib
import json
import socket
import ssl
import sys
import time

port, name, authority, idle, count = sys.argv[1:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.load_verify_locations(cadata=authority)
connection = context.wrap_socket(socket.create_connection(("127.0.0.1", int(port)), timeout=60), server_hostname=name)
lines = connection.makefile("rwb")


def ask(command):
    lines.write(command.encode() + b"\n")
    lines.flush()


def who():
    ask("who")
    return json.loads(lines.readline())


result = {"first": who()}
time.sleep(float(idle))
result["afterSilence"] = who()
ask(f"send {count}")
received = hashlib.sha256()
left = int(count)
while left > 0:
    data = lines.read(min(left, 65536))
    if not data:
        break
    received.update(data)
    left -= len(data)
result["received"] = received.hexdigest()
block = b"0123456789abcdef" * 4096
sent = hashlib.sha256()
ask(f"take {count}")
for _ in range(int(count) // len(block)):
    lines.write(block)
    sent.update(block)
lines.flush()
result["sent"] = sent.hexdigest()
result["taken"] = lines.readline().decode().strip()
json.dump(result, sys.stdout)
