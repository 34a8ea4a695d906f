/** A bus seen from the front, whose windscreen is a shutter. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect class="logo-wheel" x="6" y="25" width="5" height="5" rx="2" />
      <rect class="logo-wheel" x="21" y="25" width="5" height="5" rx="2" />
      <rect class="logo-body" x="3" y="2" width="26" height="25" rx="7" />
      <circle class="logo-glass" cx="16" cy="12.5" r="8" />
      <path
        class="logo-blades"
        d="M16 4.5 19.2 10.600M22.9 8.5 19.2 14.400M22.9 16.5 16 16.300M16 20.5 12.8 14.400M9.1 16.5 12.8 10.600M9.1 8.5 16 8.7"
      />
      <circle class="logo-lamp" cx="9" cy="23.6" r="1.5" />
      <circle class="logo-lamp" cx="23" cy="23.6" r="1.5" />
    </svg>
  );
}
