"""The numbers a map cannot give: light, weights, people per square metre ..."""

from __future__ import annotations

from dataclasses import dataclass

from nightwalk.base.quantity import LogNormal, Uniform, check_quantities, quantity

__all__ = ["Assumptions"]

EN = "EN 13201-2"


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """Every declared number used while a map becomes a city."""

    # Network
    segment_length: float = quantity(100.0, unit="m", low=20.0, high=500.0, source="odd.md 1.2")
    narrow_width: float = quantity(2.5, unit="m", low=1.0, high=5.0, source="assumed")
    beside_road: float = quantity(15.0, unit="m", low=5.0, high=30.0, source="assumed")
    front: float = quantity(20.0, unit="m", low=5.0, high=50.0, source="assumed")
    commercial: float = quantity(3.0, unit="uses per 100 m", low=1.0, high=10.0, source="assumed")
    station_reach: float = quantity(40.0, unit="m", low=10.0, high=100.0, source="assumed")

    # Mean horizontal illuminance after dark
    lux_main: float = quantity(
        12.0, unit="lx", low=5.0, high=30.0, prior=LogNormal(7.5, 20.0), source=f"{EN} C3-C5, P1-P2"
    )
    lux_residential: float = quantity(
        5.0, unit="lx", low=1.0, high=15.0, prior=LogNormal(2.0, 10.0), source=f"{EN} P2-P6"
    )
    lux_park: float = quantity(
        3.0, unit="lx", low=0.5, high=15.0, prior=LogNormal(1.0, 7.5), source=f"{EN} P4-P6"
    )
    lux_underpass: float = quantity(
        20.0, unit="lx", low=2.0, high=50.0, prior=LogNormal(5.0, 50.0), source=f"{EN} C2, SC"
    )
    lux_transit: float = quantity(
        15.0, unit="lx", low=5.0, high=50.0, prior=LogNormal(7.5, 30.0), source=f"{EN} C3, P1"
    )
    lux_unlit: float = quantity(
        0.5, unit="lx", low=0.0, high=2.0, prior=LogNormal(0.1, 1.5), source="assumed: moon and stray light"
    )

    # Guessing an unknown `lit`
    lamp_reach: float = quantity(30.0, unit="m", low=10.0, high=60.0, source="assumed")
    inventory_reach: float = quantity(200.0, unit="m", low=50.0, high=1000.0, source="assumed")
    lit_reach: float = quantity(500.0, unit="m", low=50.0, high=5000.0, source="assumed")
    lit_prior_weight: float = quantity(5.0, unit="segments", low=0.0, high=100.0, source="assumed")
    lit_main: float = quantity(0.95, low=0.0, high=1.0, prior=Uniform(0.85, 1.0), source="assumed")
    lit_residential: float = quantity(0.9, low=0.0, high=1.0, prior=Uniform(0.7, 1.0), source="assumed")
    lit_park: float = quantity(0.5, low=0.0, high=1.0, prior=Uniform(0.2, 0.8), source="assumed")
    lit_underpass: float = quantity(0.8, low=0.0, high=1.0, prior=Uniform(0.5, 1.0), source="assumed")
    lit_transit: float = quantity(0.95, low=0.0, high=1.0, prior=Uniform(0.8, 1.0), source="assumed")
    survey_reach: float = quantity(20.0, unit="m", low=5.0, high=50.0, source="assumed")
    low_percentile: float = quantity(10.0, unit="%", low=0.0, high=50.0, source="assumed")
    good_uniformity: float = quantity(0.4, low=0.1, high=1.0, source=f"{EN} classes M and C, U0")

    # Entrapment, 0-1 each, combined as 1 - product of (1 - e)
    entrapment_open: float = quantity(0.05, low=0.0, high=0.5, source="assumed")
    entrapment_tunnel: float = quantity(0.9, low=0.0, high=1.0, prior=Uniform(0.6, 1.0), source="assumed")
    entrapment_passage: float = quantity(0.5, low=0.0, high=1.0, prior=Uniform(0.2, 0.8), source="assumed")
    entrapment_dead_end: float = quantity(0.25, low=0.0, high=1.0, prior=Uniform(0.1, 0.5), source="assumed")
    entrapment_narrow: float = quantity(0.4, low=0.0, high=1.0, prior=Uniform(0.2, 0.7), source="assumed")
    entrapment_steps: float = quantity(0.3, low=0.0, high=1.0, prior=Uniform(0.1, 0.5), source="assumed")
    entrapment_unfronted: float = quantity(0.3, low=0.0, high=1.0, prior=Uniform(0.1, 0.5), source="assumed")

    # Physical incivility
    incivility_residential: float = quantity(
        0.2, low=0.02, high=1.0, prior=Uniform(0.1, 0.3), source="assumed"
    )
    incivility_main: float = quantity(0.25, low=0.02, high=1.0, prior=Uniform(0.1, 0.4), source="assumed")
    incivility_park: float = quantity(0.25, low=0.02, high=1.0, prior=Uniform(0.1, 0.4), source="assumed")
    incivility_underpass: float = quantity(0.5, low=0.02, high=1.0, prior=Uniform(0.3, 0.7), source="assumed")
    incivility_transit: float = quantity(0.35, low=0.02, high=1.0, prior=Uniform(0.2, 0.5), source="assumed")
    incivility_vacancy: float = quantity(0.15, low=0.0, high=0.5, prior=Uniform(0.05, 0.3), source="assumed")
    incivility_wasteland: float = quantity(
        0.15, low=0.0, high=0.5, prior=Uniform(0.05, 0.3), source="assumed"
    )
    incivility_nightlife: float = quantity(0.1, low=0.0, high=0.5, prior=Uniform(0.0, 0.2), source="assumed")
    neglect_reach: float = quantity(30.0, unit="m", low=10.0, high=100.0, source="assumed")

    # Night life
    nightlife_reach: float = quantity(75.0, unit="m", low=25.0, high=200.0, source="assumed")
    nightlife_half: float = quantity(4.0, unit="bars", low=1.0, high=20.0, source="assumed")

    use_reach: float = quantity(150.0, unit="m", low=20.0, high=1000.0, source="assumed")

    visits_per_use: float = quantity(20.0, unit="visits", low=1.0, high=500.0, source="assumed")

    # Attraction of uses, 1 = an ordinary shop
    weight_office: float = quantity(2.0, low=0.1, high=20.0, source="assumed")
    weight_large_work: float = quantity(8.0, low=0.1, high=50.0, source="assumed")
    weight_shop: float = quantity(1.0, low=0.1, high=20.0, source="definition")
    weight_food_shop: float = quantity(4.0, low=0.1, high=20.0, source="assumed")
    weight_large_shop: float = quantity(8.0, low=0.1, high=50.0, source="assumed")
    weight_service: float = quantity(0.7, low=0.1, high=20.0, source="assumed")
    weight_meal: float = quantity(1.5, low=0.1, high=20.0, source="assumed")
    weight_culture: float = quantity(4.0, low=0.1, high=50.0, source="assumed")
    weight_leisure: float = quantity(1.5, low=0.1, high=20.0, source="assumed")
    weight_green: float = quantity(2.0, low=0.1, high=20.0, source="assumed")
    weight_bar: float = quantity(1.5, low=0.1, high=20.0, source="assumed")
    weight_club: float = quantity(4.0, low=0.1, high=50.0, source="assumed")
    weight_school: float = quantity(5.0, low=0.1, high=50.0, source="assumed")
    weight_kindergarten: float = quantity(1.5, low=0.1, high=20.0, source="assumed")
    weight_university: float = quantity(8.0, low=0.1, high=50.0, source="assumed")

    # People
    people_per_floor_area: float = quantity(
        0.02,
        unit="people per m2",
        low=0.002,
        high=0.1,
        prior=LogNormal(0.01, 0.04),
        source="assumed: 50 m2 gross",
    )
    dwelling_share_plain: float = quantity(
        0.5, low=0.0, high=1.0, prior=Uniform(0.2, 0.8), source="assumed: building=yes"
    )
    levels_block: float = quantity(4.0, unit="storeys", low=1.0, high=40.0, source="assumed")
    levels_house: float = quantity(2.0, unit="storeys", low=1.0, high=4.0, source="assumed")
    people_per_street_metre: float = quantity(
        0.2, unit="people per m", low=0.01, high=2.0, prior=LogNormal(0.05, 0.6), source="assumed"
    )
    enough_buildings: float = quantity(2.0, unit="dwellings per km", low=0.1, high=50.0, source="assumed")
    cell_size: float = quantity(250.0, unit="m", low=100.0, high=2000.0, source="rules.md 17")
    area_residents: float = quantity(200.0, unit="people", low=1.0, high=100000.0, source="rules.md 17")
    boundaries_wanted: float = quantity(20.0, unit="polygons", low=1.0, high=1000.0, source="rules.md 17")

    # Ways in and out
    stop_bus: float = quantity(1.0, low=0.0, high=100.0, source="definition")
    stop_tram: float = quantity(2.0, low=0.0, high=100.0, source="assumed")
    stop_metro: float = quantity(5.0, low=0.0, high=100.0, source="assumed")
    stop_station: float = quantity(10.0, low=0.0, high=100.0, source="assumed")
    parking_lot: float = quantity(1.0, low=0.0, high=100.0, source="definition: 50 places")
    parking_street: float = quantity(0.2, low=0.0, high=100.0, source="assumed")
    exit_main: float = quantity(3.0, low=0.0, high=100.0, source="assumed")
    exit_residential: float = quantity(1.0, low=0.0, high=100.0, source="definition")
    exit_path: float = quantity(0.5, low=0.0, high=100.0, source="assumed")
    exit_reach: float = quantity(0.03, unit="of the map's diameter", low=0.001, high=0.3, source="assumed")
    gate_reach: float = quantity(300.0, unit="m", low=50.0, high=2000.0, source="assumed")

    def __post_init__(self) -> None:
        check_quantities(self)
