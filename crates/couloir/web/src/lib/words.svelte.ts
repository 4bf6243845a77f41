// What the page says, in the language that is chosen: Fluent files, one a language, fetched when they are needed.

import { FluentBundle, type FluentVariable } from "@fluent/bundle";
import { remember, wanted, words, type Language } from "./languages";

export { LANGUAGES, type Language } from "./languages";

const chosen = $state<{ language: Language; bundle: FluentBundle | null }>({ language: "en", bundle: null });

export function language(): Language {
  return chosen.language;
}

/** Chooses the language of the last visit, or the browser's. */
export const begin = (): Promise<void> => choose(wanted());

export async function choose(next: Language): Promise<void> {
  // Marks that isolate directions would stand in titles and labels, which the browser isolates by itself.
  const bundle = new FluentBundle(next, { useIsolating: next === "ar" });
  bundle.addResource(await words(next));
  chosen.bundle = bundle;
  chosen.language = next;
  remember(next);
  document.documentElement.lang = next;
  document.documentElement.dir = next === "ar" ? "rtl" : "ltr";
}

/** True where the words of `id` are known: what the server sends may be newer than they are. */
export const has = (id: string): boolean => chosen.bundle?.hasMessage(id) ?? false;

/** The words of `id`; the id itself where a file lacks it, which a test finds. */
export function say(id: string, values?: Record<string, FluentVariable>): string {
  const pattern = chosen.bundle?.getMessage(id)?.value;
  return pattern ? chosen.bundle!.formatPattern(pattern, values) : id;
}
