import { useEffect, useState } from 'preact/hooks';
import type { Upload } from './upload-queue.ts';

/** What of the queue is seen outside the upload page. The queue itself is no part of the first load. */
let shown: readonly Upload[] = [];
const listeners = new Set<() => void>();

export function showUploads(list: readonly Upload[]): void {
  shown = list;
  for (const listener of listeners) listener();
}

/** The file of a photo that this page has uploaded, to show while its renditions are not there. */
export const localFileOf = (photoId: string): File | undefined =>
  shown.find(({ photo }) => photo?.id === photoId)?.file;

export function useUploads(): readonly Upload[] {
  const [list, setList] = useState(shown);
  useEffect(() => {
    const show = () => setList(shown);
    show();
    listeners.add(show);
    return () => {
      listeners.delete(show);
    };
  }, []);
  return list;
}
