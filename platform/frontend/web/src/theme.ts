import type { Keep } from './calls/keep';

export type Theme = 'system' | 'light' | 'dark';

/** Shows the theme a person chose, and keeps it for the next page's first paint (public/theme.js). */
export function applyTheme(theme: Theme, keep: Keep): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') {
    delete dataset['theme'];
    keep.remove('theme');
  } else {
    dataset['theme'] = theme;
    keep.set('theme', theme);
  }
}
