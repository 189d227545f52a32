"""Writes the cffi module's C source: `cffi_build.py NATIVE_DIR OUT.c`.

Declarations are what stands between the `cdef begin` and `cdef end` lines of door/vk.h and
door/vk_python.h; the latter become extern "Python".
"""

import sys
from pathlib import Path

from cffi import FFI


def declarations(header: Path) -> str:
    """Return the part of a header that cffi may parse."""
    text = header.read_text()
    return text.split("/* cdef begin */")[1].split("/* cdef end */")[0]


def main(native: Path, out: Path) -> None:
    """Generate the module's source."""
    ffi = FFI()
    ffi.cdef(declarations(native / "door/vk.h"))
    ffi.cdef('extern "Python+C" {' + declarations(native / "door/vk_python.h") + "}")
    prelude = '#include "door/vk.h"\n#define CFFI_DLLEXPORT\n'
    ffi.set_source("vkscope.native._native", prelude, py_limited_api=True)
    ffi.emit_c_code(str(out))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
