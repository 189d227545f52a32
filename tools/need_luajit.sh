#!/usr/bin/env bash
# Sees to it that native programs find LuaJIT, which Python's wheel gives the server: need_luajit.sh WHO
set -euo pipefail
# Reads to the end: with pipefail a pipe closed early would count as not found.
found() { ldconfig -p 2>/dev/null | grep 'libluajit-5\.1\.so\.2' >/dev/null; }
if ! found && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get install -y -qq libluajit-5.1-2 >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq libluajit-5.1-2 >/dev/null; }
fi
found || { echo "$1: MISSING: install LuaJIT (Debian: libluajit-5.1-2)"; exit 1; }
