interface Props {
  label: string;
  busyLabel: string;
  busy: boolean;
}

/** Stays focusable while busy, so that the reader keeps its place. */
export function SubmitButton({ label, busyLabel, busy }: Props) {
  return (
    <button type="submit" class="button button-primary" aria-disabled={busy}>
      {busy ? busyLabel : label}
    </button>
  );
}
