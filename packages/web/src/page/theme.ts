import { stored } from './stored.ts';

export type Theme = 'system' | 'light' | 'dark';

/** public/theme.js reads the same entry before the first paint. */
const choice = stored('shutterbus.theme');

export function currentTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

export function isDark(): boolean {
  const theme = currentTheme();
  return theme === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  choice.set(theme === 'system' ? undefined : theme);
}
