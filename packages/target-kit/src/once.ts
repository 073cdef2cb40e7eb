// What estimates ask for thousands of times with the same input is computed once: searches look at many workloads.

/** `compute`, whose result for an object is kept as long as the object is. */
export function oncePerObject<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before.value;
    const value = compute(key);
    known.set(key, { value });
    return value;
  };
}

/** `compute`, whose results for the last values are kept: up to `most`, so that a page that runs for days does not grow. */
export function oncePerValue<K extends string | number | boolean | undefined, V>(
  compute: (key: K) => V,
  most = 2000,
): (key: K) => V {
  const known = new Map<K, { readonly value: V }>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before.value;
    const value = compute(key);
    if (known.size >= most) known.clear();
    known.set(key, { value });
    return value;
  };
}
