import type { Locator } from '@playwright/test';
import { PAGE_PATHS } from '#tools/pagePaths.ts';
import { expect, test } from './devnet.ts';
import { openWhole } from './openWhole.ts';

/** Readers whose system chooses the colours, or asks pages to keep still. */

/** Whether a part of the page looks another way after a change. */
async function looksOther(part: Locator, change: () => Promise<unknown>): Promise<boolean> {
  await part.scrollIntoViewIfNeeded();
  const before = await part.screenshot();
  await change();
  return !(await part.screenshot()).equals(before);
}

test('what is chosen, the current page and shares are to be seen in forced colours', async ({
  page,
  devnet,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto(`${devnet.web.url}/developers`);
  const choice = page.locator('.switch').first();
  const chooses = () =>
    page.getByRole('radio', { name: 'Python' }).evaluate((radio) => (radio as HTMLElement).click());
  expect(await looksOther(choice, chooses), 'choice').toBe(true);
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Developers' });
  const leaves = () => link.evaluate((current) => current.removeAttribute('aria-current'));
  expect(await looksOther(link, leaves), 'current page').toBe(true);

  await page.goto(`${devnet.web.url}/nodes`);
  const share = page.locator('.weight').first();
  const empties = (parts: string) => () =>
    page.evaluate((selector) => {
      for (const part of document.querySelectorAll<HTMLElement>(selector)) part.style.width = '0';
    }, parts);
  expect(await looksOther(share, empties('.weight-bar')), 'share').toBe(true);

  await page.goto(`${devnet.web.url}/nodes/1`);
  const stake = page.locator('.composition');
  expect(await looksOther(stake, empties('.composition span')), 'parts of the stake').toBe(true);

  await page.evaluate(() => {
    const progress = Object.assign(document.createElement('progress'), { value: 0.2 });
    document.querySelector('main')!.prepend(progress);
  });
  const progress = page.locator('progress');
  const grows = () => progress.evaluate((bar) => Object.assign(bar, { value: 0.8 }));
  expect(await looksOther(progress, grows), 'progress').toBe(true);
});

/** Elements that would move: with a transition or an animation that takes time. */
const moving = (): number =>
  [...document.querySelectorAll('*')].filter((element) => {
    const { transitionDuration, transitionProperty, animationName } = getComputedStyle(element);
    const glides = transitionProperty !== 'none' && /[1-9]/.test(transitionDuration);
    return glides || animationName !== 'none';
  }).length;

test('nothing moves on any page for a reader who asks for less motion', async ({ page, devnet }) => {
  for (const path of PAGE_PATHS) {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await openWhole(page, devnet.web.url + path);
    expect(await page.evaluate(moving), path).toBe(0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    if (['/create', '/mine'].includes(path))
      await expect.poll(() => page.evaluate(moving), path).toBeGreaterThan(0);
  }
});
