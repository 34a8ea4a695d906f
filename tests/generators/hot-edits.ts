import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Notice } from '@shutterbus/sandbox/console/notice';
import type { RunningApp } from '@shutterbus/testing/app';
import { poll } from '@shutterbus/testing/poll';

/** What an app says of the last edit of its sources. */
export async function noticeOf({ webUrl }: Pick<RunningApp, 'webUrl'>): Promise<Notice | undefined> {
  return ((await (await fetch(`${webUrl}/_sandbox/health`)).json()) as { notice?: Notice }).notice;
}

/**
 * Waits until an app that runs from a copy of the repository has loaded a function whose bundle is as told. A notice alone does
 * not say so: a busy machine may see one edit twice, and tells of the second time when the next edit is saved already.
 * @param code the function's folder below dist
 * @param name ends the function's name
 */
export async function reloaded(
  app: Pick<RunningApp, 'webUrl'>,
  copy: { folder: string },
  { code, name, isAsTold }: { code: string; name: string; isAsTold(bundle: string): boolean },
): Promise<void> {
  const bundle = path.join(copy.folder, 'dist', code, 'index.js');
  // Builds follow one another, so that the next notice is this one's.
  const builtAt = await poll(
    'a bundle is written by no fact of any work',
    () => isAsTold(readFileSync(bundle, 'utf8')) && Math.floor(statSync(bundle).mtimeMs),
  );
  await poll('what is said of an edit is no fact of any work', async () => {
    const notice = await noticeOf(app);
    expect(notice).toEqual({ isTrouble: false, text: expect.stringContaining(name), at: expect.any(Number) });
    expect(notice?.at).toBeGreaterThanOrEqual(builtAt);
  });
}
