import { useState } from 'preact/hooks';
import { chooseTheme, isDark } from '../page/theme.ts';
import { Icon } from './icon.tsx';

export function ThemeToggle() {
  const [dark, setDark] = useState(isDark);
  const toggle = () => {
    chooseTheme(dark ? 'light' : 'dark');
    setDark(!dark);
  };
  return (
    <button
      type="button"
      class="icon-button theme-toggle"
      aria-label="Dark colours"
      aria-pressed={dark}
      onClick={toggle}
    >
      <Icon name={dark ? 'sun' : 'moon'} />
    </button>
  );
}
