import { announce } from '../page/announce.ts';
import { Icon } from './icon.tsx';

/** Hands the page's address to whatever the device shares with; where it has nothing of the kind, it is copied. */
export function ShareButton({ title, path }: { title: string; path: string }) {
  const share = async () => {
    const url = new URL(path, location.href).href;
    try {
      if (navigator.share) return await navigator.share({ title, url });
      await navigator.clipboard.writeText(url);
      announce('The address is copied.');
    } catch (error) {
      // Who closes the device's own window has changed their mind.
      if (!(error instanceof DOMException && error.name === 'AbortError'))
        announce(`Copy this address: ${url}`);
    }
  };
  return (
    <button type="button" class="button" onClick={() => void share()}>
      <Icon name="share" /> Share
    </button>
  );
}
