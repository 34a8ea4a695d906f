import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

/** What a page says when it has nothing yet, and what to do about it. */
export function Empty({
  icon,
  title,
  children,
}: {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}
