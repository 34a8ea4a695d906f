import type { Photo } from '../api/media.ts';

/** After this time a reserved photo's presigned POST has long expired: its bytes will not come. */
const uploadGiveUpMs = 15 * 60_000;

/** True while looking again can show something new. */
export function isSettling(
  { status, createdAt }: Pick<Photo, 'status' | 'createdAt'>,
  nowMs: number,
): boolean {
  if (status === 'processing') return true;
  return status === 'awaiting-upload' && nowMs - Date.parse(createdAt) < uploadGiveUpMs;
}

/** False while the renditions are still on their way to where the visibility wants them. */
export function renditionsFollowed({
  visibility,
  renditions,
}: Pick<Photo, 'visibility' | 'renditions'>): boolean {
  return renditions.every(({ url }) => (visibility === 'public' ? url !== undefined : url === undefined));
}
