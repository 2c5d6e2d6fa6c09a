// Splits the text of one segment into elements and components.
import type { Services } from "./services.ts";

export type Cut = {
  /** The elements from the tag on, each a list of components. */
  elements: string[][];
  /** Further values of repeated elements; null if there are none, as nearly always. */
  repeats: { element: number; components: string[] }[] | null;
};

/** Splits a segment's text, from which line breaks have been removed. */
export function cutSegment(text: string, services: Services): Cut {
  if (
    text.includes(services.release) ||
    (services.repetition !== null && text.includes(services.repetition))
  )
    return cutSlowly(text, services);
  const elements: string[][] = [];
  for (const part of text.split(services.element))
    elements.push(part.includes(services.component) ? part.split(services.component) : [part]);
  return { elements, repeats: null };
}

/** Character by character, because a released character is not a separator. */
function cutSlowly(text: string, { component, element, release, repetition }: Services): Cut {
  let components: string[] = [];
  const elements: string[][] = [];
  const repeats: { element: number; components: string[] }[] = [];
  let [gathered, from, repeating] = ["", 0, false];
  const close = (at: number): void => {
    components.push(gathered + text.slice(from, at));
    [gathered, from] = ["", at + 1];
  };
  const closeElement = (at: number): void => {
    close(at);
    if (repeating) repeats.push({ element: elements.length - 1, components });
    else elements.push(components);
    components = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === release) {
      gathered += text.slice(from, at);
      from = at + 1;
      at += 1;
    } else if (character === component) close(at);
    else if (character === element) {
      closeElement(at);
      repeating = false;
    } else if (character === repetition) {
      closeElement(at);
      repeating = true;
    }
  }
  closeElement(text.length);
  return { elements, repeats: repeats.length === 0 ? null : repeats };
}
