"""Makes the checkout importable in its virtual environment, and puts the commands in its bin.

An editable install does the same and takes a build of the wheel each time pyproject.toml changes.
"""

import sys
import sysconfig
import tomllib
from pathlib import Path

root = Path(__file__).resolve().parents[1]
Path(sysconfig.get_paths()["purelib"], "vkscope_checkout.pth").write_text(f"{root}\n")
scripts = tomllib.loads((root / "pyproject.toml").read_text())["project"]["scripts"]
for name, target in scripts.items():
    module, function = target.split(":")
    path = Path(sys.prefix, "bin", name)
    path.write_text(
        f"#!{sys.executable}\nimport sys\nfrom {module} import {function}\nsys.exit({function}())\n"
    )
    path.chmod(0o755)
