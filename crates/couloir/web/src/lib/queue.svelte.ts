// What a post has recorded and not passed on yet: kept in the browser until the server has it, and never counted twice.

import { now as serverNow } from "./clock";
import { told } from "./fault";
import { Offline, Refused, ask, isForNow, type Event } from "./api";

export interface Entry {
  /** Made once: the server knows by it a submission that is sent again. */
  key: string;
  event: Event;
  /** What it says, in the words of the form. */
  words: string;
  recorded: number;
  /** Not sent before this moment, so that it can be taken back. */
  sendAt: number;
  fate: "waits" | "sent" | "refused";
  /** Sending has begun, here or in another window: the server may have it, whatever came back. */
  tried?: boolean;
  id?: string;
  why?: string;
  /** The submission that this one corrects. */
  corrects?: string;
}

/** What an entry says happened: of a correction, what it says instead; nothing where it withdraws. */
export const meant = ({ event }: Entry): Event | null => (event.what.kind === "correction" ? ((event.what.by as Event | undefined) ?? null) : event);

/** True when something recorded here later says otherwise. */
export const isCorrected = ({ key }: Entry): boolean => queue.entries.some((entry) => entry.corrects === key && entry.fate !== "refused");

/** Each entry lies under a name of its own: windows of one browser add to what waits and never write over one another. */
const PREFIX = "couloir-queue/";
/** Where all of them lay together in earlier versions. */
const TOGETHER = "couloir-queue";
/** How long a submission can be taken back, in seconds. */
export const UNDO_SECONDS = 10;
/** How many that are passed on stay in the list. */
const SENT_KEPT = 50;

export const queue = $state<{ entries: Entry[] }>({ entries: read() });

window.addEventListener("storage", ({ key, newValue }) => {
  if (key === null) queue.entries = [];
  else if (key.startsWith(PREFIX)) take(key.slice(PREFIX.length), newValue);
});

export function waiting(): number {
  return queue.entries.filter((entry) => entry.fate !== "sent").length;
}

/** What was recorded here of a group that has boarded; nothing when it has not, or when that was taken back or refused. */
export function boardedBefore(code: string): string | undefined {
  return queue.entries.find((entry) => entry.fate !== "refused" && !isCorrected(entry) && entry.event.groups?.includes(code))?.words;
}

export function submit(event: Event, words: string, corrects?: string): Entry {
  const now = Date.now() / 1000;
  const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const entry: Entry = { key, event: event.what.kind === "correction" ? event : { ...event, occurred_at: event.occurred_at ?? Math.floor(serverNow()) }, words, recorded: now, sendAt: now + UNDO_SECONDS, fate: "waits", ...(corrects ? { corrects } : {}) };
  keep(entry);
  queue.entries.unshift(entry);
  setTimeout(() => void flush(), UNDO_SECONDS * 1000 + 50);
  return entry;
}

/** True while a submission can be taken back: once sending has begun, only a correction takes it out of the books. */
export const isUndoable = (entry: Entry, now: number): boolean => entry.fate === "waits" && !entry.tried && entry.sendAt > now;

/** Takes a submission back that nobody has begun to send, or one that was refused. False where it is too late. */
export function drop(key: string): boolean {
  const kept = stored(key);
  if (!kept || kept.fate === "sent" || (kept.fate === "waits" && kept.tried)) return false;
  localStorage.removeItem(PREFIX + key);
  take(key, null);
  return true;
}

export function again(key: string): void {
  const entry = queue.entries.find((entry) => entry.key === key && entry.fate === "refused");
  if (entry) {
    entry.fate = "waits";
    keep(entry);
  }
  void flush();
}

let flushing = false;

/** Passes on what waits, the oldest first; where the browser can say so, from one window at a time. */
export async function flush(): Promise<void> {
  if (flushing) return;
  flushing = true;
  try {
    // Without locks, as on a plain address, two windows may send one entry: its key makes that harmless.
    if (navigator.locks) await navigator.locks.request("couloir-queue", sendAll);
    else await sendAll();
  } catch (error) {
    // Without a connection, or signed out, everything waits for the next time.
    if (!(error instanceof Offline) && !(error instanceof Refused)) throw error;
  } finally {
    flushing = false;
    tidy();
  }
}

async function sendAll(): Promise<void> {
  for (const { key } of [...queue.entries].reverse()) {
    // Another window may have sent it or taken it back meanwhile.
    take(key, localStorage.getItem(PREFIX + key));
    const entry = queue.entries.find((entry) => entry.key === key);
    if (entry?.fate === "waits" && isDue(entry.sendAt)) await send(entry);
  }
}

/** A clock that was set back must not hold anything for hours. */
function isDue(sendAt: number): boolean {
  const left = sendAt - Date.now() / 1000;
  return left <= 0 || left > UNDO_SECONDS + 1;
}

async function send(entry: Entry): Promise<void> {
  entry.tried = true;
  keep(entry);
  try {
    const taken = await ask<{ id: string }>("POST", "/api/v1/events", entry.event, { "idempotency-key": entry.key });
    entry.fate = "sent";
    entry.id = taken.id;
  } catch (error) {
    // A server that took too long may have recorded it all the same: refused would be counted twice.
    if (!(error instanceof Refused) || isForNow(error)) throw error;
    entry.fate = "refused";
    entry.why = told(error);
  }
  keep(entry);
}

function read(): Entry[] {
  try {
    const together = JSON.parse(localStorage.getItem(TOGETHER) ?? "[]") as Entry[];
    together.forEach(keep);
    localStorage.removeItem(TOGETHER);
  } catch {
    // What cannot be read is left where it lies.
  }
  const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? "").filter((key) => key.startsWith(PREFIX));
  const entries = keys.flatMap((key) => stored(key.slice(PREFIX.length)) ?? []);
  return entries.sort((one, two) => two.recorded - one.recorded);
}

function stored(key: string): Entry | undefined {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

function keep(entry: Entry): void {
  localStorage.setItem(PREFIX + entry.key, JSON.stringify(entry));
}

/** Takes over what lies in the browser's store of one entry; nothing lies there once it was taken back. */
function take(key: string, text: string | null): void {
  const index = queue.entries.findIndex((entry) => entry.key === key);
  if (text === null) {
    if (index >= 0) queue.entries.splice(index, 1);
    return;
  }
  const entry = JSON.parse(text) as Entry;
  if (index >= 0) Object.assign(queue.entries[index]!, entry);
  else queue.entries = [entry, ...queue.entries].sort((one, two) => two.recorded - one.recorded);
}

/** Of those that are passed on, the last ones stay. */
function tidy(): void {
  for (const { key } of queue.entries.filter((entry) => entry.fate === "sent").slice(SENT_KEPT)) {
    localStorage.removeItem(PREFIX + key);
    take(key, null);
  }
}
