import type { Photo } from '../api/media.ts';
import { absenceOf, isSettling } from '../photos/photo-state.ts';
import { localFileOf } from '../uploads/shown-uploads.ts';
import { Icon } from './icon.tsx';
import { LocalPicture } from './local-picture.tsx';

interface Props {
  photo: Photo;
  /** Whether a change of it is read out. Default: not. */
  live?: boolean;
}

/**
 * What stands in the place of a picture that is not there yet, or never will be: why, and meanwhile the file itself where
 * this page has just sent it.
 */
export function PhotoAbsence({ photo, live = false }: Props) {
  const now = Date.now();
  const role = live ? 'status' : undefined;
  if (photo.status === 'rejected') {
    return (
      <span class="tile-state tile-state-bad" role={role}>
        <Icon name="warning" />
        <span>
          <b>Not accepted.</b> {photo.rejection?.message}
        </span>
      </span>
    );
  }
  const busy = isSettling(photo, now);
  const file = busy ? localFileOf(photo.id) : undefined;
  return (
    <>
      {file && <LocalPicture file={file} />}
      <span
        class={file ? 'tile-state tile-state-over' : `tile-state ${busy ? 'tile-state-busy' : ''}`}
        role={role}
      >
        {absenceOf(photo, now)}
      </span>
    </>
  );
}
