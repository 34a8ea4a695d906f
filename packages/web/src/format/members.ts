/** What an object holds, by name; nothing of what is none. For JSON whose shape nobody vouches for. */
export const members = (value: unknown): Map<string, unknown> =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
