"""Asks stunnel what it makes of each configuration that stdin lists (JSON): [{"name", "files": {name: text}, "configuration": name}].

Prints (JSON): {"version": text, "verdicts": [{"name", "accepted": bool, "said": text, "services": ["[name] address:port"]}]}
"""

import json
import os
import re
import subprocess
import sys
import tempfile

# As the program's own log has it.
BOUND = re.compile(r"Service (\[.*\]) \(FD=\d+\) bound to (\S+)$")
READY = "Accepting new connections"


def ask(subject):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in subject["files"].items():
            # A newline in a value stays what it is.
            with open(os.path.join(folder, name), "w", newline="") as file:
                file.write(text)
        # stunnel reads a file and listens; it has no mode in which it only reads. That level names the services.
        with open(os.path.join(folder, "told.conf"), "w", newline="") as file:
            file.write("debug = 7\n" + subject["files"][subject["configuration"]])
        stunnel = subprocess.Popen(["stunnel", "told.conf"], cwd=folder, stderr=subprocess.PIPE, text=True)
        said = []
        for line in stunnel.stderr:
            said.append(line)
            if READY in line:
                stunnel.terminate()
                break
        stunnel.stderr.close()
        stunnel.wait()
    services = [" ".join(found.groups()) for found in map(BOUND.search, said) if found]
    return {
        "name": subject["name"],
        "accepted": any(READY in line for line in said),
        "said": "".join(said[-5:]),
        "services": services,
    }


version = subprocess.run(["stunnel", "-version"], capture_output=True, text=True).stderr
json.dump({"version": version.split("\n")[0], "verdicts": [ask(subject) for subject in json.load(sys.stdin)]}, sys.stdout)
