"""A wire between two TUN devices, with delay, loss and a rate: for kernels without the qdisc netem.

Usage: link.py ONE TWO. Prints `ready`. Lines on standard input: `set DELAY_MS LOSS_PERCENT RATE_KBIT`, `cut`, `mend`.
Each way has a queue of its own; what does not fit is dropped, as netem does it (limit 1000).
"""

import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
TUN_NO_PACKET_INFO = 0x0001 | 0x1000
LIMIT = 1000


def tun(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), TUN_NO_PACKET_INFO))
    return device


def main():
    ends = [tun(name) for name in sys.argv[1:3]]
    print("ready", flush=True)
    delay, loss, rate, is_cut = 0.0, 0.0, 1e9, False
    free_at, waiting, number = [0.0, 0.0], [], 0
    draws = random.Random(1)
    dropped = passed = 0
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, end, packet = heapq.heappop(waiting)
            if not is_cut:
                try:
                    os.write(ends[end], packet)
                except OSError:
                    pass
        pause = min(1.0, max(0.0, waiting[0][0] - now)) if waiting else 1.0
        ready, _, _ = select.select([*ends, sys.stdin], [], [], pause)
        for source in ready:
            if source is sys.stdin:
                # Not readline: what it keeps in its buffer, select does not see.
                orders = os.read(0, 4096).decode()
                if not orders:
                    print(f"passed {passed} packets, dropped {dropped}", file=sys.stderr)
                    return
                for order in orders.splitlines():
                    words = order.split()
                    if not words:
                        continue
                    if words[0] == "set":
                        delay, loss, rate = float(words[1]) / 1e3, float(words[2]) / 100, float(words[3]) * 1e3
                    is_cut = words[0] == "cut" or (is_cut and words[0] == "set")
                continue
            way = ends.index(source)
            try:
                packet = os.read(source, 65536)
            except OSError:
                continue
            if is_cut or draws.random() < loss or LIMIT <= len(waiting):
                dropped += 1
                continue
            passed += 1
            free_at[way] = max(free_at[way], time.monotonic()) + len(packet) * 8 / rate
            number += 1
            heapq.heappush(waiting, (free_at[way] + delay, number, 1 - way, packet))


main()
