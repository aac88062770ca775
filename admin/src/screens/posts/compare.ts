// Two lists of paragraphs side by side, those that are the same on one line.

export interface ComparedRow {
  theirs: string | null;
  ours: string | null;
}

/** Longest lists that are lined up; longer ones are set side by side as they are. */
const MOST = 1_500;

export function compare(theirs: readonly string[], ours: readonly string[]): ComparedRow[] {
  if (theirs.length > MOST || ours.length > MOST) {
    return Array.from({ length: Math.max(theirs.length, ours.length) }, (_, at) => ({ theirs: theirs[at] ?? null, ours: ours[at] ?? null }));
  }
  const common = lengths(theirs, ours);
  const rows: ComparedRow[] = [];
  let [left, right] = [0, 0];
  while (left < theirs.length || right < ours.length) {
    const [one, other] = [theirs[left] ?? null, ours[right] ?? null];
    const down = common[left + 1]?.[right] ?? -1;
    const across = common[left]?.[right + 1] ?? -1;
    if (one !== null && one === other) {
      rows.push({ theirs: one, ours: other });
      left += 1;
      right += 1;
    } else if (one !== null && other !== null && down === across) {
      // Neither side loses anything common: one paragraph took the other's place.
      rows.push({ theirs: one, ours: other });
      left += 1;
      right += 1;
    } else if (other === null || (one !== null && down > across)) {
      rows.push({ theirs: one, ours: null });
      left += 1;
    } else {
      rows.push({ theirs: null, ours: other });
      right += 1;
    }
  }
  return rows;
}

/** `lengths[i][j]`: how many paragraphs the lists have in common from i and j on. */
function lengths(one: readonly string[], other: readonly string[]): number[][] {
  const table = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      const [down, across, both] = [table[i + 1]?.[j] ?? 0, table[i]?.[j + 1] ?? 0, table[i + 1]?.[j + 1] ?? 0];
      const row = table[i];
      if (row) row[j] = one[i] === other[j] ? both + 1 : Math.max(down, across);
    }
  }
  return table;
}
