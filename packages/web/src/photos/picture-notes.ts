import type { Photo } from '../api/media.ts';

/** Less than this of a picture nobody would miss. */
const leastShare = 0.005;

function damage(missingShare: number | undefined): string {
  if (missingShare === undefined) return 'Its file is damaged; shown is what could be read of it.';
  if (missingShare < leastShare) return 'Its file is damaged, but nothing that can be seen is missing.';
  return `Its file is damaged: about ${Math.round(missingShare * 100)} % of the picture is missing.`;
}

function stillness(frames: number | undefined): string {
  const shown = frames === undefined ? 'its first picture' : `the first of its ${frames} pictures`;
  return `It moves; only ${shown} can be shown.`;
}

/** What whoever looks at a photo ought to know of it, as sentences. */
export function pictureNotes({ damaged, motionDropped }: NonNullable<Photo['notes']> = {}): string[] {
  return [
    ...(damaged ? [damage(damaged.missingShare)] : []),
    ...(motionDropped ? [stillness(motionDropped.frames)] : []),
  ];
}
