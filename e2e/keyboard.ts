import { expect, type Locator, type Page } from '@playwright/test';

/** No page has so many places to stop at. */
const MOST_STOPS = 150;

/** The focus of a visitor who uses the keyboard alone. */
interface FocusNow {
  /** Nothing has it: the next Tab would begin at the top of the page. */
  isLost: boolean;
  /** Nothing shows where it is. */
  isUnseen: boolean;
  what: string;
}

function focusNow(): FocusNow {
  const element = document.activeElement;
  if (element === null || element === document.body)
    return { isLost: true, isUnseen: false, what: 'the page' };
  // The page itself, where it begins.
  if (element.id === 'content') return { isLost: false, isUnseen: false, what: 'the page' };
  const draws = (part: Element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
  };
  // What is around it may draw it: a field's box, a card that is one link; or what is after it: a label.
  const around: Element[] = [];
  for (let part = element.parentElement; part !== null && around.length < 3; part = part.parentElement)
    around.push(part);
  const drawers = [element, element.nextElementSibling, ...around].filter((part) => part !== null);
  return { isLost: false, isUnseen: !drawers.some(draws), what: element.outerHTML.slice(0, 120) };
}

/** What has the focus, in a sentence on what is wrong with it; undefined where it is to be seen. */
export async function focusFault(page: Page): Promise<string | undefined> {
  const { isLost, isUnseen, what } = await page.evaluate(focusNow);
  if (isLost) return 'The focus is lost.';
  return isUnseen ? `The focus is not to be seen on ${what}` : undefined;
}

/**
 * Goes to a control as a keyboard does: by Tab, each stop on the way in sight.
 * @param key `Shift+Tab` to go back
 * @throws if it is not reached, or the focus was not to be seen on the way
 */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
    const { isLost, isUnseen, what } = await page.evaluate(focusNow);
    // Behind the last stop is the browser's own bar, and then the first one.
    if (!isLost) expect(isUnseen, `the focus is to be seen on ${what}`).toBe(false);
  }
  throw new Error(`No Tab leads to ${String(target)}.`);
}

/** Goes to a control and uses it. */
export async function tabAndPress(
  page: Page,
  target: Locator,
  press: 'Enter' | 'Space' = 'Enter',
): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(press);
}

/** Goes to a field and types over what is in it. */
export async function tabAndType(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}
