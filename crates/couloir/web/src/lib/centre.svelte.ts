// What all views share: who is signed in, the operation, its figures and their age, and whether the server can be reached.

import { Offline, Refused, ask, firstView, forget, signIn, type Operation, type Role, type SignedIn, type State } from "./api";
import { now } from "./clock";
import { setClocks } from "./format";
import { flush } from "./queue.svelte";
import { afterPaint } from "./paint";

class Centre {
  role = $state<Role>("public");
  /** The post that was said when somebody signed in: what is recorded here says it. */
  post = $state<string | null>(null);
  // Replaced as a whole, never changed in part: nothing within them needs to be watched.
  operation = $state.raw<Operation | null>(null);
  state = $state.raw<State | null>(null);
  link = $state<"connecting" | "online" | "offline">("connecting");
  now = $state(now());
  changed = $state(0);
  /** The server has answered, or cannot be reached. */
  isStarted = $state(false);
  /** The session is over and nobody has signed out here: a form that somebody fills in stays open. */
  isLocked = $state(false);
}

export const centre = new Centre();

let listening: EventSource | null = null;
/** Somebody has signed out here: the session is not read again by itself, though the server may not have heard of it. */
let hasLeft = false;

/** Signs in by the key of the printed address, if the page was opened with one; then begins to listen. */
export async function start(): Promise<void> {
  setInterval(() => (centre.now = now()), 10_000);
  // Figures are asked for again by themselves: what a laptop shows that was closed would be old.
  setInterval(() => void refresh(), 60_000);
  for (const gone of ["offline", "couloir-offline"]) window.addEventListener(gone, () => (centre.link = "offline"));
  window.addEventListener("couloir-session", (event) => ({ role: centre.role, post: centre.post } = (event as CustomEvent<SignedIn>).detail));
  window.addEventListener("online", () => void refresh());
  const key = /^#key=([0-9a-f]{64})$/.exec(location.hash)?.[1];
  if (key) history.replaceState(null, "", "#/");
  try {
    if (key) {
      // What the page's own lines have asked for knows of nobody yet: it is taken out of the way.
      await firstView();
      await signIn({ key }).catch(() => undefined);
    }
    await leave();
    const { role, post, operation, state } = await firstView();
    centre.role = role;
    centre.post = post;
    if (operation) centre.operation = kept(operation);
    if (state) news(state);
    centre.link = "online";
  } catch {
    centre.link = "offline";
    await refresh();
  }
  centre.isStarted = true;
  if (centre.role !== "public" || centre.link === "offline") afterPaint(listen);
}

/** After signing in. */
export async function entered(): Promise<void> {
  if (centre.role === "public" && centre.link === "online") return;
  hasLeft = centre.isLocked = false;
  localStorage.removeItem(LEAVING);
  await refresh();
  listen();
}

export async function refresh(): Promise<void> {
  try {
    if (centre.role === "public") return await look();
    if (!centre.operation) centre.operation = kept(await ask<Operation>("GET", "/api/v1/operation"));
    news(await ask<State>("GET", "/api/v1/state"));
    centre.link = "online";
  } catch (error) {
    if (error instanceof Offline) {
      centre.link = "offline";
      centre.operation ??= lastOperation();
    } else if (error instanceof Refused && error.status === 401) {
      centre.role = "public";
      centre.isLocked = true;
      centre.link = "online";
    }
  }
}

/** Where nobody is signed in, or nobody could be asked when the page was opened: who is, by now. */
async function look(): Promise<void> {
  await leave();
  const { role, post, operation, state } = await firstView();
  const wasOffline = centre.link === "offline";
  centre.link = "online";
  if (role === "public" || hasLeft) {
    centre.isLocked ||= wasOffline && !hasLeft;
    return;
  }
  centre.role = role;
  centre.post = post;
  centre.isLocked = false;
  if (operation) centre.operation = kept(operation);
  if (state) news(state);
  listen();
}

function news(state: State): void {
  centre.state = state;
  centre.now = now();
  centre.changed += 1;
  void flush();
}

export async function signOut(): Promise<void> {
  listening?.close();
  listening = null;
  localStorage.setItem(LEAVING, "yes");
  await leave().catch(() => undefined);
  forget();
  hasLeft = true;
  centre.role = "public";
  centre.post = null;
  centre.isLocked = false;
  centre.state = null;
  localStorage.removeItem(OPERATION);
}

/** Whoever has signed out without a network is signed out at the server as soon as it can be reached. */
const LEAVING = "couloir-leaving";

async function leave(): Promise<void> {
  if (!localStorage.getItem(LEAVING)) return;
  await ask("DELETE", "/api/v1/session");
  localStorage.removeItem(LEAVING);
}

function listen(): void {
  if (listening) return;
  listening = new EventSource("/api/v1/live");
  // Fifty posts record at once: the page asks again once, when they pause for a moment.
  let pending: ReturnType<typeof setTimeout> | undefined;
  listening.addEventListener("changed", () => {
    pending ??= setTimeout(() => {
      pending = undefined;
      void refresh();
    }, 400);
  });
  listening.addEventListener("open", () => {
    if (centre.link === "offline") void refresh();
  });
  listening.addEventListener("error", () => {
    centre.link = "offline";
    // The browser gives up when it is refused, as after signing out elsewhere.
    if (listening?.readyState === EventSource.CLOSED) {
      listening = null;
      setTimeout(() => void refresh().then(() => centre.role !== "public" && listen()), 5000);
    }
  });
}

const OPERATION = "couloir-operation-3";

/** Names of places and vehicles are kept in the browser, so that a post's form opens without a network. */
function kept(operation: Operation): Operation {
  localStorage.setItem(OPERATION, JSON.stringify(operation));
  return known(operation);
}

function known<T extends Operation | null>(operation: T): T {
  if (operation) setClocks(operation.time_zone, operation.clocks.offsets, operation.clocks.until);
  return operation;
}

function lastOperation(): Operation | null {
  try {
    return known(JSON.parse(localStorage.getItem(OPERATION) ?? "null"));
  } catch {
    return null;
  }
}
