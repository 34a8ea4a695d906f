import { useEffect, useRef, useState } from 'preact/hooks';
import { getPhoto, getPublicPhoto, type Photo } from '../api/media.ts';
import type { LinkedRendition } from '../api/thumbnails.ts';
import { useMe } from '../auth/session.ts';
import { movedPhoto } from './moved-photo.ts';
import { privateLinks } from './rendition-links.ts';

const widthsOf = (photo: Photo): LinkedRendition[] =>
  photo.renditions.flatMap(({ url, ...rendition }) => (url ? [{ ...rendition, url }] : []));

/**
 * The whole image files of a photo (not its square cuts), narrowest first: the public ones, or short-lived links for its owner.
 * `renew` is to be called when one fails to load; it asks for new links, once per photo shown, or where the public ones
 * are now.
 */
export function useRenditions(photo: Photo): { renditions: LinkedRendition[]; renew(): void } {
  const me = useMe();
  const mine = me?.id === photo.owner.id;
  const [lost, setLost] = useState<Photo>();
  const [moved, setMoved] = useState<Photo>();
  const newest = moved?.id === photo.id && moved.updatedAt > photo.updatedAt ? moved : photo;
  const given = widthsOf(newest);
  const needsLinks = mine && photo.status === 'ready' && given.length === 0;
  const [linked, setLinked] = useState<{ id: string; renditions: LinkedRendition[] }>();
  const [round, setRound] = useState(0);
  const renewed = useRef(false);

  // A new round or a changed photo asks again.
  useEffect(() => {
    if (!needsLinks) return;
    let current = true;
    privateLinks.linksOf(photo.id).then(
      (renditions) => current && setLinked({ id: photo.id, renditions }),
      // The placeholder stays; the page that shows the photo tells of a lost connection or session itself.
      () => {},
    );
    return () => {
      current = false;
    };
  }, [needsLinks, photo.id, photo.updatedAt, round]);

  useEffect(() => {
    if (!lost) return;
    const controller = new AbortController();
    // Without an answer the placeholder stays, as it does for a photo that is gone.
    movedPhoto(lost, me ? getPhoto : getPublicPhoto, controller.signal).then(setMoved, () => {});
    return () => controller.abort();
  }, [lost, me !== undefined]);

  const renditions = needsLinks && linked?.id === photo.id ? linked.renditions : given;
  return {
    renditions: renditions.filter(({ kind }) => kind === 'whole').toSorted((a, b) => a.widthPx - b.widthPx),
    renew() {
      if (given.length > 0) setLost(newest);
      if (!needsLinks || renewed.current) return;
      renewed.current = true;
      privateLinks.forget(photo.id);
      setRound((before) => before + 1);
    },
  };
}
