import { useEffect, useId, useRef } from 'preact/hooks';
import type { ActionFailure } from '../page/use-action.ts';
import { ActionError } from './action-error.tsx';

interface Props {
  title: string;
  text: string;
  confirmLabel: string;
  busy: boolean;
  failure?: ActionFailure | undefined;
  onConfirm(): void;
  onClose(): void;
}

/** Asks before something that cannot be taken back. The platform keeps the focus inside. */
export function ConfirmDialog({ title, text, confirmLabel, busy, failure, onConfirm, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      // The platform gives the focus back where it closes a dialog, and loses it with one that is taken away.
      if (opener instanceof HTMLElement && document.activeElement === document.body) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onClose={onClose}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <p id={`${id}-text`}>{text}</p>
      <ActionError failure={failure} />
      <div class="button-row">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          Cancel
        </button>
        <button type="button" class="button button-danger" aria-disabled={busy} onClick={onConfirm}>
          {confirmLabel}
        </button>
      </div>
    </dialog>
  );
}
