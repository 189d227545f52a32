"""Fails when a commit lacks its Signed-off-by line."""

import subprocess
import sys

log = subprocess.run(
    ["git", "log", "--format=%h %s%x00%b%x01"], capture_output=True, text=True, check=True
).stdout
missing = [
    entry.split("\0")[0].strip()
    for entry in log.split("\x01")
    if entry.strip() and "\nSigned-off-by: " not in "\n" + entry.split("\0")[1]
]
for line in missing:
    print(f"no Signed-off-by: {line}")
sys.exit(bool(missing))
