/** Reads up to `count` items before they are asked for; gives them in their order, each with what was read. */
export async function* readAhead<Item, Read>(
  items: Iterable<Item>,
  count: number,
  read: (item: Item) => Promise<Read>,
): AsyncGenerator<[Item, Read]> {
  const waiting: [Item, Promise<Read>][] = [];
  for (const item of items) {
    const reading = read(item);
    // A failure is thrown where its item is asked for, not before, and not at all when nobody asks any more.
    reading.catch(() => undefined);
    waiting.push([item, reading]);
    if (waiting.length > count) yield await first(waiting);
  }
  while (waiting.length > 0) yield await first(waiting);
}

async function first<Item, Read>(waiting: [Item, Promise<Read>][]): Promise<[Item, Read]> {
  const [item, reading] = waiting.shift()!;
  return [item, await reading];
}
