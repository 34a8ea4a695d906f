import { useState } from 'preact/hooks';
import type { Reason } from '../api/problem-error.ts';
import { StoryLink } from './story-link.tsx';

/** What went wrong, in a sentence; of a fault of ours also the id under which the logs know it, to be copied into a mail. */
export function FailureWords({ failure: { message, faultId } }: { failure: Reason }) {
  const [copied, setCopied] = useState<string>();
  if (!faultId) return <p>{message}</p>;
  const copy = () =>
    navigator.clipboard.writeText(faultId).then(
      () => setCopied(faultId),
      // Without the clipboard the id can still be marked by hand.
      () => {},
    );
  return (
    <div class="fault">
      <p>{message}</p>
      <p class="fault-id">
        <span>
          Name this when you ask for help: <code>{faultId}</code>
        </span>
        <button type="button" class="link-button" aria-label="Copy the id" onClick={() => void copy()}>
          {copied === faultId ? 'Copied' : 'Copy'}
        </button>
        <StoryLink of={{ request: faultId }} />
      </p>
    </div>
  );
}
