import { ulid } from 'ulid';
import { DailyQuotaError, OpenUploadsError } from '../errors.ts';
import type { UploadQuota } from '../ports.ts';
import { anna, ben } from '../test-world.ts';
import type { CountedUpload, UploadLimits } from '../upload-quota.ts';

const noon = Date.parse('2026-11-21T12:00:00.000Z');
const minutes = (count: number): number => count * 60_000;
const uploadAt = (afterMs = 0, ownerId = anna): CountedUpload => ({
  ownerId,
  mediaId: ulid(noon + afterMs),
  createdAt: new Date(noon + afterMs).toISOString(),
});

/** What every quota does. @param fresh an empty one with these limits */
export function behavesAsUploadQuota(fresh: (limits: UploadLimits) => Promise<UploadQuota>): void {
  it('counts each person’s day, and refuses one more than it holds, also all at once', async () => {
    const quota = await fresh({ perDay: 20, openAtOnce: 100 });
    const openings = Array.from({ length: 23 }, () => quota.open(uploadAt()));
    const refused = (await Promise.allSettled(openings)).flatMap((opening) =>
      opening.status === 'rejected' ? [opening.reason] : [],
    );
    expect(refused).toHaveLength(3);
    expect(refused[0]).toBeInstanceOf(DailyQuotaError);
    await expect(quota.open(uploadAt(0, ben))).resolves.toBeUndefined();
    await expect(quota.open(uploadAt(minutes(24 * 60)))).resolves.toBeUndefined();
  });

  it('refuses one more than may be open at once, until one of them has its bytes', async () => {
    const quota = await fresh({ perDay: 100, openAtOnce: 3 });
    const uploads = [uploadAt(), uploadAt(), uploadAt()] as const;
    for (const upload of uploads) await quota.open(upload);
    await expect(quota.open(uploadAt(minutes(4)))).rejects.toThrow(OpenUploadsError);
    await quota.close(uploads[1]);
    await quota.close(uploads[1]);
    await quota.open(uploadAt(minutes(4)));
    await expect(quota.open(uploadAt(minutes(4)))).rejects.toThrow(OpenUploadsError);
  });

  it('says after how long there is room again, and there is', async () => {
    const quota = await fresh({ perDay: 3, openAtOnce: 2 });
    await quota.open(uploadAt(500));
    await quota.open(uploadAt(minutes(1)));
    await expect(quota.open(uploadAt(minutes(2)))).rejects.toMatchObject({ retryAfterSeconds: 181 });
    await expect(quota.open(uploadAt(minutes(2) + 180_000))).rejects.toMatchObject({ retryAfterSeconds: 1 });
    await quota.open(uploadAt(minutes(2) + 181_000));
    await expect(quota.open(uploadAt(minutes(60) + 1))).rejects.toMatchObject({
      retryAfterSeconds: 11 * 60 * 60,
    });
    await expect(quota.open(uploadAt(minutes(12 * 60)))).resolves.toBeUndefined();
  });

  it('counts an upload that is told of twice once, also when there is room for no other', async () => {
    const quota = await fresh({ perDay: 2, openAtOnce: 2 });
    const [first, second] = [uploadAt(), uploadAt()];
    for (const upload of [first, first, second, second, first]) await quota.open(upload);
    await expect(quota.open(uploadAt())).rejects.toThrow(DailyQuotaError);
    await quota.giveBack(second);
    await expect(quota.open(uploadAt())).resolves.toBeUndefined();
  });

  it('waits no longer for bytes than they may be sent', async () => {
    const quota = await fresh({ perDay: 4, openAtOnce: 2 });
    await quota.open(uploadAt());
    await quota.open(uploadAt(minutes(3)));
    await quota.open(uploadAt(minutes(6)));
    await expect(quota.open(uploadAt(minutes(6)))).rejects.toThrow(OpenUploadsError);
    await quota.open(uploadAt(minutes(9)));
    await expect(quota.open(uploadAt(minutes(30)))).rejects.toThrow(DailyQuotaError);
  });

  it('takes back what was refused, once, however often it is told', async () => {
    const quota = await fresh({ perDay: 2, openAtOnce: 2 });
    const [refused, other] = [uploadAt(), uploadAt()];
    await quota.open(refused);
    await quota.open(other);
    await quota.giveBack(refused);
    await quota.giveBack(refused);
    await quota.open(uploadAt());
    await quota.close(other);
    await expect(quota.open(uploadAt())).rejects.toThrow(DailyQuotaError);
  });

  it('lets go of an upload that it never knew', async () => {
    const quota = await fresh({ perDay: 1, openAtOnce: 1 });
    await quota.close(uploadAt());
    await quota.giveBack(uploadAt());
    await expect(quota.open(uploadAt())).resolves.toBeUndefined();
  });
}
