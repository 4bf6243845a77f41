// What a view says of a request that came to nothing.

import { Offline, Refused } from "./api";
import { has, say } from "./words.svelte";

/** Codes under which many things may be wrong: there the server's own words, in English, say which. */
const WIDE = ["unusable", "conflict", "not_found", "failed"];

/** Why the server refused, with what to do, in the language of the page; in the server's English where the page has no words for it. */
export function told(error: Refused): string {
  const code = error.code.replace("couloir::serve::", "");
  const own = `${error.message}. ${error.help}`;
  const values = { ...error.values, role: error.values.role ? say(`role-${error.values.role}`) : "" };
  if (error.reason && has(`fault-${code}-${error.reason}`)) return say(`fault-${code}-${error.reason}`, values);
  if (!has(`fault-${code}`)) return own;
  // Isolated, for in Arabic the English would turn the sentence round.
  return WIDE.includes(code) ? `${say(`fault-${code}`, values)} (\u2068${error.message}\u2069)` : say(`fault-${code}`, values);
}

/** The same, or that there is no connection. Anything else is a fault of the page, and is thrown on. */
export function sayFault(error: unknown): string {
  if (error instanceof Refused) return told(error);
  if (error instanceof Offline) return say("offline");
  throw error;
}
