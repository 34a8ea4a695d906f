import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

/**
 * A picture as it lies on this machine, before and while the service works on it. Some browsers cannot show HEIC, and none
 * what is no picture: there a calm word stands in for it.
 */
export function LocalPicture({ file }: { file: File }) {
  const [url, setUrl] = useState<string>();
  const [unshowable, setUnshowable] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    setUnshowable(false);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return (
    <span class="photo-image">
      {url && !unshowable && <img class="is-loaded" src={url} alt="" onError={() => setUnshowable(true)} />}
      {unshowable && (
        <span class="stand-in">
          <Icon name="pictures" />
          No preview here
        </span>
      )}
    </span>
  );
}
