// What somebody says has changed, before anything is recorded: shared by the list and the map.

import type { Closed, Shut } from "./api";

export const draft = $state<{ closures: Shut[]; broken_down: string[]; full: string[]; at: string }>({ closures: [], broken_down: [], full: [], at: "" });

export const named = (of: Closed): string => ("passage" in of ? of.passage : "place" in of ? of.place : `${of.way.from} ↔ ${of.way.to}`);

export function close(shut: Shut): void {
  const name = named(shut.of);
  draft.closures = [...draft.closures.filter((one) => named(one.of) !== name), shut];
}

export function open(name: string): void {
  draft.closures = draft.closures.filter((one) => named(one.of) !== name);
}

export function clear(): void {
  draft.closures = [];
  draft.broken_down = [];
  draft.full = [];
}

export const isEmpty = (): boolean => draft.closures.length + draft.broken_down.length + draft.full.length === 0;
