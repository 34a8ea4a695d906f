import * as z from 'zod';

const visible = z.object({ visibility: z.literal('public') });

/**
 * The metrics that count an event of this service. PublicPhotosUploaded is what PhotosPublished is held against: a
 * private photo is uploaded too, but never published (the alarm PhotosNotPublished of the root template).
 */
export function photoMetrics({ detailType, data }: { detailType: string; data: unknown }): readonly string[] {
  switch (detailType) {
    case 'MediaUploaded':
      return visible.safeParse(data).success
        ? ['PhotosUploaded', 'PublicPhotosUploaded']
        : ['PhotosUploaded'];
    case 'MediaPublished':
      return ['PhotosPublished'];
    case 'MediaRejected':
      return ['PhotosRejected'];
    default:
      return [];
  }
}
