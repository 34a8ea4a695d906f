import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { forgetDropped, handOver } from '../uploads/dropped.ts';
import { Icon } from './icon.tsx';

/** Files over the page are told of again and again; this long after the last time, they have left it. */
const goneMs = 600;

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;

/** Somebody’s files can be dropped on every page. A place for files that is on the page itself comes first. */
export function DropAnywhere({ person }: { person: string }) {
  const { path, route } = useLocation();
  const [over, setOver] = useState(false);
  useEffect(() => {
    import('../uploads/uploads.ts').then(
      ({ uploadsOf }) => uploadsOf(person),
      // Where the queue's code does not come, nobody has left anything in it.
      () => {},
    );
    return forgetDropped;
  }, [person]);
  useLayoutEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = () => setOver(false);
    // A picture of the page itself, drawn aside, is told of as a file by some browsers.
    let own = false;
    const onStart = () => {
      own = true;
    };
    const onEnd = () => {
      own = false;
    };
    const onOver = (event: DragEvent) => {
      if (own || !hasFiles(event)) return;
      // Without this, the browser would open the file in the page's place.
      event.preventDefault();
      clearTimeout(timer);
      timer = setTimeout(leave, goneMs);
      setOver(true);
    };
    const onDrop = (event: DragEvent) => {
      if (own || !hasFiles(event)) return;
      clearTimeout(timer);
      leave();
      if (event.defaultPrevented) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      handOver(files);
      if (path !== '/upload') route('/upload');
    };
    addEventListener('dragstart', onStart);
    addEventListener('dragend', onEnd);
    addEventListener('dragover', onOver);
    addEventListener('drop', onDrop);
    return () => {
      clearTimeout(timer);
      removeEventListener('dragstart', onStart);
      removeEventListener('dragend', onEnd);
      removeEventListener('dragover', onOver);
      removeEventListener('drop', onDrop);
    };
  }, [path, route]);
  return over ? (
    <div class="drop-anywhere" aria-hidden="true">
      <p>
        <Icon name="upload" /> Drop photos to upload them
      </p>
    </div>
  ) : null;
}
