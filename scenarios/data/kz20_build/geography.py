"""Distances, borders and the map."""

import json

from .common import DOMESTIC, RAW, great_circle_km, pairs, raw


def build_distances():
    """Great-circle distance between the regional capitals, every ordered pair."""
    point = {r["region_id"]: (float(r["capital_lat"]), float(r["capital_lon"])) for r in raw("regions.csv")}
    for a, b in pairs():
        yield [a, b, f"{great_circle_km(point[a], point[b]):.1f}"]


def build_adjacency():
    """Ordered pairs of regions that share a border, computed from the polygons and made symmetric; `hinterland` marks a
    city and the region around it."""
    hinterland = {("AST", "AKM"), ("ALA", "ALM"), ("SHM", "TRK")}
    touching = {(r["region_id"], other) for r in raw("regions.csv") for other in r["neighbours"].split(";")}
    for a, b in pairs():
        if {(a, b), (b, a)} & (touching | hinterland):
            yield [a, b, "hinterland" if {(a, b), (b, a)} & hinterland else "adjacent"]


def boundaries():
    """The region boundaries, one feature a line, in the order of the regions."""
    source = json.loads((RAW / "maps" / "kz_adm1_20.geojson").read_text(encoding="utf-8"))
    by_id = {feature["properties"]["id"]: feature for feature in source["features"]}
    lines = []
    for region in DOMESTIC:
        properties = {"id": region, "name_en": by_id[region]["properties"]["name_en"]}
        feature = {"type": "Feature", "properties": properties, "geometry": by_id[region]["geometry"]}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    attribution = (
        "Boundaries: Alexander Rodionov, geokz 1.0.2 (January 2024), CC BY 4.0; base data OCHA COD-AB Kazakhstan and "
        "BNS KATO; simplified."
    )
    head = f'{{"type":"FeatureCollection","attribution":{json.dumps(attribution)},"features":[\n'
    return head + ",\n".join(lines) + "\n]}\n"
