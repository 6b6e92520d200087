"""What is slow to load is loaded by the command that needs it, not by `tamis --help`."""

import subprocess
import sys

SLOW = {"django", "duckdb", "ibis", "numpy", "pyarrow", "pydantic", "rich", "ruamel", "pandas"}


def test_help_loads_no_engine():
    program = "import sys, tamis.cli.shell, tamis.cli.commands; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert SLOW & set(loaded.split()) == set()
