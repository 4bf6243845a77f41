// What can wait until somebody sees something.

/** Runs `work` in a task of its own once the next frame is on the screen; in a page that nobody sees, soon. */
export function afterPaint(work: () => void): void {
  const isSeen = document.visibilityState === "visible";
  if (isSeen) requestAnimationFrame(() => setTimeout(work));
  else setTimeout(work);
}

/** Runs `work` when the page has nothing else to do. */
export function whenIdle(work: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: 3000 });
  else setTimeout(work, 300);
}
