// Players of other sites that a story may frame: the address a writer pastes, as the address of the player.

const PLAYERS: [RegExp, (id: string) => string][] = [
  [/^https?:\/\/(?:www\.|m\.)?youtube\.com\/watch\?(?:.*&)?v=([\w-]{6,})/, (id) => `https://www.youtube-nocookie.com/embed/${id}`],
  [/^https?:\/\/youtu\.be\/([\w-]{6,})/, (id) => `https://www.youtube-nocookie.com/embed/${id}`],
  [/^https?:\/\/(?:www\.)?vimeo\.com\/(\d+)/, (id) => `https://player.vimeo.com/video/${id}`],
];

/** The player's address for a pasted one; null when it is a page like any other. */
export function playerOf(address: string): string | null {
  for (const [pattern, player] of PLAYERS) {
    const id = pattern.exec(address.trim())?.[1];
    if (id !== undefined) return player(id);
  }
  return null;
}
