/** What a durable function is started with by a release's hook: it ends at once, and so tells that its version loads and runs. */
export const releaseCheck = { check: 'release' } as const;

export const isReleaseCheck = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && 'check' in given && given.check === releaseCheck.check;
