// The languages of the page, and the one to begin with. Small, for it runs before the rest of the page is here: so the words are
// fetched beside its code, and not after it.

import type { FluentResource } from "@fluent/bundle";

export const LANGUAGES = { en: "English", fr: "Français", ar: "العربية" } as const;
export type Language = keyof typeof LANGUAGES;

/** The files of words, taken apart when the page was built. */
const files = import.meta.glob<FluentResource>("../../locales/*.ftl", { import: "default" });
const KEY = "couloir-language";

/** The language of the last visit, or the browser's. */
export function wanted(): Language {
  const known = [localStorage.getItem(KEY), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return known.find(isLanguage) ?? "en";
}

export const remember = (language: Language): void => localStorage.setItem(KEY, language);

/** The words of a language; fetched once. */
export const words = (language: Language): Promise<FluentResource> => files[`../../locales/${language}.ftl`]!();

function isLanguage(text: string | null): text is Language {
  return text !== null && text in LANGUAGES;
}
