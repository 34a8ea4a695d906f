import { useEffect, useRef } from 'preact/hooks';
import { type Take, takeDropped } from './dropped.ts';

/** Takes what was dropped, before this page was there and while it is; what comes before it is ready waits. */
export function useDropped(ready: boolean, onFiles: Take): void {
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => (ready ? takeDropped((files) => latest.current(files)) : undefined), [ready]);
}
