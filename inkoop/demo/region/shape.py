"""How large a region is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    providers: int
    municipalities: int
    running: int  # allocations in force on an average day
    clients: int  # children with care on an average day
    stay: int  # months a child stays in care
    skew: float  # exponent of the sizes of providers: 0 is all alike
    strategic: int
    large: int


SHAPES: dict[str, Shape] = {
    shape.name: shape
    for shape in (
        Shape("klein", 24, 3, running=255, clients=170, stay=24, skew=0.35, strategic=2, large=5),
        Shape("demo", 180, 10, running=2_700, clients=1_050, stay=24, skew=0.75, strategic=8, large=32),
        Shape("regio", 400, 20, running=43_000, clients=7_600, stay=24, skew=0.85, strategic=12, large=60),
        Shape(
            "groot", 6_000, 60, running=430_000, clients=76_000, stay=24, skew=0.8, strategic=60, large=600
        ),
    )
}
