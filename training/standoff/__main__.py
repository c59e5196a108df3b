"""Restore or pack the stand-off passages (see the package's docstring)."""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

from training.standoff.texts import PACKED, pack, restore


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True, dest="command")
    one = commands.add_parser("restore", help="full records, the text put back")
    one.add_argument("data", type=Path, help="folder of the open sets")
    one.add_argument("out", type=Path)
    two = commands.add_parser("pack", help="annotated passages to the stand-off file")
    two.add_argument("data", type=Path)
    two.add_argument("sources", type=Path, nargs="+")
    args = parser.parse_args()
    if args.command == "restore":
        with args.out.open("w", encoding="utf-8") as file:
            for record in restore(args.data):
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        return
    # mtime=0: the same records give the same bytes.
    lines = [json.dumps(record, ensure_ascii=False) for record in pack(args.data, args.sources)]
    PACKED.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))


if __name__ == "__main__":
    main()
