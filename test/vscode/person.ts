/** @file What a person does before VS Code: the command palette, the views, the keys and the eyes. */

import { setTimeout } from 'node:timers/promises';
import type { FrameLocator, Page } from 'playwright-core';

export class Person {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /**
   * Runs a command from the command palette. `title` is as it stands there, such as `View: Toggle Terminal`.
   * While VS Code starts, the palette does not have it yet, so it is looked up again until it is there.
   */
  async runCommand(title: string): Promise<void> {
    const palette = this.page.locator('.quick-input-widget');
    const command = palette.getByRole('option', { name: title }).first();
    for (let tries = 1; ; tries++) {
      await this.page.keyboard.press('F1');
      try {
        // It closes by itself when something else takes the focus.
        await palette.locator('input[type=text]').fill(`>${title}`, { timeout: 3000 });
        await command.waitFor({ timeout: 3000 });
        // One that is given up under way may have come through all the same, and the command would run twice.
        await command.click({ timeout: 30_000 });
        return;
      } catch (error) {
        if (tries === 10) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.page.getByRole('treeitem', { name }).dblclick();
    await this.page.getByRole('tab', { name }).waitFor();
  }

  /** Opens a container of the activity bar, such as `Explorer`, if it is not open. */
  async openSidebar(name: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name });
    if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
  }

  /** The inside of a webview of ours: of the panel beside the code, or of a view in the sidebar. */
  webview(place: 'panel' | 'sidebar'): FrameLocator {
    const purpose = place === 'sidebar' ? '[src*="purpose=webviewView"]' : ':not([src*="purpose="])';
    return this.page
      .frameLocator(`iframe.webview[src*="extensionId=backprop-lens.backprop-lens"]${purpose}`)
      .frameLocator('#active-frame');
  }

  /**
   * Waits until a webview shows something. Of two that load at once, a served VS Code may leave one blank for good, since
   * their service worker serves only the other; a person then reloads them. But not before it has had the time to start in:
   * that would throw away what is on its way, again and again on a slow computer.
   */
  async seeWebview(place: 'panel' | 'sidebar'): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.webview(place).locator('main').waitFor({ timeout: 40_000 });
        return;
      } catch (error) {
        if (tries === 3) throw error;
        await this.runCommand('Developer: Reload Webviews');
      }
    }
  }

  /** How much room the webview beside the code has, in pixels. */
  async panelSize(): Promise<{ width: number; height: number }> {
    const size = await this.page.locator('iframe.webview:not([src*="purpose="])').boundingBox();
    if (!size) throw new Error('There is no panel');
    return size;
  }

  /**
   * Loads the window again, after a look elsewhere: that is when a VS Code in a browser stores which editors are open. It
   * gathers changes for a moment before it does, and tells nobody when it has; so what it has stored is looked at.
   * @param viewType of a panel that is open, and is to be so again
   */
  async reload(viewType: string): Promise<void> {
    // A run is kept after a second of rest, which nobody is told.
    await setTimeout(4000);
    for (let tries = 1; ; tries++) {
      // What changes right after a look elsewhere is stored at the next one.
      await this.page.evaluate(() => {
        document.hasFocus = () => false;
        window.dispatchEvent(new Event('blur'));
      });
      if ((await this.page.evaluate(storedEditors)).includes(viewType)) break;
      if (tries === 100) throw new Error(`VS Code has not stored that ${viewType} is open`);
      await setTimeout(100);
    }
    await this.page.reload();
  }

  /** Waits until a text stands somewhere in the workbench. Webviews have their own. */
  async see(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  async takePicture(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }
}

/** Runs in the page: the editors that a VS Code in a browser has stored for its workspaces, in words of its own. */
async function storedEditors(): Promise<string> {
  let stored = '';
  for (const { name = '' } of await indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db-')) continue;
    stored += await new Promise<string>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onerror = reject;
      opening.onsuccess = () => {
        const items = opening.result.transaction('ItemTable').objectStore('ItemTable');
        const reading: IDBRequest<unknown> = items.get('memento/workbench.parts.editor');
        reading.onerror = reject;
        reading.onsuccess = () => {
          opening.result.close();
          resolve(String(reading.result));
        };
      };
    });
  }
  return stored;
}
