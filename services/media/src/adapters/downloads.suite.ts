import { createEvent } from '@shutterbus/contracts/event';
import { DownloadRequested } from '@shutterbus/contracts/events/downloads';
import { ulid } from 'ulid';
import type { Download } from '../download.ts';
import { ConcurrentChangeError } from '../errors.ts';
import type { DownloadRepository } from '../ports.ts';
import { anna, ben } from '../test-world.ts';

const at = '2026-11-21T10:00:00.000Z';
const told = () =>
  createEvent(DownloadRequested, {
    ...{ eventId: ulid(), occurredAt: at, aggregateId: anna, aggregateVersion: 1 },
    trace: { correlationId: 'correlation', causationId: 'cause' },
    data: DownloadRequested.example,
  });

interface Made {
  downloads: DownloadRepository;
  outbox: () => Promise<string[]>;
}

/** What every DownloadRepository does. */
export function behavesAsDownloads(make: () => Promise<Made>): void {
  const numbered = (number: number, ownerId = anna): Download => ({
    ...{ downloadId: `01KAJ7Q2M8Z4X6T0V5R3N1B9C${number}`, ownerId, status: 'packing', parts: [] },
    ...{ partsTried: 0, attempts: 0, createdAt: at, updatedAt: at, version: 1 },
  });

  it('keeps each person’s, newest first, each with its event', async () => {
    const { downloads, outbox } = await make();
    const [first, second, his] = [numbered(1), numbered(2), numbered(3, ben)];
    for (const one of [first, second, his])
      await downloads.begin(one, await downloads.listOf(one.ownerId), [told()]);
    expect((await downloads.listOf(anna)).downloads).toEqual([second, first]);
    expect(await downloads.find(first)).toEqual(first);
    expect(await downloads.find({ ...first, ownerId: ben })).toBeUndefined();
    expect(await outbox()).toHaveLength(3);
  });

  it('begins one of several that are begun at once', async () => {
    const { downloads, outbox } = await make();
    const known = await downloads.listOf(anna);
    const begun = await Promise.allSettled(
      [1, 2, 3].map((n) => downloads.begin(numbered(n), known, [told()])),
    );
    const lost = begun.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(lost).toEqual([expect.any(ConcurrentChangeError), expect.any(ConcurrentChangeError)]);
    expect((await downloads.listOf(anna)).downloads).toHaveLength(1);
    expect(await outbox()).toHaveLength(1);
  });

  it('writes over nobody else’s write, and nothing of who is forgotten', async () => {
    const { downloads, outbox } = await make();
    const begun = numbered(1);
    await downloads.begin(begun, await downloads.listOf(anna), []);
    const parts = [{ number: 1, photos: 3, sizeBytes: 900 }];
    const after: Download = { ...begun, status: 'ready', parts, position: 'x', until: at, version: 2 };
    await downloads.save(begun, after, [told()]);
    await expect(downloads.save(begun, after, [told()])).rejects.toThrow(ConcurrentChangeError);
    expect(await downloads.find(begun)).toEqual(after);
    for (let i = 0; i < 2; i += 1) await downloads.removeAll(anna);
    await expect(downloads.save(after, { ...after, version: 3 }, [told()])).rejects.toThrow(
      ConcurrentChangeError,
    );
    expect(await downloads.listOf(anna)).toEqual({ downloads: [], version: undefined });
    expect(await outbox()).toHaveLength(1);
  });
}
