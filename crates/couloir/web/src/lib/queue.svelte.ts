// What a post has recorded and not passed on yet: kept in the browser until the server has it, and never counted twice.

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
  id?: string;
  why?: string;
}

const KEY = "couloir-queue";
/** How long a submission can be taken back, in seconds. */
export const UNDO_SECONDS = 10;
/** How many that are passed on stay in the list. */
const SENT_KEPT = 50;

export const queue = $state<{ entries: Entry[] }>({ entries: read() });

export function waiting(): number {
  return queue.entries.filter((entry) => entry.fate !== "sent").length;
}

/** What was recorded here of a group that has boarded; nothing when it has not, or when that was taken back or refused. */
export function boardedBefore(code: string): string | undefined {
  return queue.entries.find((entry) => entry.fate !== "refused" && entry.event.groups?.includes(code))?.words;
}

export function submit(event: Event, words: string): Entry {
  const now = Date.now() / 1000;
  const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const entry: Entry = { key, event: { ...event, occurred_at: event.occurred_at ?? Math.floor(now) }, words, recorded: now, sendAt: now + UNDO_SECONDS, fate: "waits" };
  queue.entries.unshift(entry);
  write();
  setTimeout(() => void flush(), UNDO_SECONDS * 1000 + 50);
  return entry;
}

/** Takes a submission back that has not been sent, or one that was refused. */
export function drop(key: string): void {
  queue.entries = queue.entries.filter((entry) => entry.key !== key || entry.fate === "sent");
  write();
}

export function again(key: string): void {
  const entry = queue.entries.find((entry) => entry.key === key && entry.fate === "refused");
  if (entry) entry.fate = "waits";
  write();
  void flush();
}

let flushing = false;

/** Passes on what waits, the oldest first. */
export async function flush(): Promise<void> {
  if (flushing) return;
  flushing = true;
  try {
    for (const entry of [...queue.entries].reverse()) {
      const current = queue.entries.find((other) => other.key === entry.key);
      if (!current || current.fate !== "waits" || current.sendAt > Date.now() / 1000) continue;
      await send(current);
    }
  } catch (error) {
    // Without a connection, or signed out, everything waits for the next time.
    if (!(error instanceof Offline) && !(error instanceof Refused)) throw error;
  } finally {
    flushing = false;
    write();
  }
}

async function send(entry: Entry): Promise<void> {
  try {
    const taken = await ask<{ id: string }>("POST", "/api/v1/events", entry.event, { "idempotency-key": entry.key });
    entry.fate = "sent";
    entry.id = taken.id;
  } catch (error) {
    // A server that took too long may have recorded it all the same: refused would be counted twice.
    if (!(error instanceof Refused) || isForNow(error)) throw error;
    entry.fate = "refused";
    entry.why = `${error.message}. ${error.help}`;
  }
}

function read(): Entry[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}

function write(): void {
  const sent = queue.entries.filter((entry) => entry.fate === "sent").slice(0, SENT_KEPT);
  queue.entries = queue.entries.filter((entry) => entry.fate !== "sent" || sent.includes(entry));
  localStorage.setItem(KEY, JSON.stringify(queue.entries));
}
