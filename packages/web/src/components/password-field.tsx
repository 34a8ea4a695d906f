import { useContext, useId, useState } from 'preact/hooks';
import { passwordMinLength } from '../limits.ts';
import { FieldErrors } from './field-errors.ts';

interface Props {
  name: string;
  label: string;
  /** `new`: has to keep the password policy. */
  kind: 'new' | 'current';
}

/** A password that can be looked at while typing. */
export function PasswordField({ name, label, kind }: Props) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const error = useContext(FieldErrors)[name];
  const isNew = kind === 'new';
  const described = [error && `${id}-error`, isNew && `${id}-hint`].filter(Boolean).join(' ');
  const control = {
    id,
    name,
    class: 'input',
    autocomplete: isNew ? 'new-password' : 'current-password',
    autocapitalize: 'none',
    spellcheck: false,
    required: true,
    ...(isNew ? { minLength: passwordMinLength } : {}),
    'aria-invalid': error !== undefined,
    ...(described ? { 'aria-describedby': described } : {}),
  } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="password">
        {shown ? <input type="text" {...control} /> : <input type="password" {...control} />}
        <button type="button" class="password-toggle" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Hide' : 'Show'}
          <span class="visually-hidden"> {label.toLowerCase()}</span>
        </button>
      </div>
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {isNew && (
        <p class="field-hint" id={`${id}-hint`}>
          At least {passwordMinLength} characters, with a small letter and a digit. A few words in a row are
          easy to keep in mind.
        </p>
      )}
    </div>
  );
}
