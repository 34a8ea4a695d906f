import { useId } from 'preact/hooks';

interface Props {
  label: string;
  /** What it means right now. */
  hint?: string;
  checked: boolean;
  busy?: boolean;
  onChange(checked: boolean): void;
}

export function Switch({ label, hint, checked, busy = false, onChange }: Props) {
  const id = useId();
  const toggle = () => {
    if (!busy) onChange(!checked);
  };
  return (
    <div class="switch-row">
      <button
        type="button"
        role="switch"
        class="switch"
        aria-checked={checked}
        aria-labelledby={`${id}-label`}
        aria-disabled={busy}
        {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
        onClick={toggle}
      >
        <span class="switch-knob" />
      </button>
      <span class="switch-text">
        <span id={`${id}-label`}>{label}</span>
        {hint && (
          <span class="field-hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </span>
    </div>
  );
}
