import type { Photo } from '../api/media.ts';

type Camera = NonNullable<Photo['camera']>;

/** `1/250 s` for short times, `2.5 s` from a third of a second on. */
export function exposure(seconds: number): string {
  if (seconds >= 0.3) return `${Number(seconds.toFixed(1))} s`;
  return `1/${Math.round(1 / seconds)} s`;
}

/** Make and model as one name; most cameras repeat the make in the model. */
function cameraName({ make, model }: Camera): string | undefined {
  if (!model) return make;
  return make && !model.toLowerCase().startsWith(make.toLowerCase()) ? `${make} ${model}` : model;
}

/** The camera's own time as it stands, and how far that was from UTC if the camera knew it. */
function capturedAt(text: string): string {
  const [, local = text, offset] = /^(.*?)(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  const date = new Date(local);
  if (Number.isNaN(date.getTime())) return text;
  const shown = date.toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'short' });
  return offset ? `${shown} (UTC${offset === 'Z' ? '' : offset})` : shown;
}

/** Label and value of what is known, in reading order. */
export function cameraFacts(camera: Camera): [label: string, value: string][] {
  const { lens, exposureSeconds, aperture, iso, focalLengthMm } = camera;
  const facts: [string, string | undefined][] = [
    ['Camera', cameraName(camera)],
    ['Lens', lens],
    ['Focal length', focalLengthMm === undefined ? undefined : `${Number(focalLengthMm.toFixed(1))} mm`],
    ['Aperture', aperture === undefined ? undefined : `ƒ/${Number(aperture.toFixed(1))}`],
    ['Exposure', exposureSeconds === undefined ? undefined : exposure(exposureSeconds)],
    ['ISO', iso === undefined ? undefined : String(iso)],
    ['Taken', camera.capturedAt === undefined ? undefined : capturedAt(camera.capturedAt)],
  ];
  return facts.flatMap(([label, value]) => (value ? [[label, value] as [string, string]] : []));
}
