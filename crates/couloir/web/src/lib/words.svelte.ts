// What the page says, in the language that is chosen: Fluent files, one a language, fetched when they are needed.

import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";

export const LANGUAGES = { en: "English", fr: "Français", ar: "العربية" } as const;
export type Language = keyof typeof LANGUAGES;

const files = import.meta.glob<string>("../../locales/*.ftl", { query: "?raw", import: "default" });
const KEY = "couloir-language";

const chosen = $state<{ language: Language; bundle: FluentBundle | null }>({ language: "en", bundle: null });

export function language(): Language {
  return chosen.language;
}

/** Chooses the language of the last visit, or the browser's. */
export async function begin(): Promise<void> {
  const wanted = [localStorage.getItem(KEY), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  await choose(wanted.find(isLanguage) ?? "en");
}

export async function choose(next: Language): Promise<void> {
  const load = files[`../../locales/${next}.ftl`];
  if (!load) return;
  // Marks that isolate directions would stand in titles and labels, which the browser isolates by itself.
  const bundle = new FluentBundle(next, { useIsolating: next === "ar" });
  bundle.addResource(new FluentResource(await load()));
  chosen.bundle = bundle;
  chosen.language = next;
  localStorage.setItem(KEY, next);
  document.documentElement.lang = next;
  document.documentElement.dir = next === "ar" ? "rtl" : "ltr";
}

/** The words of `id`; the id itself where a file lacks it, which a test finds. */
export function say(id: string, values?: Record<string, FluentVariable>): string {
  const pattern = chosen.bundle?.getMessage(id)?.value;
  return pattern ? chosen.bundle!.formatPattern(pattern, values) : id;
}

function isLanguage(text: string | null): text is Language {
  return text !== null && text in LANGUAGES;
}
