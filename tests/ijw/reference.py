"""The published files of iJw. They are not part of this project; a test that needs them says so when they are absent."""

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("IJW_REFERENCE") or CHECKOUT.parent / "shared" / "ijw")

SAMPLES = "JW301 JW302 JW305 JW306 JW307 JW308 JW315 JW316 JW317 JW318 JW319 JW320 JW323 JW325".split()

needs_reference = [
    pytest.mark.ijw_reference,
    pytest.mark.skipif(
        not (REFERENCE / "xsd").is_dir(),
        reason="de gepubliceerde iJw-bestanden ontbreken; zet IJW_REFERENCE op de map met xsd/ en xml/",
    ),
]


def sample(name: str) -> Path:
    return REFERENCE / "xml" / f"{name}.xml"
