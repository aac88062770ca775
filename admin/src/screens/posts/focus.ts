/** A point of a picture, from its left and its top edge. */
export interface Focus {
  x: number;
  y: number;
}

const within = (part: number): number => Math.min(1, Math.max(0, Number.isFinite(part) ? part : 0.5));

/** `0.5 0.25` as a point; the middle where nobody chose. */
export function readFocus(text: string | null | undefined): Focus {
  const [x = 0.5, y = 0.5] = (text ?? "").split(" ").filter((part) => part !== "").map(Number);
  return { x: within(x), y: within(y) };
}

/** A point as the server keeps it; the middle is what it is without being said. */
export function asFocus(x: number, y: number): string | null {
  const [left, top] = [within(x), within(y)].map((part) => Math.round(part * 100) / 100);
  return left === 0.5 && top === 0.5 ? null : `${left} ${top}`;
}
