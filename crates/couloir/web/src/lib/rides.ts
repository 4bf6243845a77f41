// What a device has recorded of one ride: which part of a boarding comes next, and how many are on board by now.

import type { Happened, Ride, Stop } from "./api";
import { queue, type Entry } from "./queue.svelte";

/** How far back it looks for those on board, in seconds: plans of another day number their trips anew. */
const DAY_SECONDS = 86_400;

const isSame = (one: Stop | undefined, other: Stop): boolean => JSON.stringify(one) === JSON.stringify(other);
const isOf = ({ event }: Entry, ride: Ride): boolean => event.what.ride?.vehicle === ride.vehicle && event.what.ride?.trip === ride.trip;

/** Which part of a boarding or an unloading comes next: the books take two counts of one part for two words on the same people. */
export function nextPart(kind: Happened["kind"], at: Stop, ride: Ride): number {
  const parts = queue.entries.filter((entry) => entry.event.what.kind === kind && isOf(entry, ride) && isSame(entry.event.what.at, at));
  return Math.max(0, ...parts.map((entry) => Number(entry.event.what.part ?? 1))) + 1;
}

/** Who is on board of a ride by what was recorded here today and not refused. */
export function onBoard(ride: Ride, at: Stop, now = Date.now() / 1000): number {
  let sum = 0;
  const today = queue.entries.filter((entry) => entry.fate !== "refused" && isOf(entry, ride) && entry.recorded > now - DAY_SECONDS);
  for (const { event: { what } } of today.sort((one, two) => one.recorded - two.recorded)) {
    if (what.kind === "boarded") sum += peopleOf(what);
    if (what.kind === "alighted") sum = Math.max(0, sum - peopleOf(what));
    // Without a number the next trip begins when people have got off, or when the vehicle has left here: it comes back empty.
    if (!ride.trip && (what.kind === "alighted" || (what.kind === "departed" && isSame(what.from, at)))) sum = 0;
  }
  return sum;
}

function peopleOf({ count }: Happened): number {
  return count?.people ?? (count?.men ?? 0) + (count?.women ?? 0) + (count?.children ?? 0);
}
