// What a view says of a request that came to nothing.

import { Offline, Refused } from "./api";
import { say } from "./words.svelte";

/** Why the server refused, with what to do, or that there is no connection. Anything else is a fault of the page, and is thrown on. */
export function sayFault(error: unknown): string {
  if (error instanceof Refused) return `${error.message}. ${error.help}`;
  if (error instanceof Offline) return say("offline");
  throw error;
}
