// What time it is, by the server: a browser whose clock is wrong would call old figures fresh.

/** By how much this browser's clock is behind the server's, in seconds. */
let behind = 0;

/** Answers name whole seconds, and take a while to come: less than this is no difference. */
const TOLERANCE_SECONDS = 3;

/** Takes the moment that an answer carries in its header `date`. */
export function hear(date: string | null): void {
  const said = Date.parse(date ?? "") / 1000;
  if (!Number.isFinite(said)) return;
  const difference = said - Date.now() / 1000;
  behind = Math.abs(difference) < TOLERANCE_SECONDS ? 0 : difference;
}

/** Now, in seconds since 1970, by the server as far as it was heard. */
export const now = (): number => Date.now() / 1000 + behind;
