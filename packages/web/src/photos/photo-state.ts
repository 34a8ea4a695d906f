import type { Photo } from '../api/media.ts';

/** After this time a reserved photo's presigned POST has long expired: its bytes will not come. */
const uploadGiveUpMs = 15 * 60_000;

/** Renditions are mostly there after five seconds. */
const slowMs = 20_000;

/** True while looking again can show something new. */
export function isSettling(
  { status, createdAt }: Pick<Photo, 'status' | 'createdAt'>,
  nowMs: number,
): boolean {
  if (status === 'processing') return true;
  return status === 'awaiting-upload' && nowMs - Date.parse(createdAt) < uploadGiveUpMs;
}

/** What to say in place of a picture that is not there yet, or never will be. */
export function absenceOf(photo: Pick<Photo, 'status' | 'createdAt' | 'updatedAt'>, nowMs: number): string {
  if (photo.status === 'processing')
    return nowMs - Date.parse(photo.updatedAt) > slowMs ? 'Takes longer than usual…' : 'Processing…';
  return isSettling(photo, nowMs)
    ? 'Waiting for its file…'
    : 'Its file never arrived. Upload it again, and delete this.';
}

/** False while the renditions are still on their way to where the visibility wants them. */
export function renditionsFollowed({
  visibility,
  renditions,
}: Pick<Photo, 'visibility' | 'renditions'>): boolean {
  return renditions.every(({ url }) => (visibility === 'public' ? url !== undefined : url === undefined));
}
