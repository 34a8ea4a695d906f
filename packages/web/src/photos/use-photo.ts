import { useCallback, useEffect, useState } from 'preact/hooks';
import type { PhotoDetail } from '../api/media.ts';
import { changed, isOf, type KnownPhoto, type ReadPhoto } from './known-photo.ts';

/** The photo of a page. One that was read on the way to it is shown at once. */
export function usePhoto(id: string, read: ReadPhoto) {
  const [known, setKnown] = useState<KnownPhoto>();
  const [failed, setFailed] = useState<{ id: string; error: unknown }>();
  const [attempt, setAttempt] = useState(0);
  const isKnown = isOf(known, id, read);
  // `attempt` is there to ask for another try.
  useEffect(() => {
    if (isKnown) return;
    let current = true;
    setFailed(undefined);
    read(id).then(
      (photo) => current && setKnown({ photo, read }),
      (error: unknown) => current && setFailed({ id, error }),
    );
    return () => {
      current = false;
    };
  }, [id, read, isKnown, attempt]);
  const show = useCallback((photo: PhotoDetail) => setKnown({ photo, read }), [read]);
  const change = useCallback(
    (photo: PhotoDetail) => setKnown((before) => changed(before, { photo, read })),
    [read],
  );
  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  return {
    photo: isKnown ? known?.photo : undefined,
    failed: failed?.id === id ? failed : undefined,
    retry,
    /** Shows the photo that one goes to. */
    show,
    /** Shows what has become of the photo that is there. */
    change,
  };
}
