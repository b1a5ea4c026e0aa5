import { axeViolations } from './accessibility.ts';
import { expect, test } from './devnet.ts';

const PROMPT = 'flat hen red background';

/** A visitor makes a result public and takes it back. A tab mines already. */
export function testShare(): void {
  test('a shared result is on the start page of other visitors until its maker takes it back', async ({
    page,
    browser,
    devnet,
  }) => {
    await page.goto(`${devnet.web.url}/create`);
    await page.getByLabel('Prompt', { exact: true }).fill(PROMPT);
    await page.getByText('Advanced options').click();
    await page.getByLabel('Steps').fill('2');
    await page.getByRole('button', { name: 'Create image' }).click();
    const result = page.getByRole('region', { name: 'Result' });
    const share = result.getByRole('button', { name: `Share publicly: “${PROMPT}”` });
    await expect(share).toBeVisible({ timeout: 120_000 });

    const other = await (await browser.newContext()).newPage();
    await other.goto(devnet.web.url);
    const shared = other.getByRole('region', { name: 'Newest public results' });
    await expect(shared.getByText('Nobody has shared a result lately.')).toBeVisible();

    await share.click();
    await expect(result.getByText(/^Anyone can then see this picture, your prompt/)).toBeVisible();
    await expect(result.getByRole('button', { name: 'Make it public' })).toBeFocused();
    await result.getByRole('button', { name: 'Cancel' }).click();
    await share.click();
    await page.keyboard.press('Enter');
    await expect(result.getByText(/^Public until /)).toBeVisible();
    expect(await axeViolations(page, 'body')).toEqual([]);

    // A visitor who has been there before may keep the list for some seconds.
    const picture = shared.getByRole('img', { name: PROMPT });
    await expect(async () => {
      await other.reload();
      await expect(picture).toBeVisible({ timeout: 3_000 });
    }).toPass();
    expect(await picture.evaluate(({ naturalWidth }: HTMLImageElement) => naturalWidth)).toBe(128);
    expect(await axeViolations(other, 'body')).toEqual([]);
    await shared.getByRole('link', { name: PROMPT }).click();
    const part = other.getByRole('region', { name: 'Shared by its maker' });
    await expect(part.getByText(PROMPT)).toBeVisible();
    await expect(part.getByRole('img', { name: PROMPT })).toBeVisible();
    const address = other.url();

    // The gallery knows it too, and is the other place to take it back.
    await page.goto(`${devnet.web.url}/gallery`);
    await page.getByRole('button', { name: `Take it back: “${PROMPT}”` }).click();
    await expect(page.getByText('Taken back. It is not public any more.')).toBeVisible();
    await expect(page.getByRole('button', { name: `Share publicly: “${PROMPT}”` })).toBeVisible();
    await expect(async () => {
      await other.goto(devnet.web.url);
      await expect(shared.getByText('Nobody has shared a result lately.')).toBeVisible({ timeout: 3_000 });
    }).toPass();
    await expect(async () => {
      await other.goto(address);
      await expect(other.getByRole('heading', { name: 'Journey' })).toBeVisible();
      await other.waitForLoadState('networkidle');
      await expect(part).toHaveCount(0, { timeout: 1_000 });
    }).toPass();

    await other.route(`${devnet.coordinator.apiUrl}/**`, (route) => route.abort());
    await other.goto(devnet.web.url);
    await expect(shared.getByText(/^Shared results appear once a coordinator answers/)).toBeVisible();
    await other.context().close();
  });
}
