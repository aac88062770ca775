// Keys of the desk. A key is left alone while somebody types, and when a modifier makes it the browser's.

export interface Shortcut {
  /** As `KeyboardEvent.key` names it. */
  readonly key: string;
  /** Id of the message that says what it does. */
  readonly says: string;
  readonly run: () => void;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select"));

/** Runs the shortcut that the event is for. */
export function press(shortcuts: readonly Shortcut[], event: KeyboardEvent): void {
  const isOurs = !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
  const found = isOurs ? shortcuts.find((shortcut) => shortcut.key === event.key) : undefined;
  if (!found) return;
  event.preventDefault();
  found.run();
}
