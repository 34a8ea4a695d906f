import { useCallback } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { chosenAtMost, requestDownload } from '../api/downloads.ts';
import { getPhoto } from '../api/media.ts';
import { useAction } from '../page/use-action.ts';

/** Saves one photo as it was sent. The link is an attachment, so the page stays. */
async function saveOriginal(id: string): Promise<void> {
  const { originalUrl } = await getPhoto(id);
  if (originalUrl === undefined) throw new Error('This photo has no file that could be saved.');
  location.assign(originalUrl);
}

/** Has photos packed and goes to the page of that, or saves the only one that is chosen. Without ids: all photos. */
export function useTakeAlong() {
  const { route } = useLocation();
  return useAction(
    useCallback(
      async (ids?: readonly string[]) => {
        const [first] = ids ?? [];
        if (first !== undefined && ids?.length === 1) return saveOriginal(first);
        if (ids && ids.length > chosenAtMost)
          throw new Error(`At most ${chosenAtMost} chosen photos go into one file.`);
        const { id } = await requestDownload(ids);
        route(`/downloads/${id}`);
      },
      [route],
    ),
  );
}
