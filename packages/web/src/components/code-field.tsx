import { Field } from './field.tsx';

/** The six digits from a mail. */
export function CodeField() {
  return (
    <Field
      name="code"
      label="Code from the mail"
      inputMode="numeric"
      autocomplete="one-time-code"
      required
      pattern="\s*\d{6}\s*"
      title="The code has six digits."
    />
  );
}
