import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { isolated } from '../format/isolated.ts';

/** The page's heading, which is the window's title too. */
export function PageTitle({
  title,
  hidden,
  children,
}: {
  title: string;
  hidden?: boolean;
  children?: ComponentChildren;
}) {
  useEffect(() => {
    document.title = title === 'Shutterbus' ? title : `${isolated(title)} · Shutterbus`;
  }, [title]);
  return (
    <h1 class={hidden ? 'visually-hidden' : 'page-title'} dir="auto">
      {children ?? title}
    </h1>
  );
}
