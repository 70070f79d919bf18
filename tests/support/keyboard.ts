import { type Page } from 'playwright-core';

/** Go on with Tab, as somebody without a mouse does, until this has the focus. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 160; presses += 1) {
    if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${selector} on ${page.url()}`);
}

/** Go to a link or button and press it. */
export async function press(page: Page, selector: string): Promise<void> {
  await tabTo(page, selector);
  await page.keyboard.press('Enter');
}

/** Write into a field, over what stands there. */
export async function write(page: Page, selector: string, text: string): Promise<void> {
  await tabTo(page, selector);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Choose one of a group of radio buttons, or an option of a select, with the arrow keys. */
export async function choose(page: Page, name: string, value: string): Promise<void> {
  const field = `[name="${name}"]`;
  await tabTo(page, field);
  const chosen = () => page.evaluate(`(() => { const field = document.querySelector('${field}:checked') ?? document.querySelector('select${field}'); return field ? field.value : ''; })()`);
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await chosen()) === value) return;
    await page.keyboard.press(presses === 0 && (await chosen()) === '' && (await page.evaluate(`document.activeElement.value === ${JSON.stringify(value)}`)) ? 'Space' : 'ArrowDown');
  }
  throw new Error(`The arrow keys never reached "${value}" of ${name}`);
}

/** Move down a list with j until the active row says this. */
export async function rowWith(page: Page, words: RegExp): Promise<void> {
  const rows = await page.locator('[data-rows] [data-key]').count();
  for (let presses = 0; presses < rows; presses += 1) {
    await page.keyboard.press('j');
    if (words.test((await page.textContent('[data-key][data-active]')) ?? '')) return;
  }
  throw new Error(`j never reached a row with ${String(words)}: ${(await page.locator('[data-rows]').allTextContents()).join(' ').replace(/\s+/g, ' ')}`);
}

/** Open a page again until it shows this: what people do who wait for a colleague. */
export async function awaitOn(page: Page, path: string, selector: string): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    await page.goto(path);
    if ((await page.locator(selector).count()) > 0) return;
    await page.waitForTimeout(500);
  }
  throw new Error(`${path} never showed ${selector}`);
}
