#!/usr/bin/env bash
# Builds the fuzz targets and runs each for so many seconds: [FUZZ=name] [FUZZ_CC=compiler] fuzz.sh SECONDS
# With clang's libFuzzer where it is, else with tests/fuzz_driver.c; always under the address and undefined sanitizers.
set -euo pipefail
seconds=${1:-60}
bin=.venv/bin
cc=${FUZZ_CC:-}
if [ -z "$cc" ]; then
    cc=gcc
    if command -v clang >/dev/null && [ -e "$(clang --print-file-name=libclang_rt.fuzzer-x86_64.a)" ]; then cc=clang; fi
fi
tools/need_luajit.sh fuzz
dir=build/fuzz-$(basename "$cc")
mkdir -p "$dir"
$bin/cmake -S . -B "$dir" -G Ninja -DCMAKE_MAKE_PROGRAM="$PWD/$bin/ninja" -DCMAKE_C_COMPILER="$cc" -DVK_FUZZ=ON -DVK_ASSERT=ON \
    -DVK_SANITIZER=address >"$dir.log" 2>&1 || { cat "$dir.log"; exit 1; }
$bin/cmake --build "$dir" -j 2 ${FUZZ:+--target "fuzz_$FUZZ"} >"$dir.log" 2>&1 || { tail -40 "$dir.log"; exit 1; }
found=0
for target in "$dir"/fuzz_*; do
    [ -f "$target" ] && [ -x "$target" ] || continue
    name=$(basename "$target")
    [ -z "${FUZZ:-}" ] || [ "fuzz_$FUZZ" = "$name" ] || continue
    found=1
    echo "$name: $seconds s with $cc"
    mkdir -p "$dir/work-$name"
    if [ "$(basename "$cc")" = clang ]; then
        (cd "$dir/work-$name" && mkdir -p corpus && "../$name" -max_total_time="$seconds" -max_len=4096 -print_final_stats=1 -verbosity=0 -artifact_prefix="$PWD/" corpus 2>fuzz.log) ||
            { tail -60 "$dir/work-$name/fuzz.log"; exit 1; }
        grep number_of_executed "$dir/work-$name/fuzz.log"
    else
        (cd "$dir/work-$name" && "../$name" "$seconds" "$RANDOM")
    fi
done
[ $found = 1 ] || { echo "fuzz: no target '${FUZZ:-}'"; exit 2; }
