type Listener = (text: string) => void;

const listeners = new Set<Listener>();

/** Shows a short message for some seconds and has screen readers say it. */
export function announce(text: string): void {
  for (const listener of listeners) listener(text);
}

/** @returns a function that ends it */
export function onAnnouncement(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
