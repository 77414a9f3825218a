"""Pages that go on from the last row: nothing is counted, and page 1,000 costs what page 1 costs."""

from typing import Any

from django.core.exceptions import ValidationError as WrongPlace
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from inkoop.base.keyset import Order, first_page, page_after

AFTER, SIZE = "na", "aantal"
USUAL, MOST = 100, 1000


class KeysetPagination(BasePagination):
    """Rows by their key. ``volgende`` is the address of the next page; NULL = this was the last."""

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any]:
        key = queryset.model._meta.pk
        order = Order(key, key, descending=False)
        size, place = _size(request), request.query_params.get(AFTER)
        try:
            page = (
                first_page(queryset, order, size)
                if place is None
                else page_after(queryset, order, _number(place), size)
            )
        except WrongPlace as error:
            raise ValidationError({AFTER: error.messages}) from None
        address = request.build_absolute_uri()
        self.next = replace_query_param(address, AFTER, page.next_place) if page.next_place else None
        return page.rows

    def get_paginated_response(self, data: Any) -> Response:
        headers = {"Link": f'<{self.next}>; rel="next"'} if self.next else None
        return Response({"resultaten": data, "volgende": self.next}, headers=headers)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        following = {
            "type": ["string", "null"],
            "format": "uri",
            "description": "Adres van de volgende pagina.",
        }
        return {
            "type": "object",
            "required": ["resultaten", "volgende"],
            "properties": {"resultaten": schema, "volgende": following},
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[Any]:
        return [
            _parameter(
                AFTER,
                "Ga verder na deze rij; komt uit ‘volgende’.",
                {"type": "string", "pattern": "^[0-9]{1,18}$"},
            ),
            _parameter(
                SIZE,
                "Hoeveel rijen hoogstens.",
                {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
            ),
        ]


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _number(place: str) -> str:
    """All keys are numbers; one that the database could not hold is refused here."""
    if not (place.isascii() and place.isdigit() and len(place) <= 18):  # noqa: PLR2004 -- digits of a bigint
        raise ValidationError({AFTER: ["Neem het adres over uit ‘volgende’."]})
    return place


def _size(request: Request) -> int:
    text = request.query_params.get(SIZE, str(USUAL))
    if text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and 1 <= int(text) <= MOST:
        return int(text)
    raise ValidationError({SIZE: [f"Vraag 1 tot {MOST} rijen."]})
