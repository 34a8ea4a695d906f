import { DailyQuotaError } from '../errors.ts';
import type { UploadQuota } from '../ports.ts';

/** A day's quota in memory, for tests. */
export function memoryUploadQuota(uploadsPerDay: number): UploadQuota {
  const used = new Map<string, number>();
  return {
    async take(ownerId, now) {
      const day = `${ownerId} ${now.toISOString().slice(0, 10)}`;
      const count = (used.get(day) ?? 0) + 1;
      if (count > uploadsPerDay) throw new DailyQuotaError();
      used.set(day, count);
    },
  };
}
