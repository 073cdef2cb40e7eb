/** The key that a mistyped one most likely meant: the same word with another unit, or a few letters off (`most` of them). */
export function nearestKey(
  mistyped: string,
  known: readonly string[],
  most = Math.max(2, mistyped.length / 4),
): string | undefined {
  const sameStem = known.find((key) => stem(key) === stem(mistyped));
  if (sameStem !== undefined) return sameStem;
  const ranked = known
    .map((key) => ({ key, distance: editDistance(mistyped.toLowerCase(), key.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= most ? best.key : undefined;
}

const UNIT = /(MiB|MB|Mb|GiB|GB|Gb|Seconds|Secs|Sec|Ms|Millis|Minutes|Bytes|Days|Percent)$/;

/** The unit that a key ends in, as it is written there; empty where there is none. */
export function trailingUnit(key: string): string {
  return UNIT.exec(key)?.[0] ?? "";
}

function stem(key: string): string {
  return key.replace(UNIT, "").toLowerCase();
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      const substituted = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, substituted));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
