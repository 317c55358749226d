"""Small maps written by hand, the generated town, and the real extracts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nightwalk.model.city import City, grid_town

SHARED = Path(__file__).parents[3].parent / "shared" / "data"
MapWriter = Callable[..., Path]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGHTWALK_CACHE", str(tmp_path / "cache"))


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the folder shared/data with real extracts is not beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def town() -> City:
    return grid_town()


@pytest.fixture(scope="session")
def helsinki() -> City:
    return City.built_in()


def tags_xml(tags: dict[str, str]) -> Iterator[str]:
    for key, text in tags.items():
        yield f'<tag k="{key}" v="{text}"/>'


@pytest.fixture
def write_map(tmp_path: Path) -> MapWriter:
    """Write an .osm file: nodes {id: (east m, north m, tags)}, ways [(refs, tags)]."""

    def write(
        nodes: dict[int, tuple[float, float, dict[str, str]]],
        ways: list[tuple[list[int], dict[str, str]]],
        name: str = "small.osm",
    ) -> Path:
        lines = ['<?xml version="1.0"?>', '<osm version="0.6">']
        for number, (east, north, tags) in nodes.items():
            lon, lat = 9 + east / 71_700, 50 + north / 111_230
            body = "".join(tags_xml(tags))
            lines.append(f'<node id="{number}" lat="{lat:.7f}" lon="{lon:.7f}">{body}</node>')
        for number, (refs, tags) in enumerate(ways, start=1):
            body = "".join(f'<nd ref="{ref}"/>' for ref in refs) + "".join(tags_xml(tags))
            lines.append(f'<way id="{number}">{body}</way>')
        path = tmp_path / name
        path.write_text("\n".join([*lines, "</osm>"]), "utf-8")
        return path

    return write


def line_of_nodes(count: int, step: float = 50.0) -> dict[int, tuple[float, float, dict[str, str]]]:
    """Nodes 1..count in a row to the east."""
    return {i + 1: (i * step, 0.0, {}) for i in range(count)}
