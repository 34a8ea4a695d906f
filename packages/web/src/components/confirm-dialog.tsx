import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { ActionFailure } from '../page/use-action.ts';
import { ActionError } from './action-error.tsx';

interface Props {
  title: string;
  text: string;
  confirmLabel: string;
  /** Default: Cancel. */
  cancelLabel?: string;
  busy: boolean;
  failure?: ActionFailure | undefined;
  onConfirm(): void;
  onClose(): void;
  /** How far it is: all else is out of reach while the dialog is there, for screen readers too. */
  children?: ComponentChildren;
}

/** Asks before something that cannot be taken back. The platform keeps the focus inside. */
export function ConfirmDialog({
  title,
  text,
  confirmLabel,
  cancelLabel = 'Cancel',
  busy,
  failure,
  onConfirm,
  onClose,
  children,
}: Props) {
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
      {children}
      <ActionError failure={failure} />
      <div class="button-row">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          {cancelLabel}
        </button>
        <button type="button" class="button button-danger" aria-disabled={busy} onClick={onConfirm}>
          {confirmLabel}
        </button>
      </div>
    </dialog>
  );
}
