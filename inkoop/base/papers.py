"""Papers as PDF/UA-1: accessible, the same on every machine, without packages of the system."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

PAPERS = Path(settings.BASE_DIR) / "templates" / "papers"


def render(template: str, data: dict[str, Any], *, dated: datetime | None = None) -> bytes:
    """``template`` is a file under templates/papers; it reads ``data`` as JSON, so values are never markup.

    With ``dated`` the same data gives the same bytes.
    """
    pdf: bytes = typst.compile(
        PAPERS / template,
        root=PAPERS,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
        timestamp=dated or datetime.now(UTC).replace(microsecond=0),
    )
    return pdf
