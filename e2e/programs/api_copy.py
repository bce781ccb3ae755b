"""Serves, with the real nginx, the copy of the API that k8sniff reads, and asks it what k8sniff asks (JSON in, JSON out).

Given: {"files": {path: text}, "configuration": path, "asked": [[method, path]]}
Result: [{"status", "type", "body"}], one for each question.
"""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

given = json.load(sys.stdin)
for path, text in given["files"].items():
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def ask(method, path):
    request = urllib.request.Request(f"http://127.0.0.1:8080{path}", method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return {"status": answer.status, "type": answer.headers["Content-Type"], "body": answer.read().decode()}
    except urllib.error.HTTPError as error:
        return {"status": error.code, "type": "", "body": ""}


server = subprocess.Popen(["nginx", "-c", given["configuration"], "-g", "daemon off;"])
try:
    for _ in range(50):
        time.sleep(0.1)
        try:
            ask("GET", "/")
            break
        except OSError:
            continue
    json.dump([ask(method, path) for method, path in given["asked"]], sys.stdout)
finally:
    server.terminate()
    server.wait()
    for path in given["files"]:
        os.remove(path)
