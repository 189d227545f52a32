#!/usr/bin/env bash
# Builds and runs the native units: native_units.sh address|undefined|thread|valgrind
set -euo pipefail
kind=${1:-address}
bin=.venv/bin
if ! [ -e /usr/include/gtest/gtest.h ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get install -y -qq libgtest-dev g++ >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq libgtest-dev g++ >/dev/null; }
    fi
fi
if ! [ -e /usr/include/gtest/gtest.h ]; then
    echo "native units: MISSING: install GoogleTest (Debian: libgtest-dev) to run them"
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi
tools/need_luajit.sh "native units"
dir=build/units-$kind
sanitizer=$kind
libc=OFF
if [ "$kind" = valgrind ]; then
    command -v valgrind >/dev/null || { echo "native units: MISSING: install valgrind"; exit 1; }
    sanitizer=
    libc=ON # its own heap is what valgrind understands
fi
mkdir -p build
$bin/cmake -S . -B "$dir" -G Ninja -DCMAKE_MAKE_PROGRAM="$PWD/$bin/ninja" -DVK_TESTS=ON -DVK_WERROR=ON -DVK_ASSERT=ON -DVK_SANITIZER="$sanitizer" -DVK_LIBC_ALLOC="$libc" >"$dir.log" 2>&1 || { cat "$dir.log"; exit 1; }
$bin/cmake --build "$dir" -j 2 >"$dir.log" 2>&1 || { tail -40 "$dir.log"; exit 1; }
if [ "$kind" = valgrind ]; then
    # A reader that races a writer in two threads is for `make SANITIZER=thread`: valgrind runs one thread at a time.
    valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite --show-leak-kinds=definite --fair-sched=yes "$dir/native_tests" --gtest_brief=1
else
    TSAN_OPTIONS=halt_on_error=1 UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_leaks=1 "$dir/native_tests" --gtest_brief=1
fi
