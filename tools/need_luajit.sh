#!/usr/bin/env bash
# Sees to it that native programs find LuaJIT, which Python's wheel gives the server: need_luajit.sh WHO
set -euo pipefail
found() { ldconfig -p 2>/dev/null | grep -q 'libluajit-5\.1\.so\.2'; }
if ! found && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get install -y -qq libluajit-5.1-2 >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq libluajit-5.1-2 >/dev/null; }
fi
found || { echo "$1: MISSING: install LuaJIT (Debian: libluajit-5.1-2)"; exit 1; }
