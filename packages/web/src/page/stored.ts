/** One entry of localStorage; where storage is blocked, it is simply empty. */
export function stored(key: string) {
  return {
    key,
    get(): string | undefined {
      try {
        return localStorage.getItem(key) ?? undefined;
      } catch {
        return undefined;
      }
    },
    set(value: string | undefined): void {
      try {
        if (value === undefined) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
      } catch {
        // Kept for this page view only, by whoever asked.
      }
    },
  };
}
