import type { TargetedInputEvent } from 'preact';
import { useContext, useId } from 'preact/hooks';
import { FieldErrors } from './field-errors.ts';

interface Shared {
  name: string;
  label: string;
  hint?: string;
}

interface Text<Element extends EventTarget> {
  required?: boolean;
  maxLength?: number;
  defaultValue?: string;
  value?: string;
  onInput?(event: TargetedInputEvent<Element>): void;
}

interface Props extends Shared, Text<HTMLInputElement> {
  type?: 'text' | 'email';
  autocomplete?: string;
  autocapitalize?: 'none';
  spellcheck?: boolean;
  inputMode?: 'numeric';
  pattern?: string;
  /** What to say when the pattern is not kept. */
  title?: string;
}

interface AreaProps extends Shared, Text<HTMLTextAreaElement> {
  rows?: number;
}

function useField({ name, hint }: Shared) {
  const id = useId();
  const error = useContext(FieldErrors)[name];
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  const control = {
    id,
    name,
    class: 'input',
    'aria-invalid': error !== undefined,
    ...(described ? { 'aria-describedby': described } : {}),
  };
  const notes = (
    <>
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </>
  );
  return { id, control, notes };
}

/** A labelled input with its hint, and its error from the form around. */
export function Field({ name, label, hint, type = 'text', ...input }: Props) {
  const { id, control, notes } = useField({ name, label, ...(hint ? { hint } : {}) });
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === 'email' ? (
        <input type="email" {...input} {...control} />
      ) : (
        <input type="text" dir="auto" {...input} {...control} />
      )}
      {notes}
    </div>
  );
}

export function AreaField({ name, label, hint, ...input }: AreaProps) {
  const { id, control, notes } = useField({ name, label, ...(hint ? { hint } : {}) });
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea rows={3} dir="auto" {...input} {...control} />
      {notes}
    </div>
  );
}
