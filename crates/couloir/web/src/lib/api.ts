// The API as the page uses it. What is wrong comes as a problem with a help line.

import { hear } from "./clock";

export type Role = "coordinator" | "planner" | "post" | "driver" | "analyst" | "public";

export interface Figure {
  people: number | null;
  at_least: boolean;
  as_of: number | null;
}

export type Inside =
  | { basis: "unknown" }
  | { basis: "counted"; people: number | null; as_of: number | null; no_sign_since: number | null }
  | { basis: "estimated"; low: number; median: number; high: number; right_permille: number; as_of: string };

export type Stop = { site: string } | { shelter: string };

export interface Balance {
  at: Stop;
  people: number;
  at_least: boolean;
  is_opened: boolean;
  as_of: number | null;
}

export interface State {
  now: number;
  out: Figure;
  on_the_road: Figure;
  arrived: Figure;
  inside: Inside;
  end: {
    planned: { at: number; not_before: number | null } | null;
    simulated: { low: number; median: number; high: number; runs: number; in_time_permille: number | null; left_permille: number } | null;
    estimated: { days_low: number; days_median: number; days_high: number; as_of: string } | null;
  };
  adopted: { plan: string; since: number; is_here: boolean } | null;
  discrepancies: number;
  events: number;
  unsent: { events: number; oldest: number | null };
  rides: { trip: string; people: number; last_seen: string; seen_at: number }[];
  places: Balance[];
}

export interface Place {
  name: string;
  lon: number | null;
  lat: number | null;
  capacity: number | null;
}

export interface Operation {
  name: string;
  time_zone: string;
  languages: string[];
  start: number;
  deadline: number | null;
  needs: string[];
  sites: Place[];
  shelters: Place[];
  vehicles: { name: string; class: string; places: number }[];
  passages: Place[];
  /** Groups that were given their tokens before: people by need, in the order of `needs`. */
  groups: { token: string; site: string; people: number[] }[];
  device: string;
  is_coordination: boolean;
  /** By how many seconds the clocks of `time_zone` are ahead of UTC, from which moment on; known until `until`. */
  clocks: { offsets: [number, number][]; until: number };
}

export interface Books {
  sum: number;
  places: Balance[];
  received: [number, number][];
  discrepancies: {
    code: string;
    name: string;
    since: number;
    about: { ride: string | null; place: string | null; event: string | null; reason: string | null };
    lines: { line: string; expected: number; found: number }[];
    help: string;
    events: string[];
  }[];
}

export type Count = Record<string, number>;
export interface Ride {
  vehicle: string;
  trip?: number;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Happened = { kind: string; [field: string]: any };

export interface Event {
  occurred_at?: number;
  post?: string;
  method?: "counted" | "reported" | "estimated";
  /** Codes of the groups that got on. */
  groups?: string[];
  what: Happened;
}

export interface Recorded {
  id: string;
  recorded_at: number;
  device: string;
  is_ours: boolean;
  /** Who recorded it through this server: a role, a session and a post, never a person. */
  by: { role: Role; who: string; post: string | null } | null;
  corrected_by: string | null;
  event: Event;
  sentence: string;
}

export interface Summary {
  id: string;
  clearance: number;
  bound: number | null;
  moved: number;
  left: number;
  trips: number;
  broken: string[];
  made_for_this: boolean;
  is_adopted: boolean;
  parent: string | null;
}

/** What happens to a plan when things go wrong: rows of a moment, 19 in 20 runs at least, the median, one in 20 more, and as planned. */
export interface Band {
  stage: "under_way" | "played" | "cannot";
  why: string | null;
  runs: number;
  rows: [number, number, number, number, number][];
  last: [number, number, number] | null;
  in_time_permille: number | null;
  left_permille: number | null;
}

export type Closed = { passage: string } | { way: { from: string; to: string } } | { place: string };

export interface Shut {
  of: Closed;
  from?: number;
  until?: number;
}

export interface Holding {
  of: Closed | null;
  name: string;
  from: number;
  until: number | null;
  is_recorded: boolean;
}

export interface Answer {
  under_way: boolean;
  parent: string | null;
  from: number | null;
  near: { plan: Summary; changes: number; later: number; worth: number | null; is_chosen: boolean }[];
  refused: string[];
  notes: string[];
}

export interface Told {
  parent: string;
  text: string;
  changes: { vehicle: string; kind: string; at: number }[];
}

export interface Plans {
  plans: Summary[];
  under_way: { permille: number; iterations: number; clearance: number | null } | null;
  fault: string | null;
}

export interface Visit {
  depart_s: number;
  arrive_s: number;
  join_s: number;
  start_s: number;
  end_s: number;
}

export interface Plan {
  id: string;
  start_unix_s: number;
  clearance_s: number;
  routes: {
    vehicle: string;
    trips: {
      stops: { site: string; people: Count; loading: Visit }[];
      shelter: string;
      unloading: Visit;
    }[];
  }[];
}

export interface Claim {
  id: string;
  start: number;
  end: number;
  quote: string;
  kind: string;
  quantity: { low: number; best: number | null; high: number; unit: string; wording: string } | null;
  when: { about: { start: string | null; end: string | null }; wording: string | null };
  speaker: { name: string | null; org: string | null; role: string | null };
  certainty: string;
}

/** Why the server refused, with what to do. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly help: string,
    /** Which of the things that the code covers it is, and what stands in a sentence about it. */
    readonly reason = "",
    readonly values: Record<string, string> = {},
  ) {
    super(detail);
  }
}

/** True where it is not the submission's fault: signed out or in again elsewhere, out of patience, too busy, or broken for the moment. */
export const isForNow = (error: Refused): boolean => [401, 408, 425, 429].includes(error.status) || error.status >= 500 || error.code === FORGED;

/** There is no connection: nothing is known of what became of the request. */
export class Offline extends Error {}

/** A request that hangs counts as no connection, in milliseconds: the server itself gives up after thirty seconds. */
const PATIENCE_MS = 35_000;

let csrf: string | null = null;

/** Answers by their addresses, with the names that the server gave their content: what has not changed is not sent again. */
const known = new Map<string, { name: string; value: unknown }>();
const KNOWN_MAX = 60;

export async function ask<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  try {
    return await once<T>(method, path, body, headers);
  } catch (error) {
    // Somebody has signed in with another window of this browser: the session is read again, once, and what was meant goes out in it.
    if (!(error instanceof Refused) || error.code !== FORGED || !(await hasReadSession())) throw error;
    return once<T>(method, path, body, headers);
  }
}

/** The code of a change that carries the token of a session that is no more. */
const FORGED = "couloir::serve::forged";

async function hasReadSession(): Promise<boolean> {
  const before = csrf;
  const session = await once<SignedIn>("GET", "/api/v1/session");
  csrf = session.csrf;
  window.dispatchEvent(new CustomEvent<SignedIn>("couloir-session", { detail: session }));
  return csrf !== null && csrf !== before;
}

async function once<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const request: RequestInit = { method, headers: { ...headers }, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS) };
  const head = request.headers as Record<string, string>;
  if (body !== undefined) {
    head["content-type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  if (method !== "GET" && csrf) head["x-csrf-token"] = csrf;
  const last = method === "GET" ? known.get(path) : undefined;
  if (last) head["if-none-match"] = last.name;
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, request);
    text = await response.text();
  } catch {
    // Whoever asked, the page says so at once.
    window.dispatchEvent(new Event("couloir-offline"));
    throw new Offline();
  }
  hear(response.headers.get("date"));
  if (response.status === 304 && last) return last.value as T;
  if (!response.ok) {
    const problem = parsed<{ type?: string; detail?: string; help?: string; reason?: string; values?: Record<string, string> }>(text) ?? {};
    throw new Refused(response.status, problem.type ?? "", problem.detail ?? response.statusText, problem.help ?? "", problem.reason, problem.values);
  }
  const name = response.headers.get("etag");
  if (method === "GET" && name && response.status === 200) {
    const value = parsed<T>(text) as T;
    if (known.size >= KNOWN_MAX) known.delete(known.keys().next().value!);
    known.set(path, { name, value });
    return value;
  }
  return parsed<T>(text) as T;
}

/** What an answer says; nothing where it is empty or no JSON. */
function parsed<T>(text: string): T | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** After signing out nothing of it stays in memory. */
export function forget(): void {
  known.clear();
}

export interface SignedIn {
  role: Role;
  /** The post that was said when somebody signed in. */
  post: string | null;
  csrf: string | null;
}

/** What the first view shows; nothing of the operation where nobody is signed in. */
export interface FirstView extends SignedIn {
  operation: Operation | null;
  state: State | null;
}

/** The page's own lines have asked for it before this runs: one answer instead of three in a row. */
export async function firstView(): Promise<FirstView> {
  const view = await ask<FirstView>("GET", "/api/v1/first-view");
  csrf = view.csrf;
  return view;
}

export async function signIn(with_: { role: Role; passphrase: string; post?: string } | { key: string }): Promise<SignedIn> {
  const signedIn = await ask<SignedIn>("POST", "/api/v1/session", with_);
  csrf = signedIn.csrf;
  return signedIn;
}
