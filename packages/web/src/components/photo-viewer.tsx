import '../styles/viewer.css';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PhotoDetail } from '../api/media.ts';
import { isolated } from '../format/isolated.ts';
import { isPlainClick } from '../page/plain-click.ts';
import { stepOfKey, stepOfSwipe } from '../page/step-of.ts';
import { useFullScreen } from '../page/use-full-screen.ts';
import { placeIn } from '../photos/trail.ts';
import type { Steps } from '../photos/use-steps.ts';
import { Icon } from './icon.tsx';
import { PhotoImage } from './photo-image.tsx';
import { PhotoStage, sizesOf } from './photo-stage.tsx';

/** Where arrow keys have a meaning of their own. */
const takesArrows = 'input, textarea, select, [contenteditable], [role="radio"], dialog, .stage-scroll';

/** Steps by arrow keys, wherever on the page one is and nothing else takes them. */
function useArrowKeys({ step }: Steps): void {
  const latest = useRef(step);
  latest.current = step;
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const direction = stepOfKey(event);
      const taken = event.target instanceof Element && event.target.closest(takesArrows);
      if (!direction || taken || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      latest.current(direction);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/** Steps by a finger. A picture that is scrolled, or made larger with two fingers, is moved by it instead. */
function useSwipe({ step }: Steps) {
  const start = useRef<{ x: number; y: number; atMs: number } | undefined>(undefined);
  return {
    onTouchStart({ touches, target, timeStamp }: TouchEvent) {
      const [touch] = touches;
      const scrolled = target instanceof Element && target.closest('.stage-scroll');
      const larger = (visualViewport?.scale ?? 1) > 1.01;
      start.current =
        touch && touches.length === 1 && !scrolled && !larger
          ? { x: touch.clientX, y: touch.clientY, atMs: timeStamp }
          : undefined;
    },
    onTouchEnd({ changedTouches: [touch], timeStamp }: TouchEvent) {
      const from = start.current;
      start.current = undefined;
      if (!from || !touch) return;
      const way = { rightPx: touch.clientX - from.x, downPx: touch.clientY - from.y };
      const direction = stepOfSwipe({ ...way, ms: timeStamp - from.atMs });
      if (direction) step(direction);
    },
  };
}

function Back({ from, label }: { from: string; label: string }) {
  return (
    <a
      class="viewer-back"
      href={from}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        // The entry before this one shows the list, where one was in it.
        event.preventDefault();
        event.stopPropagation();
        history.back();
      }}
    >
      <Icon name="left" /> <bdi>{label}</bdi>
    </a>
  );
}

/** A photo's picture with the way to its neighbours. It outlives a step, so that the whole screen stays whole. */
export function PhotoViewer({ photo, steps }: { photo: PhotoDetail; steps: Steps }) {
  const { trail, canStep, ahead, step } = steps;
  const viewer = useRef<HTMLElement>(null);
  const { possible, full, toggle } = useFullScreen(viewer);
  useArrowKeys(steps);
  const swipe = useSwipe(steps);

  const [said, setSaid] = useState('');
  const last = useRef(photo.id);
  useEffect(() => {
    if (last.current === photo.id) return;
    last.current = photo.id;
    setSaid(trail ? `${isolated(photo.title)}, ${placeIn(trail, photo.id)}` : '');
    const { current } = viewer;
    // Whoever had the focus in the last one's words, or had scrolled down to them, is at the picture again.
    if (document.activeElement === document.body) current?.focus({ preventScroll: true });
    if (current && current.getBoundingClientRect().top < 0) scrollTo(0, 0);
  }, [photo.id, photo.title, trail]);

  const button = (direction: 'previous' | 'next', label: string) => (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      aria-disabled={!canStep[direction]}
      aria-keyshortcuts={direction === 'next' ? 'ArrowRight' : 'ArrowLeft'}
      onClick={() => step(direction)}
    >
      <Icon name={direction === 'next' ? 'right' : 'left'} />
    </button>
  );
  return (
    <section ref={viewer} class="viewer" aria-label="Picture" tabIndex={-1}>
      <div class="viewer-bar">
        {trail && !full && <Back from={trail.from} label={trail.label} />}
        {trail && <span class="viewer-place">{placeIn(trail, photo.id)}</span>}
        {trail && button('previous', 'Previous photo')}
        {trail && button('next', 'Next photo')}
        {possible && (
          <button
            type="button"
            class="icon-button"
            aria-label={full ? 'Leave full screen' : 'Full screen'}
            title={full ? 'Leave full screen' : 'Full screen'}
            onClick={toggle}
          >
            <Icon name={full ? 'shrink' : 'expand'} />
          </button>
        )}
      </div>
      <div class="viewer-stage" {...swipe}>
        <PhotoStage key={photo.id} photo={photo} full={full} />
      </div>
      <p class="visually-hidden" role="status">
        {said}
      </p>
      {ahead?.status === 'ready' && (
        <div key={ahead.id} hidden>
          <PhotoImage photo={ahead} sizes={full ? '100vw' : sizesOf(ahead)} main />
        </div>
      )}
    </section>
  );
}
