import { useEffect, useState } from 'preact/hooks';
import { config } from '../config.ts';

/**
 * Leads to what happened because of a photo or a request, in a page of its own, where the app runs in the sandbox; elsewhere there
 * is none.
 * @param of the photo's id, or the one by which the logs know the request
 */
export function StoryLink({ of }: { of: { photo: string } | { request: string } }) {
  const [storiesAt, setStoriesAt] = useState<string>();
  useEffect(() => {
    // Whoever needs the settings says that they could not be read.
    config().then(
      (settings) => setStoriesAt(settings.storiesAt),
      () => {},
    );
  }, []);
  if (storiesAt === undefined) return null;
  const rest = 'photo' in of ? `?subject=${of.photo}` : `/${encodeURIComponent(of.request)}`;
  return (
    <a
      class="link-button"
      href={storiesAt + rest}
      target="_blank"
      aria-label="What happened, in the sandbox"
      rel="noreferrer"
    >
      ?
    </a>
  );
}
