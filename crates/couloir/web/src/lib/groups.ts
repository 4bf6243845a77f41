// Cards of groups: a family that stays together gets a code with its counts, to be scanned or typed when it boards. No names; the
// counts stand on the card alone, so that it can be read without a network and no list of families lies anywhere.
//
// `G 7K3F-Q2MX M1 F1 E3 W1 #K`: eight random letters and digits, the counts with the letters of a line of text (docs/field.md), and the
// check character of ISO/IEC 7064, MOD 37,36, over all letters and digits before it.

import type { Count, Operation } from "./api";

export interface Group {
  code: string;
  count: Count;
}

/** Letters of counts: those of lines that are sent as text. */
const LETTERS: Record<string, string> = { N: "people", M: "men", F: "women", E: "children", I: "infants", L: "unaccompanied", G: "elderly", W: "wheelchair", S: "stretcher", Q: "pregnant" };
/** Crockford's base 32: without I, L, O and U. */
const CODE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 8;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

export function checkCharacter(text: string): string {
  let product = 36;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) continue;
    product = (((product + value) % 36 || 36) * 2) % 37;
  }
  return ALPHABET[(37 - product) % 36]!;
}

/** A code that nobody has. */
export function newCode(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), (byte) => CODE[byte % 32]).join("");
}

export const shown = (code: string): string => (code.length === LENGTH ? `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}` : code);

/** What stands on the card. */
export function written({ code, count }: Group): string {
  const counts = Object.entries(LETTERS).flatMap(([letter, line]) => (count[line] === undefined ? [] : [`${letter}${count[line]}`]));
  const body = ["G", shown(code), ...counts].join(" ");
  return `${body} #${checkCharacter(body)}`;
}

/** The group of a card; nothing where it was misread. Small letters, spaces and Eastern digits are taken as they come. */
export function read(text: string): Group | null {
  const western = text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
  const bare = western.toUpperCase().replace(/[^0-9A-Z]/g, "");
  const parts = /^G([0-9A-Z]{8})((?:[NMFEILGWSQ][0-9]{1,3})+)([0-9A-Z])$/.exec(bare);
  if (!parts || checkCharacter(bare.slice(0, -1)) !== parts[3]) return null;
  const code = parts[1]!;
  const count: Count = {};
  for (const [, letter, digits] of parts[2]!.matchAll(/([A-Z])([0-9]+)/g)) {
    const line = LETTERS[letter!]!;
    if (line in count) return null;
    count[line] = Number(digits);
  }
  return [...code].every((letter) => CODE.includes(letter)) ? { code, count } : null;
}

/** The letters and digits of a token: small letters, hyphens and spaces do not matter. */
const bare = (token: string): string => token.toUpperCase().replace(/[^0-9A-Z]/g, "");

/** The group of a token that stands in the operation's own table, where somebody types that alone. */
export function known(text: string, { groups, needs }: Pick<Operation, "groups" | "needs">): Group | null {
  const token = bare(text);
  const group = groups.find((group) => bare(group.token) === token);
  if (!token || !group) return null;
  const count: Count = { people: group.people.reduce((sum, one) => sum + one, 0) };
  needs.forEach((need, at) => {
    if (["wheelchair", "stretcher"].includes(need) && group.people[at]) count[need] = group.people[at];
  });
  return { code: token, count };
}

/** How many they are. */
export const size = ({ count }: Group): number => count.people ?? (count.men ?? 0) + (count.women ?? 0) + (count.children ?? 0);
