// Takes a batch that fails as a whole apart, until every item that fails stands alone.

/** The items in two parts, the first one longer by one for an odd number. No part is empty. */
export function halves<Item>(items: Item[]): Item[][] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)].filter((half) => half.length > 0);
}

/**
 * Yields one part after another for the caller to try. The caller answers with the items of the
 * part that failed, none if all went well; failed items come again in halves, the earlier half
 * first. Returns the items that failed alone, in order. Counting requests and giving up is up to
 * the caller.
 * @param parts what to try first: the batch, or its halves if the batch is known to fail
 */
export function* bisect<Item>(parts: Item[][]): Generator<Item[], Item[], Item[]> {
  const alone: Item[] = [];
  const waiting = parts.filter(({ length }) => length > 0);
  for (let part = waiting.shift(); part; part = waiting.shift()) {
    const failed = yield part;
    if (part.length > 1) waiting.unshift(...halves(failed));
    else alone.push(...failed);
  }
  return alone;
}
