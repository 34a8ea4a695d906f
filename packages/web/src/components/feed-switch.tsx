import { useLocation } from 'preact-iso';

const stops = [
  ['/', 'Home'],
  ['/explore', 'Explore'],
  ['/people', 'People'],
] as const;

/** Between what those show whom one follows, what everybody shows, and the people themselves. */
export function FeedSwitch() {
  const { path } = useLocation();
  return (
    <nav class="feed-switch" aria-label="Photos and people">
      {stops.map(([address, name]) => (
        <a key={address} href={address} aria-current={path === address && 'page'}>
          {name}
        </a>
      ))}
    </nav>
  );
}
