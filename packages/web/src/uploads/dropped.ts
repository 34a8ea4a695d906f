import { useEffect, useRef } from 'preact/hooks';

type Take = (files: File[]) => void;

let take: Take | undefined;
let waiting: File[] = [];

/** Files that fell on a page. The upload page takes them; where it is not shown, they wait for it. */
export function handOver(files: File[]): void {
  if (take) take(files);
  else waiting = files;
}

/** Takes what was dropped, before this page was there and while it is. */
export function useDropped(onFiles: Take): void {
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    const mine: Take = (files) => latest.current(files);
    take = mine;
    if (waiting.length > 0) mine(waiting);
    waiting = [];
    return () => {
      if (take === mine) take = undefined;
    };
  }, []);
}
