import type { UploadQuota } from '../ports.ts';
import { type CountedUpload, expired, quotaError, type UploadLimits } from '../upload-quota.ts';

/** People's days in memory, for tests. */
export function memoryUploadQuota(limits: UploadLimits): UploadQuota {
  const days = new Map<string, { started: Set<string>; open: Set<string> }>();
  const dayOf = ({ ownerId, createdAt }: CountedUpload) => {
    const name = `${ownerId} ${createdAt.slice(0, 10)}`;
    const day = days.get(name) ?? { started: new Set(), open: new Set() };
    days.set(name, day);
    return day;
  };
  return {
    async open(upload) {
      const { started, open } = dayOf(upload);
      if (started.has(upload.mediaId)) return;
      const state = () => ({ started: [...started], open: [...open] });
      for (const mediaId of expired(state(), upload)) open.delete(mediaId);
      const error = quotaError(state(), upload, limits);
      if (error) throw error;
      started.add(upload.mediaId);
      open.add(upload.mediaId);
    },
    async close(upload) {
      dayOf(upload).open.delete(upload.mediaId);
    },
    async giveBack(upload) {
      const { started, open } = dayOf(upload);
      started.delete(upload.mediaId);
      open.delete(upload.mediaId);
    },
  };
}
