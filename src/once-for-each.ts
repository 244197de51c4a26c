/** What is worked out once for each object, and forgotten with it. A leaf. */

/** @param make depends on nothing but the object; what it gives is neither null nor undefined */
export function onceForEach<Key extends object, Value extends NonNullable<unknown>>(
  make: (key: Key) => Value,
): (key: Key) => Value {
  const made = new WeakMap<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
