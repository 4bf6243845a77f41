// What a device has recorded of one ride: which part of a boarding comes next, and how many are on board by now.

import type { Happened, Ride, Stop } from "./api";
import { isCorrected, meant, queue, type Entry } from "./queue.svelte";

/** How far back it looks for those on board, in seconds: plans of another day number their trips anew. */
const DAY_SECONDS = 86_400;

const isSame = (one: Stop | undefined, other: Stop): boolean => JSON.stringify(one) === JSON.stringify(other);
const isOf = (what: Happened, ride: Ride): boolean => what.ride?.vehicle === ride.vehicle && what.ride?.trip === ride.trip;

/** Which part of a boarding or an unloading comes next: the books take two counts of one part for two words on the same people. */
export function nextPart(kind: Happened["kind"], at: Stop, ride: Ride): number {
  const said = queue.entries.flatMap((entry) => meant(entry)?.what ?? []);
  const parts = said.filter((what) => what.kind === kind && isOf(what, ride) && isSame(what.at, at));
  return Math.max(0, ...parts.map((what) => Number(what.part ?? 1))) + 1;
}

/** Who is on board of a ride by what was recorded here today and not refused, without the entry `except`. */
export function onBoard(ride: Ride, at: Stop, now = Date.now() / 1000, except?: Entry): number {
  let sum = 0;
  const holds = (entry: Entry) => entry.fate !== "refused" && entry.key !== except?.key && !isCorrected(entry) && entry.recorded > now - DAY_SECONDS;
  const moment = (entry: Entry) => meant(entry)?.occurred_at ?? entry.recorded;
  for (const entry of queue.entries.filter(holds).sort((one, two) => moment(one) - moment(two) || one.recorded - two.recorded)) {
    const what = meant(entry)?.what;
    if (!what || !isOf(what, ride)) continue;
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
