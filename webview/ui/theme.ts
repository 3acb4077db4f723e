/** @file Which kind of theme VS Code shows, and when it changes. */

import type { ThemeKind } from '../drawing/colour.ts';

/** Read off the classes that VS Code gives `<body>`; a light high-contrast theme has both high-contrast ones. */
export function themeKind(classes: { contains(name: string): boolean } = document.body.classList): ThemeKind {
  if (classes.contains('vscode-high-contrast-light')) return 'highContrastLight';
  if (classes.contains('vscode-high-contrast')) return 'highContrast';
  return classes.contains('vscode-light') ? 'light' : 'dark';
}

/** What was asked of the theme that is shown. Asking the browser makes it work out the style of all that has changed on the page. */
const known = new Map<string, string>();

/** Calls after every change of theme, also from one dark theme to another. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(() => {
    known.clear();
    changed();
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}

/** A colour or font of the theme: `themeValue('--vscode-foreground')`. */
export function themeValue(property: string, fallback: string): string {
  let value = known.get(property);
  if (value === undefined) {
    value = getComputedStyle(document.body).getPropertyValue(property).trim();
    known.set(property, value);
  }
  return value || fallback;
}
