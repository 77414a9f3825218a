"""The published files of iJw, which are no part of this project; without them the tests that need them do not run."""

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("IJW_REFERENCE") or CHECKOUT.parent / "shared" / "ijw")

SAMPLES = [f"JW{number}" for number in (301, 302, 305, 306, 307, 308, 315, 316, 317, 318, 319, 320, 323, 325)]

needs_reference = [
    pytest.mark.ijw_reference,
    pytest.mark.skipif(
        not (REFERENCE / "xsd").is_dir(),
        reason="de gepubliceerde iJw-bestanden ontbreken; zet IJW_REFERENCE op de map met xsd/ en xml/",
    ),
]


def sample(name: str) -> Path:
    return REFERENCE / "xml" / f"{name}.xml"
