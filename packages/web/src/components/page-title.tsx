import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

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
    document.title = title === 'Shutterbus' ? title : `${title} · Shutterbus`;
  }, [title]);
  return <h1 class={hidden ? 'visually-hidden' : 'page-title'}>{children ?? title}</h1>;
}
