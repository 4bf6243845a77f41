// The page itself, once its code and its words are here.

import { mount } from "svelte";
import App from "./App.svelte";
import { begin } from "./lib/words.svelte";

export async function open(target: HTMLElement): Promise<void> {
  await begin();
  mount(App, { target });
}
