import argparse
import sys

from inkoop.demo.region.cli import add_arguments, run
from inkoop.demo.region.people import TooManyClients


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m inkoop.demo.region", description="Maakt een synthetische regio.")
    add_arguments(parser)
    try:
        print(run(vars(parser.parse_args())))
    except TooManyClients as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
