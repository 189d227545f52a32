#!/usr/bin/env bash
# Runs Python tests against a server whose native module has the address and undefined-behaviour sanitizers in it:
#   tools/sanitized_server.sh [pytest arguments]; default: tests/server and tests/fault
# The package is copied beside that module, so that the checkout's own build stays as it is. The interpreter has no
# sanitizer: the runtime is loaded before it, and leaks are not looked for here (the native units do).
set -euo pipefail
bin=$PWD/.venv/bin
dir=build/asan
mkdir -p "$dir"
"$bin/cmake" -S . -B "$dir/cmake" -G Ninja -DCMAKE_MAKE_PROGRAM="$bin/ninja" -DVK_PYTHON=ON -DVK_ASSERT=ON -DVK_WERROR=ON \
    -DVK_SANITIZER=address -DPython_EXECUTABLE="$bin/python" >"$dir/log" 2>&1 || { cat "$dir/log"; exit 1; }
"$bin/cmake" --build "$dir/cmake" -j 2 >"$dir/log" 2>&1 || { tail -40 "$dir/log"; exit 1; }
rm -rf "$dir/tree"
mkdir -p "$dir/tree"
cp -r vkscope tests labs pyproject.toml "$dir/tree/"
rm -f "$dir"/tree/vkscope/native/_native*.so
cp "$dir"/cmake/_native*.so "$dir/tree/vkscope/native/"
cd "$dir/tree"
[ $# -gt 0 ] || set -- tests/server tests/fault
export PYTHONPATH=$PWD PYTHONMALLOC=malloc PYTHONDONTWRITEBYTECODE=1
export LD_PRELOAD=$(gcc -print-file-name=libasan.so)
export ASAN_OPTIONS=detect_leaks=0:halt_on_error=1:exitcode=86:log_path=$PWD/report:handle_segv=0 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
real=$("$bin/python" -c 'import sys; print(sys.executable)')
"$real" -m pytest -q -p no:cacheprovider "$@"
if compgen -G "report.*" >/dev/null; then
    head -60 report.*
    exit 1
fi
