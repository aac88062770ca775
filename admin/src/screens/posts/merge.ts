import type { MergePart } from "../../api/failure";

/** What may be done where both changed the same piece. */
export const CHOICES = ["mine", "theirs", "both"] as const;
export type Choice = (typeof CHOICES)[number];

/** The whole text with the choices made; a piece that nobody chose about keeps both, so that no word is lost. */
export function merged(parts: readonly MergePart[], choices: Readonly<Record<number, Choice>>): string {
  const pieces = parts.flatMap((part, at) => {
    if (part.kind !== "conflict") return [part.html];
    const choice = choices[at] ?? "both";
    return choice === "both" ? [part.theirs, part.mine] : [part[choice]];
  });
  return pieces.filter((piece) => piece !== "").join("\n");
}
