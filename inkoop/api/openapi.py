"""What the NL API Design Rules ask of the description, and drf-spectacular does not write of itself."""

from typing import Any

from inkoop.api.problems import MEDIA_TYPE, TITLES

METHODS = {"get", "post", "put", "patch", "delete"}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}
ALWAYS = (400, 401, 403, 404, 406, 429)
WRITES = (413, 415)
VERSION_HEADER = {"schema": {"type": "string"}, "description": "Het volledige versienummer van de API."}


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    result["components"]["schemas"]["Probleem"] = PROBLEM
    for operations in result["paths"].values():
        for method, operation in operations.items():
            if method in METHODS:
                _complete(method, operation)
    return result


def _complete(method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for code in (*ALWAYS, *(WRITES if method != "get" else ())):
        responses[str(code)] = {
            "description": TITLES[code],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Probleem"}}},
        }
    for response in responses.values():
        response.setdefault("headers", {})["API-Version"] = VERSION_HEADER
