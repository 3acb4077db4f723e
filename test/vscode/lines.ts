/** @file What a person sees of the lines of code: the words on them, and the dimmed notes behind them. */

import type { Locator, Page } from 'playwright-core';

/** The lines on the screen that have the code. VS Code writes spaces so that they do not break. */
export function lineOf(page: Page, code: string): Locator {
  return page.locator('.view-line').filter({ hasText: code.replaceAll(' ', '\u00a0') });
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

/** The note behind the first line on the screen that has the code; empty if it has none. Notes are drawn by style alone. */
async function noteBehind(page: Page, code: string): Promise<string> {
  const lines = await page.locator('.view-line').evaluateAll((all) =>
    all.map((line) => ({
      code: line.textContent,
      notes: [...line.querySelectorAll('span')]
        .map((span) => getComputedStyle(span, '::after').content)
        // Where a note has stood before, its room is kept.
        .filter((content) => /^"[^"]*[^"\s]/.test(content)),
    })),
  );
  return plain(lines.find((line) => plain(line.code).includes(code))?.notes.join(' ') ?? '');
}

/** Waits until the note behind a line is like this. */
export async function seeNote(page: Page, code: string, note: RegExp): Promise<void> {
  const end = Date.now() + 60_000;
  for (;;) {
    const found = await noteBehind(page, code);
    if (note.test(found)) return;
    if (Date.now() > end) throw new Error(`Behind "${code}" is ${found || 'nothing'}, not ${String(note)}`);
    await page.waitForTimeout(100);
  }
}

/**
 * Clicks the beginning of the first line on the screen that has the code, until the cursor is there: a note or a lens that
 * comes in above it moves a line away from under the pointer.
 */
export async function putCursorOn(page: Page, code: string): Promise<void> {
  const line = lineOf(page, code).first();
  const cursor = page.locator('.monaco-editor.focused .cursors-layer .cursor').first();
  for (let tries = 1; ; tries++) {
    await line.click({ position: { x: 10, y: 8 } });
    await cursor.waitFor({ state: 'attached' });
    const [at, wanted] = [await cursor.boundingBox(), await line.boundingBox()];
    if (at && wanted && Math.abs(at.y - wanted.y) < wanted.height / 2) return;
    if (tries === 10) throw new Error(`The cursor does not come to "${code}"`);
  }
}

/** Puts the pointer on a word of a line of code, and waits for the picture that comes up. */
export async function hoverWord(page: Page, code: string, word: string): Promise<void> {
  const picture = page.locator('.monaco-hover-content img').first();
  for (let tries = 1; ; tries++) {
    const { x, y } = await placeOf(page, code, word);
    await page.mouse.move(x - 4, y);
    await page.mouse.move(x, y, { steps: 4 });
    try {
      await picture.waitFor({ timeout: 8000 });
      // It fades in.
      await picture.evaluate(async (node) => {
        const hover = node.closest('.monaco-hover');
        await Promise.all(hover?.getAnimations().map((animation) => animation.finished) ?? []);
      });
      return;
    } catch (error) {
      // While the code still moves, what comes up goes again.
      if (tries === 5) throw error;
      await page.mouse.move(5, 5);
    }
  }
}

/** The middle of a word. */
async function placeOf(page: Page, code: string, word: string): Promise<{ x: number; y: number }> {
  const line = lineOf(page, code).first();
  const place = await line.evaluate((node, wanted) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const at = (text.textContent ?? '').search(new RegExp(`\\b${wanted}\\b`));
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + wanted.length);
      const { left, top, width, height } = range.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    }
    return null;
  }, word);
  if (!place) throw new Error(`There is no ${word} in "${code}"`);
  return place;
}

/** Scrolls the notebook down until something is on the screen, as a person does who looks for it. */
export async function scrollTo(page: Page, wanted: Locator): Promise<void> {
  const end = Date.now() + 120_000;
  while (!(await wanted.first().isVisible())) {
    if (Date.now() > end) throw new Error('What is looked for is not in the notebook');
    await page.mouse.move(600, 500);
    await page.mouse.wheel(0, 300);
    // Cells are drawn when they come into view.
    await page.waitForTimeout(200);
  }
}
