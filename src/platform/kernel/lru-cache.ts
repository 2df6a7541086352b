/** Remembers the values used last, at most `size` of them. */
export class LruCache<Key, Value> {
  /** A Map keeps the order in which its keys were set: the first is the one not used for longest. */
  private readonly values = new Map<Key, Value>();

  constructor(private readonly size: number) {}

  get(key: Key, make: () => Value): Value {
    const value = this.values.has(key) ? this.values.get(key)! : make();
    this.values.delete(key);
    this.values.set(key, value);
    if (this.values.size > this.size) this.values.delete(this.values.keys().next().value!);
    return value;
  }
}
