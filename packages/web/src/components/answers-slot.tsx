import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Photo } from '../api/media.ts';

type Slot = ComponentType<{ photo: Photo }>;

/** Where likes and comments stand. Their code comes after the picture, and is no part of the first load. */
export function AnswersSlot({ photo }: { photo: Photo }) {
  const [Answers, setAnswers] = useState<Slot>();
  useEffect(() => {
    import('./answers.tsx').then(
      (loaded) => setAnswers(() => loaded.Answers),
      // The picture is there; the next visit tries again.
      () => {},
    );
  }, []);
  return <div class="answers">{Answers && photo.status === 'ready' && <Answers photo={photo} />}</div>;
}
