/** One entry of localStorage, or of what the tab keeps for itself; where storage is blocked, it is simply empty. */
export function stored(key: string, storage: () => Storage = () => localStorage) {
  return {
    key,
    get(): string | undefined {
      try {
        return storage().getItem(key) ?? undefined;
      } catch {
        return undefined;
      }
    },
    set(value: string | undefined): void {
      try {
        if (value === undefined) storage().removeItem(key);
        else storage().setItem(key, value);
      } catch {
        // Kept for this page view only, by whoever asked.
      }
    },
  };
}
