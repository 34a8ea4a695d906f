import { useEffect, useRef } from 'preact/hooks';
import { type Take, takeDropped } from './dropped.ts';

/** Takes what was dropped, before this page was there and while it is. */
export function useDropped(onFiles: Take): void {
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => takeDropped((files) => latest.current(files)), []);
}
