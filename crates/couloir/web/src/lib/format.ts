// Numbers and times as people read them: in their language, with Western digits, in the operation's time zone.

import { now as present } from "./clock";
import { language, say } from "./words.svelte";

/** How fields of day and hour write a moment, by zone: making a format takes a thousand times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function field(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });
  formats.set(zone, known);
  return known;
}

/** What ECMAScript's dates reach, in seconds before and after 1970: an event may name a moment beyond, and no view falls over it. */
const MOMENT_MAX = 8.64e12;
const isMoment = (seconds: number): boolean => Math.abs(seconds) <= MOMENT_MAX;

/** What stands between thousands (CLDR 48: `group` of `en`, `fr`, and `ar` with Western digits). */
const BETWEEN_THOUSANDS = { en: ",", fr: "\u202f", ar: "," } as const;

/** A whole number is grouped here: the browser takes as long to make its first number format as to paint the figures. */
export function number(value: number): string {
  if (!Number.isInteger(value)) return new Intl.NumberFormat(`${language()}-u-nu-latn`).format(value);
  return String(value).replace("-", "\u2212").replace(/\B(?=(\d{3})+$)/g, BETWEEN_THOUSANDS[language()]);
}

/** «1,200» or «at least 1,200». */
export function people(value: number | null, atLeast = false): string {
  if (value === null) return say("unknown");
  return atLeast ? say("at-least", { number: number(value) }) : number(value);
}

/** «2,000 – 3,000», from left to right in every language. */
export const range = (low: number, high: number): string => `\u2066${number(low)} – ${number(high)}\u2069`;

/** The form of words that «2 – 3» stands with: languages count ranges by rules of their own (CLDR, `pluralRanges`). */
export function formOf(low: number, high: number): string {
  const rules = new Intl.PluralRules(language()) as Intl.PluralRules & { selectRange?(low: number, high: number): string };
  // Browsers of before 2023 know the forms of single numbers alone.
  return rules.selectRange?.(low, high) ?? rules.select(high);
}

/** A moment: the hour alone today, with the day otherwise. */
export function moment(seconds: number, zone: string, now = present()): string {
  if (!isMoment(seconds)) return say("unknown");
  const [day = "", time = ""] = toField(seconds, zone).split("T");
  if (toField(now, zone).startsWith(`${day}T`)) return time;
  const [, month, date] = day.split("-").map(Number);
  return say("day-moment", { day: String(date), month: say(`month-${month}`), time });
}

export function hour(seconds: number, zone: string): string {
  return isMoment(seconds) ? toField(seconds, zone).slice(11) : say("unknown");
}

/** «14:05 – 15:10»: each moment by itself, for months are words and go with the language. */
export const span = (low: number, high: number, zone: string, now?: number): string => `\u2068${moment(low, zone, now)}\u2069 – \u2068${moment(high, zone, now)}\u2069`;

/** A moment as a field of day and hour writes it, in the operation's zone; empty where there is no such moment. */
export function toField(seconds: number, zone: string): string {
  if (!isMoment(seconds)) return "";
  const ahead = offset(seconds, zone);
  if (ahead !== undefined) return new Date((seconds + ahead) * 1000).toISOString().slice(0, 16);
  return field(zone).format(seconds * 1000).replace(" ", "T");
}

/** By how many seconds the operation's clocks are ahead of UTC; nothing of times and zones of which the server has not said it. */
function offset(seconds: number, zone: string): number | undefined {
  if (!clocks || clocks.zone !== zone) return undefined;
  return seconds < clocks.until ? clocks.offsets.findLast(([from]) => from <= seconds)?.[1] : undefined;
}

/** What the server says of the operation's clocks: the browser takes as long to make its first format of a moment as to paint the figures. */
let clocks: { zone: string; offsets: [number, number][]; until: number } | null = null;

export function setClocks(zone: string, offsets: [number, number][], until: number): void {
  clocks = { zone, offsets, until };
}

/** The moment that such a field shows; nothing when it is empty. */
export function fromField(text: string, zone: string): number | undefined {
  const wall = Date.parse(`${text}Z`) / 1000;
  if (!Number.isFinite(wall)) return undefined;
  const offset = (at: number) => Date.parse(`${toField(at, zone)}Z`) / 1000 - at;
  // The offset at the wall's own reading may be that of the other side of a change of clocks.
  return wall - offset(wall - offset(wall));
}

/** Whole hours of the operation's zone between two moments, few enough to be read. */
export function ticks(from: number, until: number, zone: string, most = 9): number[] {
  const steps = [900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];
  const step = steps.find((one) => (until - from) / one <= most) ?? Math.ceil((until - from) / most / 86_400) * 86_400;
  const wall = Date.parse(`${toField(from, zone)}Z`) / 1000 - (from - (from % 60));
  const found: number[] = [];
  for (let at = Math.ceil((from + wall) / step) * step - wall; at <= until; at += step) found.push(at);
  return found;
}

/** How far ahead a moment may be and still be now, in minutes: clocks of phones differ by so much. */
const AHEAD_MINUTES_MAX = 2;

/** How long ago, in words. */
export function age(seconds: number, now: number): string {
  const minutes = Math.floor((now - seconds) / 60);
  if (minutes < -AHEAD_MINUTES_MAX) return say("age-ahead");
  const told = (id: string, count: number) => say(id, { count, number: number(count) });
  if (minutes < 1) return say("age-now");
  if (minutes < 120) return told("age-minutes", minutes);
  if (minutes < 48 * 60) return told("age-hours", Math.floor(minutes / 60));
  return told("age-days", Math.floor(minutes / 1440));
}

/** How old a figure is: it turns amber after half an hour and grey after two. One of the future is not to be trusted either. */
export function staleness(seconds: number | null, now: number): "fresh" | "ageing" | "stale" {
  if (seconds === null) return "stale";
  const minutes = (now - seconds) / 60;
  return minutes >= -AHEAD_MINUTES_MAX && minutes < 30 ? "fresh" : minutes < 120 ? "ageing" : "stale";
}

/** Saves a text as a file. */
export function save(name: string, kind: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: kind }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
