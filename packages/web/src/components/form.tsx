import type { ComponentChildren, TargetedSubmitEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ActionFailure } from '../page/use-action.ts';
import { FailureWords } from './failure-words.tsx';
import { FieldErrors } from './field-errors.ts';
import { Icon } from './icon.tsx';

/** Reads the fields' texts by name. A checkbox is `on` or missing. */
export type FormValues = Readonly<Record<string, string>>;

type Control = HTMLInputElement | HTMLTextAreaElement;
const isControl = (element: Element): element is Control =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

function explain(control: Control): string {
  const { validity, title, validationMessage } = control;
  if (validity.valueMissing) return 'Fill this in.';
  if (validity.patternMismatch && title) return title;
  if (validity.tooShort && control.minLength > 0) return `At least ${control.minLength} characters.`;
  if (validity.typeMismatch && control.type === 'email') return 'This is not an e-mail address.';
  return validationMessage;
}

/** `tooShort` of the platform only counts what was typed by hand; a pasted or filled-in text has to count too. */
const isShort = (control: Control): boolean =>
  control.minLength > 0 && control.value !== '' && control.value.length < control.minLength;

function invalidFields(form: HTMLFormElement): Record<string, string> {
  const wrong = [...form.elements]
    .filter(isControl)
    .filter((control) => !control.validity.valid || isShort(control));
  return Object.fromEntries(
    wrong.map((control) => [
      control.name,
      isShort(control) ? `At least ${control.minLength} characters.` : explain(control),
    ]),
  );
}

function formValues(form: HTMLFormElement): FormValues {
  const pairs = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return Object.fromEntries(pairs);
}

interface Props {
  onSubmit(values: FormValues): void;
  failure?: ActionFailure | undefined;
  label?: string;
  children: ComponentChildren;
}

/** A form that says beside each field what is wrong with it, and takes the reader to the first such field. */
export function Form({ onSubmit, failure, label, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [invalid, setInvalid] = useState<Record<string, string>>({});
  const errors = { ...failure?.fields, ...invalid };

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [invalid, failure]);

  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = invalidFields(event.currentTarget);
    setInvalid(found);
    if (Object.keys(found).length === 0) onSubmit(formValues(event.currentTarget));
  };

  return (
    <FieldErrors.Provider value={errors}>
      <form ref={form} class="form" noValidate onSubmit={submit} aria-label={label}>
        {failure && (
          <div class="notice notice-bad" role="alert">
            <Icon name="warning" />
            <FailureWords failure={failure} />
          </div>
        )}
        {children}
      </form>
    </FieldErrors.Provider>
  );
}
