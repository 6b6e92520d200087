"""The command line: translates a command into one operation, and its answer back."""


def main() -> None:
    """Run the command line of this process."""
    raise SystemExit("tamis: no command yet")
