// A picture of the page as a file: what the page's styles give it is written into it, for other programs know nothing of them.

import { save } from "./format";

/** Presentation attributes of SVG that the page sets by styles. */
const WRITTEN = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "opacity", "color", "font-family"] as const;

export function savePicture(name: string, shown: SVGSVGElement): void {
  const copy = shown.cloneNode(true) as SVGSVGElement;
  const drawn = [shown, ...shown.querySelectorAll<SVGElement>("*")];
  [copy, ...copy.querySelectorAll<SVGElement>("*")].forEach((element, index) => {
    const style = getComputedStyle(drawn[index]!);
    // An address of a pattern is computed with the page's own before it: within the file its name alone is right.
    for (const one of WRITTEN) element.setAttribute(one, style.getPropertyValue(one).replace(/url\("?[^#"]*(#[^")]+)"?\)/, "url($1)"));
    element.removeAttribute("class");
  });
  // Light words stand on the dark paper that they were chosen for.
  const paper = document.createElementNS(shown.namespaceURI, "rect");
  const ground = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
  for (const [key, value] of Object.entries({ width: "100%", height: "100%", fill: ground })) paper.setAttribute(key, value);
  copy.prepend(paper);
  save(name, "image/svg+xml", new XMLSerializer().serializeToString(copy));
}
