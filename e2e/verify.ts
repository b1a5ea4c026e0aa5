import type { Page, Route } from '@playwright/test';
import type { Devnet } from '#devnet/devnet.ts';
import type { ApiReceipt, ApiTask } from '#protocol/messages/api.ts';
import { makeImage, readTask } from './api.ts';
import { expect, test } from './devnet.ts';

/** More results than a miner needs for one that is drawn (src/protocol/draw/auditShare.ts). */
const MOST_RESULTS = 20;
/** Audits run one after the other on the CPU, beside the tab's software adapter. */
const AUDIT_TIMEOUT_MS = 120_000;
const PROMPT = 'flat owl blue background';

const isAudited = (state: string | undefined) => state === 'passed' || state === 'skipped';

async function waitForAudit(devnet: Devnet, id: string): Promise<ApiReceipt> {
  const stateOf = async () => (await readTask(devnet, id)).receipt?.audit?.state;
  await expect.poll(async () => isAudited(await stateOf()), { timeout: AUDIT_TIMEOUT_MS }).toBe(true);
  return (await readTask(devnet, id)).receipt!;
}

/** Lets the tab work until a draw decides which of its results are audited: all of the first ones are. */
async function workUntilDrawn(devnet: Devnet): Promise<void> {
  for (let count = 0; count < MOST_RESULTS; count++) {
    const { receipt } = await makeImage(devnet, { prompt: PROMPT, steps: 1 });
    const { audit } = await waitForAudit(devnet, receipt.task_id);
    if (audit!.share < 1) return;
  }
  throw new Error('All results are audited still.');
}

/** What a line says that was checked, with its verdict. */
const lineOf = (page: Page, name: string) =>
  page
    .getByRole('list', { name: 'What was checked' })
    .getByRole('listitem')
    .filter({ has: page.getByText(`${name}.`, { exact: true }) });

async function verify(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Verify the receipt of' }).click();
  await expect(page.getByRole('list', { name: 'What was checked' })).toBeVisible();
}

/** Opens a task's page in whose answers the coordinator says something else of its receipt. */
async function openWithLie(
  page: Page,
  at: { url: string; id: string },
  lie: (receipt: ApiReceipt) => object,
) {
  await page.unrouteAll();
  await page.route(`**/v1/tasks/${at.id}`, async (route: Route) => {
    const answer = await route.fetch();
    const task = (await answer.json()) as ApiTask;
    await route.fulfill({
      response: answer,
      json: { ...task, receipt: { ...task.receipt, ...lie(task.receipt!) } },
    });
  });
  await page.goto(`${at.url}/tasks/${at.id}`);
  await verify(page);
}

const HASH = `0x${'ab'.repeat(32)}`;
const STRANGER = '0x00000000000000000000000000000000000000A1';

/**
 * A result's receipt is checked at the task's own address, by the one who asked for it and by a stranger, and
 * a coordinator that lies about it is found out. A tab must be mining, as in `testEdits`.
 */
export function testVerify(): void {
  let id: string;

  test('the page of a task verifies its receipt for the one who asked for it', { tag: '@long' }, async ({
    page,
    devnet,
  }) => {
    await workUntilDrawn(devnet);
    await page.goto(`${devnet.web.url}/create`);
    await page.getByLabel('Prompt', { exact: true }).fill(PROMPT);
    await page.getByText('Advanced options').click();
    await page.getByLabel('Steps').fill('1');
    const answered = page.waitForResponse(/\/v1\/images\/generations$/);
    await page.getByRole('button', { name: 'Create image' }).click();
    id = (await (await answered).allHeaders())['x-cuckoo-task']!;
    const { audit } = await waitForAudit(devnet, id);

    await page.goto(`${devnet.web.url}/tasks/${id}`);
    await expect(page.getByRole('img', { name: PROMPT })).toBeVisible();
    await verify(page);
    await expect(page.getByText('All that could be checked holds.')).toBeVisible();
    await expect(lineOf(page, 'Result')).toContainText('HoldsResult. This picture has the hash');
    await expect(lineOf(page, 'Signature')).toContainText('HoldsSignature. The miner signed this result');
    const draw = `Block ${audit!.draw_block} ${audit!.state === 'passed' ? 'draws' : 'does not draw'} it`;
    await expect(lineOf(page, 'Whether it was audited')).toContainText(
      `HoldsWhether it was audited. ${draw}`,
    );
    await expect(lineOf(page, 'Computation')).toContainText(
      audit!.state === 'passed' ? 'Checked by the coordinator, not yet by you' : 'Not checked',
    );
    await expect(lineOf(page, 'Miner')).toContainText(/HoldsMiner\. Node \d+ has this key/);
    await expect(lineOf(page, 'Assignment')).toContainText(
      /HoldsAssignment\..* was the newest when you ordered/,
    );
    await expect(lineOf(page, 'Random number (salt)')).toContainText(
      'HoldsRandom number (salt). Your browser chose the salt',
    );
    await expect(lineOf(page, 'Which miner was drawn')).toContainText(
      /HoldsWhich miner was drawn\..* this miner’s turn/,
    );
  });

  test('a stranger verifies all of it but the result, which only its maker has', { tag: '@long' }, async ({
    page,
    devnet,
  }) => {
    await page.goto(`${devnet.web.url}/tasks/${id}`);
    await verify(page);
    await expect(page.getByText(PROMPT)).toHaveCount(0);
    await expect(page.getByText('All that could be checked holds.')).toBeVisible();
    await expect(lineOf(page, 'Result')).toContainText(
      'Not checkedResult. Only the browser that ordered the task',
    );
    await expect(page.getByText('it cannot be run again here')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Run it again on your GPU' })).toHaveCount(0);
    for (const name of ['Signature', 'Whether it was audited', 'Miner'])
      await expect(lineOf(page, name)).toContainText(`Holds${name}.`);
    await expect(lineOf(page, 'Assignment')).toContainText(/Not checked.*Only the browser that ordered/);
    await expect(lineOf(page, 'Random number (salt)')).toContainText(
      /Not checked.*Only the browser that ordered/,
    );
    await expect(lineOf(page, 'Which miner was drawn')).toContainText('HoldsWhich miner was drawn.');
  });

  test('a coordinator that lies about a receipt is found out', { tag: '@long' }, async ({ page, devnet }) => {
    const at = { url: devnet.web.url, id };
    await openWithLie(page, at, ({ units }) => ({ units: units + 1 }));
    await expect(page.getByText('One thing does not hold.')).toBeVisible();
    await expect(lineOf(page, 'Signature')).toContainText('Does not hold');

    // It says that another block hash left the result out of the audits, or brought it in.
    await openWithLie(page, at, ({ audit }) => ({ audit: { ...audit, draw_hash: HASH } }));
    await expect(page.getByText('One thing does not hold.')).toBeVisible();
    await expect(lineOf(page, 'Whether it was audited')).toContainText(
      /Does not hold.*has another hash than in the receipt/,
    );

    // It says that no result of this miner must be checked, although all were to be.
    const skipped = { state: 'skipped', share: 1, draw_block: null, draw_hash: null };
    await openWithLie(page, at, ({ audit }) => ({ audit: { ...audit, ...skipped } }));
    await expect(lineOf(page, 'Whether it was audited')).toContainText(/Does not hold.*were to be checked/);

    // It says that somebody else did the work, whom the chain does not know.
    await openWithLie(page, at, () => ({ miner: STRANGER }));
    await expect(page.getByText('3 things do not hold.')).toBeVisible();
    await expect(lineOf(page, 'Miner')).toContainText('Does not hold');

    // It shows another assignment than the one that the miner worked on.
    await openWithLie(page, at, ({ assignment }) => ({ assignment: { ...assignment, passed: [STRANGER] } }));
    await expect(page.getByText('One thing does not hold.')).toBeVisible();
    await expect(lineOf(page, 'Assignment')).toContainText('Does not hold');

    // It has changed what was made.
    await openWithLie(page, at, () => ({ result_hash: HASH }));
    await expect(lineOf(page, 'Signature')).toContainText('Does not hold');
  });
}
