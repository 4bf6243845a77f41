#!/usr/bin/env python3
"""Asks RoutingKit, OSRM and Valhalla what `couloir bench roads` asks itself, in the same run, and prints all beside each other.

    python3.13 docs/peers/roads.py EXTRACT.osm.pbf --couloir target/release/couloir --work /tmp/peers

The engines come as wheels from the Python registry into a virtual environment of the work folder (Python 3.12 or later);
nothing is installed elsewhere. Points are random points on roads, the same for all, drawn by `couloir bench roads`.

What is held against what:

- RoutingKit gets our graph and our weights: its times must be ours, to the hundredth of a second, on all 200 routes.
- OSRM (car.lua) and Valhalla (costing `auto`) read the extract themselves, by their own rules of speed, access and turns. The
  middle of the ratios of times must lie between 0.75 and 1.33. OSRM looks for the fastest way as we do: half of the routes must
  have a length within 2 % of ours, nine tenths within 15 %. Valhalla looks for the cheapest, with penalties for manoeuvres and a
  taste for large roads, and may take longer ways: a third within 2 %, three quarters within 15 %.

Ends with 1 when a tolerance is missed.
"""

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

WHEELS = ["osrm-bindings==26.10.0", "pyvalhalla==3.9.1", "routingkit-cch==0.1.4", "osmium==4.3.2", "numpy>=2"]
ROUTES = 200
# The shares of routes whose length must be within 2 % and within 15 % of ours.
SHARES = {"osrm": (0.5, 0.9), "valhalla": (0.33, 0.75)}
NEVER = 2**31 - 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("extract", type=Path)
    parser.add_argument("--couloir", type=Path, default=Path("target/release/couloir"))
    parser.add_argument("--work", type=Path, required=True, help="a folder for the environment and everything that is made")
    parser.add_argument("--places", type=int, default=1000, help="rows and columns of the matrix")
    parser.add_argument("--only", choices=sorted(ENGINES), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    asked = arguments.work / "asked"
    if arguments.only:
        found = ENGINES[arguments.only](arguments.extract, asked, arguments.work, arguments.places)
        (arguments.work / f"{arguments.only}.json").write_text(json.dumps(found))
        return 0
    python = environment(arguments.work / "venv")
    say("couloir")
    bench = [arguments.couloir, "bench", "roads", arguments.extract, "--kind", "car", "--peers", asked]
    took(bench, stdout=sys.stderr)
    results = {"couloir": ours(asked)}
    for engine in ENGINES:
        say(engine)
        again = [python, __file__, arguments.extract, "--work", arguments.work, "--places", str(arguments.places)]
        took([*again, "--only", engine])
        results[engine] = json.loads((arguments.work / f"{engine}.json").read_text())
    return 0 if report(arguments.extract, results) else 1


def say(text):
    print(f"… {text}", file=sys.stderr, flush=True)


def environment(folder):
    """A Python with the engines in it."""
    python = folder / "bin" / "python"
    if not python.exists():
        say("installing the engines")
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-U", "pip"], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--only-binary", ":all:", *WHEELS], check=True)
    return python


def took(command, **options):
    """Runs a command: its seconds by the clock, the most memory that it held in MB, and its seconds of processor time."""
    began = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], **options)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(str(part) for part in command)}")
    return time.monotonic() - began, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def best(what, repeat=3):
    """The shortest of several times in seconds, and what came of it."""
    shortest, made = None, None
    for _ in range(repeat):
        began = time.perf_counter()
        made = what()
        elapsed = time.perf_counter() - began
        shortest = elapsed if shortest is None else min(shortest, elapsed)
    return shortest, made


def rows(path):
    with open(path, newline="") as file:
        yield from csv.DictReader(file)


def points(asked):
    return [(float(row["lat"]), float(row["lon"])) for row in rows(asked / "points.csv")]


def ours(asked):
    value = {row["what"]: float(row["value"]) for row in rows(asked / "measured.csv")}
    routes = [
        (float(row["cs"]) / 100, float(row["metres"])) if row["cs"] else None for row in rows(asked / "routes.csv")
    ]
    return {
        "import_s": value["import_s"],
        "import_cpu_s": value["import_cpu_s"],
        "peak_mb": value["import_peak_kb"] / 1024,
        "open_s": value["open_s"],
        "matrix_s": value["matrix_1000_s"],
        "matrix": "1,000²",
        "route_ms": value["route_ms"],
        "closure_s": value["closure_s"],
        "routes": routes,
    }


def routingkit(_extract, asked, _work, places):
    """The same graph with the same weights."""
    import resource

    from routingkit_cch import CCH, CCHMetric, CCHMetricPartialUpdater, CCHOneToMany, CCHQuery, compute_order_inertial

    nodes = [(float(row["lat"]), float(row["lon"])) for row in rows(asked / "states.csv")]
    arcs = [(int(row["tail"]), int(row["head"]), int(row["cs"]), int(row["segment"])) for row in rows(asked / "arcs.csv")]
    tail, head, weight = ([arc[column] for arc in arcs] for column in range(3))
    began, cpu = time.monotonic(), time.process_time()
    order = compute_order_inertial(len(nodes), tail, head, [node[0] for node in nodes], [node[1] for node in nodes])
    cch = CCH(order, tail, head, False)
    imported, cpu = time.monotonic() - began, time.process_time() - cpu
    opened, metric = best(lambda: CCHMetric(cch, weight))

    def ends(text):
        return [tuple(int(part) for part in end.split(":")) for end in text.split()]

    asked_points = [
        (ends(row["leaving"]), ends(row["reaching"]), row["segment"]) for row in rows(asked / "points.csv")
    ]
    targets = [reaching[0][0] for _, reaching, _ in asked_points[:places] if reaching]

    def matrix():
        many = CCHOneToMany(metric, targets)
        return [many.distances_from_multi(leaving) for leaving, _, _ in asked_points[:places] if leaving]

    matrix_s, _ = best(matrix, 1)
    query = CCHQuery(metric)

    def routes():
        found = []
        for one, two in list(zip(asked_points, asked_points[1:]))[:ROUTES]:
            # Two points on one road: the way along it is no matter of the graph.
            known = one[0] and two[1] and one[2] != two[2]
            # A result must be gone before the next is asked for: only its distance is kept.
            distance = query.run_multi(one[0], two[1]).distance if known else None
            found.append(None if distance is None else (distance / 100, None))
        return found

    route_s, found = best(routes)
    del query
    closed = {int(row["segment"]) for row in rows(asked / "closed.csv")}
    updates = {index: NEVER for index, arc in enumerate(arcs) if arc[3] in closed}
    shut = [NEVER if index in updates else weight[index] for index in range(len(weight))]
    full_s, _ = best(lambda: CCHMetric(cch, shut))
    updater = CCHMetricPartialUpdater(cch)
    partial_s, _ = best(lambda: updater.apply(metric, updates), 1)
    return {
        "import_s": imported,
        "import_cpu_s": cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "open_s": opened,
        "matrix_s": matrix_s,
        "matrix": f"{places:,}²",
        "route_ms": route_s / len(found) * 1000,
        "closure_s": full_s,
        "closure_note": f"{partial_s * 1000:.1f} ms when partial",
        "routes": found,
    }


def osrm(extract, asked, work, places):
    """MLD with car.lua; called inside the process, without HTTP."""
    import osmium
    import osrm as engine

    share = Path(engine.__file__).parent
    folder = work / "osrm"
    folder.mkdir(exist_ok=True)
    here = folder / "map.osm.pbf"
    if not here.exists():
        here.symlink_to(extract.resolve())
    base = folder / "map.osrm"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    steps = [
        [share / "bin" / "osrm-extract", "-p", share / "share" / "profiles" / "car.lua", here],
        [share / "bin" / "osrm-partition", base],
        [share / "bin" / "osrm-customize", base],
    ]
    made = [took(step, **quiet) for step in steps]

    def opening():
        return engine.OSRM(
            storage_config=str(base), algorithm="MLD", use_shared_memory=False, max_locations_distance_table=100_000
        )

    open_s, router = best(opening)
    coordinates = [(lon, lat) for lat, lon in points(asked)]
    table = engine.TableParameters(coordinates=coordinates[:places], annotations=["duration"])
    matrix_s, _ = best(lambda: router.Table(table), 1)
    asked_routes = [
        engine.RouteParameters(coordinates=list(pair), overview="false", continue_straight=False)
        for pair in list(zip(coordinates, coordinates[1:]))[:ROUTES]
    ]

    def routes():
        found = []
        for parameters in asked_routes:
            try:
                route = router.Route(parameters)["routes"][0]
                found.append((float(route["duration"]), float(route["distance"])))
            except RuntimeError:
                found.append(None)
        return found

    route_s, found = best(routes)
    # A closure: speed 0 between the points of the closed ways, for another customization and a reload.
    ways = {int(row["way"]) for row in rows(asked / "closed.csv")}
    speeds = folder / "closed.csv"
    with open(speeds, "w") as file:
        for way in osmium.FileProcessor(str(extract), osmium.osm.WAY):
            if way.id in ways:
                refs = [node.ref for node in way.nodes]
                for one, two in zip(refs, refs[1:]):
                    file.write(f"{one},{two},0\n{two},{one},0\n")
    customized, _, _ = took([share / "bin" / "osrm-customize", base, "--segment-speed-file", speeds], **quiet)
    reload_s, _ = best(opening, 1)
    return {
        "import_s": sum(seconds for seconds, _, _ in made),
        "import_cpu_s": sum(cpu for _, _, cpu in made),
        "peak_mb": max(peak for _, peak, _ in made),
        "open_s": open_s,
        "matrix_s": matrix_s,
        "matrix": f"{places:,}²",
        "route_ms": route_s / len(found) * 1000,
        "closure_s": customized + reload_s,
        "closure_note": "with the reload",
        "routes": found,
    }


def valhalla(extract, asked, work, _places):
    """Costing `auto`; called inside the process, without HTTP."""
    import valhalla as engine

    folder = work / "valhalla"
    (folder / "tiles").mkdir(parents=True, exist_ok=True)
    config = engine.get_config(tile_extract="", tile_dir=str(folder / "tiles"), verbose=False)
    config["mjolnir"]["tile_extract"] = ""
    config["mjolnir"]["concurrency"] = os.cpu_count()
    config["service_limits"]["auto"].update({"max_matrix_location_pairs": 10**7, "max_matrix_distance": 5e6})
    config["service_limits"]["max_exclude_locations"] = 50
    path = folder / "valhalla.json"
    path.write_text(json.dumps(config))
    build = Path(engine.__file__).parent / "bin" / "valhalla_build_tiles"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    imported, peak, cpu = took([build, "-c", path, extract], **quiet)
    open_s, actor = best(lambda: engine.Actor(str(path)), 1)
    where = [{"lat": lat, "lon": lon} for lat, lon in points(asked)]
    hundred = where[:100]
    matrix_s, _ = best(lambda: actor.matrix({"sources": hundred, "targets": hundred, "costing": "auto"}), 1)

    def routes(extra):
        found = []
        for pair in list(zip(where, where[1:]))[:ROUTES]:
            try:
                wish = {"locations": list(pair), "costing": "auto", "directions_type": "none", **extra}
                summary = actor.route(wish)["trip"]["summary"]
                found.append((float(summary["time"]), float(summary["length"]) * 1000))
            except (RuntimeError, engine.ValhallaError):
                found.append(None)
        return found

    route_s, found = best(lambda: routes({}), 1)
    shut_s, _ = best(lambda: routes({"exclude_locations": where[300:310]}), 1)
    return {
        "import_s": imported,
        "import_cpu_s": cpu,
        "peak_mb": peak,
        "open_s": open_s,
        "matrix_s": matrix_s,
        "matrix": "100²",
        "route_ms": route_s / len(found) * 1000,
        "closure_s": max(0.0, shut_s - route_s) / len(found),
        "closure_note": "more with each request",
        "routes": found,
    }


ENGINES = {"routingkit": routingkit, "osrm": osrm, "valhalla": valhalla}


def report(extract, results):
    """Prints the tables; true when all tolerances hold."""
    print(f"\n{extract.name}, {os.cpu_count()} cores; the best of several where it is short\n")
    print("| | import | of processor time | peak memory | open | matrix | one route | closure |")
    print("|---|---|---|---|---|---|---|---|")
    for engine, row in results.items():
        matrix = f"{row['matrix']} in {row['matrix_s']:.3g} s"
        note = f", {row['closure_note']}" if "closure_note" in row else ""
        print(
            f"| {engine} | {row['import_s']:.3g} s | {row['import_cpu_s']:.3g} s | {row['peak_mb']:,.0f} MB | {row['open_s']:.3f} s | {matrix} "
            f"| {row['route_ms']:.2g} ms | {row['closure_s']:.3g} s{note} |"
        )
    print("\n| against couloir | routes in both | no route there, or here | same time | times, middle (10 %, 90 %) | lengths | within 2 % | within 15 % | |")
    print("|---|---|---|---|---|---|---|---|---|")
    verdicts = [compare(engine, results["couloir"]["routes"], row["routes"]) for engine, row in results.items() if engine != "couloir"]
    return all(verdicts)


def compare(engine, here, there):
    both = [(one, two) for one, two in zip(here, there) if one and two and one[0] > 0]
    lost = sum(1 for one, two in zip(here, there) if one and not two)
    more = sum(1 for one, two in zip(here, there) if two and not one)
    if not both:
        print(f"| {engine} | 0 | {lost}, {more} | | | | | | MISSED |")
        return False
    times = sorted(two[0] / one[0] for one, two in both)
    same = sum(1 for one, two in both if abs(one[0] - two[0]) < 0.005)
    spread = f"{statistics.median(times):.2f} ({times[len(times) // 10]:.2f}, {times[len(times) * 9 // 10]:.2f})"
    lengths = [two[1] / one[1] for one, two in both if two[1] is not None and one[1] > 0]
    if lengths:
        near, far = (sum(1 for ratio in lengths if abs(ratio - 1) <= limit) / len(lengths) for limit in (0.02, 0.15))
        least_near, least_far = SHARES[engine]
        good = near >= least_near and far >= least_far and 0.75 <= statistics.median(times) <= 1.33
        said = f"{statistics.median(lengths):.3f} | {near:.0%} | {far:.0%}"
    else:
        good, said = same == len(both), " | | "
    print(f"| {engine} | {len(both)} | {lost}, {more} | {same} | {spread} | {said} | {'holds' if good else 'MISSED'} |")
    return good


if __name__ == "__main__":
    sys.exit(main())
