"""Asks nginx what it makes of each configuration that stdin lists (JSON): [{"name", "files": {path: text}, "configuration": path}].

Prints (JSON): {"version": text, "verdicts": [{"name", "accepted": bool, "said": text}]}
"""

import json
import os
import shutil
import subprocess
import sys


def ask(subject):
    folders = {os.path.dirname(path) for path in subject["files"]}
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
    for path, text in subject["files"].items():
        with open(path, "w") as file:
            file.write(text)
    run = subprocess.run(["nginx", "-t", "-c", subject["configuration"]], capture_output=True, text=True)
    for folder in folders:
        shutil.rmtree(folder)
    return {"name": subject["name"], "accepted": run.returncode == 0, "said": run.stderr}


version = subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr
json.dump({"version": version, "verdicts": [ask(subject) for subject in json.load(sys.stdin)]}, sys.stdout)
