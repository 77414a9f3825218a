import argparse
import sys

from inkoop.demo.region.cli import add_arguments, run
from inkoop.demo.region.people import TooManyClients


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m inkoop.demo.region", description="Maakt een synthetische regio."
    )
    add_arguments(parser)
    try:
        sys.stdout.write(run(vars(parser.parse_args())) + "\n")
    except TooManyClients as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
