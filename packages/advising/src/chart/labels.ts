/** The heights of labels that would overlap, moved to at least `gap` from each other; in the order of `wanted`. */
export function apart(wanted: readonly number[], gap: number): readonly number[] {
  const order = wanted.map((_, index) => index).toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  const groups: { readonly members: readonly number[]; readonly middle: number }[] = [];
  for (const index of order) {
    let group = { members: [index], middle: wanted[index] ?? 0 };
    for (let last = groups.at(-1); last !== undefined && overlap(last, group, gap); last = groups.at(-1)) {
      groups.pop();
      const members = [...last.members, ...group.members];
      group = { members, middle: members.reduce((sum, each) => sum + (wanted[each] ?? 0), 0) / members.length };
    }
    groups.push(group);
  }
  const heights = new Map(
    groups.flatMap(({ members, middle }) =>
      members.map((index, place) => [index, middle + (place - (members.length - 1) / 2) * gap] as const),
    ),
  );
  return wanted.map((height, index) => heights.get(index) ?? height);
}

type Group = { readonly members: readonly number[]; readonly middle: number };

function overlap(above: Group, below: Group, gap: number): boolean {
  return below.middle - above.middle < ((above.members.length + below.members.length) / 2) * gap;
}
