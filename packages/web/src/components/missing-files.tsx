import { useEffect, useState } from 'preact/hooks';
import { drafts } from '../uploads/uploads.ts';
import { Icon } from './icon.tsx';

/** Of so many files the name is told; the rest is counted. */
const maxNames = 5;

/** What was written before the page began anew waits here for its files. */
export function MissingFiles() {
  const [missing, setMissing] = useState(drafts.missing);
  useEffect(() => {
    setMissing(drafts.missing());
    return drafts.subscribe(() => setMissing(drafts.missing()));
  }, []);
  if (missing.length === 0) return null;
  const more = missing.length - maxNames;
  return (
    <div class="notice" role="status">
      <Icon name="pictures" />
      <p>
        What you wrote is kept, but a browser keeps no files. Choose them again:{' '}
        {missing.slice(0, maxNames).map(({ name }, index) => (
          <>
            {index > 0 && ', '}
            <bdi>{name}</bdi>
          </>
        ))}
        {more > 0 && ` and ${more} more`}.
      </p>
      <button type="button" class="button" onClick={() => drafts.forget()}>
        Forget them
      </button>
    </div>
  );
}
