"""The queues of a plan as a SimPy model: what a competent engineer would write, beside which our simulator is measured.

Reads JSON on standard input (places: berths or null; vehicles: from, then visits [place, drive, not_before, length]; runs), prints JSON:
clearance, visits, events and seconds of processor time. No disturbances. Whoever joins a queue at the same second is served in the order of
the fleet: moments are counted in fractions of a second, one for each vehicle.
"""
import json
import sys
import time

import simpy

model = json.load(sys.stdin)
STEP = len(model["vehicles"]) + 1


def drive(env, number, vehicle, places, done):
    free = vehicle["from"]
    for place, ride, not_before, length in vehicle["visits"]:
        join = max(free + ride, not_before)
        yield env.timeout(join * STEP + number + 1 - env.now)
        berths = places[place]
        if berths is None:
            free = join + length
            yield env.timeout(free * STEP - env.now) if free * STEP > env.now else env.timeout(0)
        else:
            with berths.request() as turn:
                yield turn
                free = max(join, env.now // STEP) + length
                yield env.timeout(max(free * STEP - env.now, 0))
    done.append(free)


def run():
    env = simpy.Environment()
    places = [None if berths is None else simpy.Resource(env, capacity=berths) for berths in model["places"]]
    done = []
    for number, vehicle in enumerate(model["vehicles"]):
        env.process(drive(env, number, vehicle, places, done))
    events = 0
    while env.peek() != float("inf"):
        env.step()
        events += 1
    return max(done, default=0), events


began, started = time.process_time(), time.time()
for _ in range(model["runs"]):
    clearance, events = run()
seconds, elapsed = time.process_time() - began, time.time() - started
visits = sum(len(vehicle["visits"]) for vehicle in model["vehicles"])
found = {"clearance": clearance, "visits": visits, "events": events, "seconds": seconds, "elapsed": elapsed}
print(json.dumps(found | {"version": simpy.__version__}))
