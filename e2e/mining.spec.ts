import { readFile } from 'node:fs/promises';
import { decode } from 'fast-png';
import { formatEther, parseEther } from 'viem';
import { identityOf, readClientOf } from '#chain/networkConfig.ts';
import { loadModel } from '#inference/loadModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { apiReceiptSchema } from '#protocol/messages/api.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { isResultSigned, resultHashOf } from '#protocol/signed/resultSignature.ts';
import type { ImageRequest } from '#protocol/task/taskRequest.ts';
import { clientOf, makeImage, readTask } from './api.ts';
import { redeemedOf, tokensOf } from './chainControl.ts';
import { expect, test } from './devnet.ts';
import { testEdits } from './edits.ts';
import { testFaults } from './faults.ts';
import { closeMiner, type MinerTab, openMiner } from './miner.ts';
import { testRerun } from './rerun.ts';
import { testShare } from './share.ts';
import { testVerify } from './verify.ts';

/** The main job: a tab stakes, registers, mines on WebGPU and is paid; an app gets an image and a text. */
test.describe.configure({ mode: 'serial', timeout: 600_000 });

const STEPS = 2;
const SEED = 20_26;
const STEP_PRICE = parseEther('0.1');
const TOKEN_PRICE = parseEther('0.01');
/** Rounding to 8 bits a channel turns float error into at most one level, here and there. */
const WORST_LEVEL_DIFFERENCE = 2;
const ICONS128 = 'public/models/icons128/';

let miner: MinerTab;
let earned = 0n;
/** What the tab says that it does. */
const workState = () =>
  miner.page.getByRole('region', { name: 'This tab’s work' }).locator('.flow-status').first();

test.afterAll(async ({ devnet }) => {
  if (miner !== undefined) await closeMiner(devnet, miner);
});

test('a new tab stakes and registers in one transaction, then mines', async ({ browser, devnet }) => {
  miner = await openMiner(browser, devnet, { name: 'First tab' });
  const client = readClientOf(devnet.chain.config);
  expect(await client.getTransactionCount({ address: miner.owner })).toBe(1);
  expect(miner.operator).not.toBe(miner.owner);
  await expect(miner.page.getByRole('listitem', { name: 'GPU: done' })).toContainText(/swiftshader/i);
  const coordinators = miner.page.getByRole('list', { name: 'Coordinators' });
  await expect(coordinators).toContainText('Devnet coordinator');
  await expect(coordinators).toContainText('Connected');
  await expect(miner.page).toHaveTitle('● Mining · Cuckoo');
});

test('a tab that waits for work is told how often the draw gives it a task', async () => {
  await miner.page.getByText('Why no work?').click();
  const odds = miner.page.getByLabel('Odds of a task');
  await expect(odds.locator('div', { hasText: 'Your share of the draw' })).toContainText('100 %');
  await expect(odds.locator('div', { hasText: 'Tasks a minute' })).toContainText('0');
  await expect(miner.page.getByText(/^No task for your models came/)).toBeVisible();
});

test('an app gets an image that the tab has signed and the CPU reproduces', async ({ devnet }) => {
  const { png, receipt } = await makeImage(devnet, {
    prompt: 'flat fox green background',
    steps: STEPS,
    seed: SEED,
  });
  expect(receipt).toMatchObject({
    miner: miner.operator,
    stake_share: 1,
    model: 'icons128',
    seed: SEED,
    units: STEPS,
  });
  expect(receipt.amount_cai).toBe(formatEther(STEP_PRICE * BigInt(STEPS)));
  earned += STEP_PRICE * BigInt(STEPS);

  const bytes = encodeWire({ kind: 'image', png: new Uint8Array(png) });
  expect(resultHashOf(bytes)).toBe(receipt.result_hash);
  const network = identityOf(devnet.chain.config);
  const signature = receipt.result_signature as `0x${string}`;
  expect(
    await isResultSigned(
      network,
      {
        assignment: receipt.assignment_digest,
        result: receipt.result_hash,
        units: STEPS,
        trace: receipt.trace_root,
      },
      { miner: miner.operator, signature },
    ),
  ).toBe(true);

  // The CPU must draw the same pixels for the same task, which shows that the model made them.
  const read = async (path: string) => new Uint8Array(await readFile(ICONS128 + path));
  const manifest = parseManifest(JSON.parse(await readFile(`${ICONS128}manifest.json`, 'utf8')));
  const model = await loadModel(manifest, read, createNodeRuntime(1));
  const task: ImageRequest = {
    kind: 'image',
    model: 'icons128',
    prompt: 'flat fox green background',
    negativePrompt: '',
    ...{ width: 128, height: 128, steps: STEPS, guidance: 1, seed: SEED },
    manifest: `0x${'0'.repeat(64)}`,
    salt: `0x${'0'.repeat(32)}`,
  };
  const { result } = await model.run(task, {});
  await model.dispose();
  if (result.kind !== 'image') throw new Error('not an image');
  const [ours, theirs] = [decode(result.png), decode(png)];
  expect([theirs.width, theirs.height]).toEqual([128, 128]);
  const worst = Math.max(...ours.data.map((level, i) => Math.abs(level - theirs.data[i]!)));
  expect(worst).toBeLessThanOrEqual(WORST_LEVEL_DIFFERENCE);
  expect(new Set(ours.data).size).toBeGreaterThan(50);
});

test('an app gets the same text streamed and whole', async ({ devnet }) => {
  const client = clientOf(devnet);
  const order = {
    model: 'stories15m',
    messages: [{ role: 'user' as const, content: 'Lily found a clock in the forest' }],
    max_tokens: 4,
    temperature: 0,
  };
  const stream = await client.chat.completions.create({ ...order, stream: true });
  let streamed = '';
  let finish: string | null = null;
  for await (const chunk of stream) {
    streamed += chunk.choices[0]?.delta.content ?? '';
    finish = chunk.choices[0]?.finish_reason ?? finish;
  }
  expect(finish).toBe('length');
  const whole = await client.chat.completions.create(order);
  expect(whole.choices[0]!.message.content).toBe(streamed);
  expect(streamed.trim()).not.toBe('');
  expect(whole.usage!.completion_tokens).toBe(4);
  const receipt = apiReceiptSchema.parse((whole as unknown as { cuckoo: unknown }).cuckoo);
  expect(receipt.units).toBe(whole.usage!.total_tokens);
  earned += 2n * TOKEN_PRICE * BigInt(receipt.units);
  expect((await readTask(devnet, receipt.task_id)).status).toBe('done');
});

test('two texts ordered at once are written as a batch, with an image queued behind them', async ({
  devnet,
}) => {
  const client = clientOf(devnet);
  const write = (content: string) =>
    client.chat.completions.create({
      model: 'stories15m',
      messages: [{ role: 'user' as const, content }],
      max_tokens: 12,
      temperature: 0,
    });
  const texts = [write('Lily found a clock in the forest'), write('The fox and the moon')];
  await expect(miner.page.getByText('Mining: writing 2 texts at once with stories15m')).toBeVisible({
    timeout: 60_000,
  });
  await expect(miner.page.getByRole('list', { name: 'Texts at once' }).getByRole('listitem')).toHaveCount(2);
  const image = makeImage(devnet, { prompt: 'flat owl', steps: STEPS, seed: SEED });
  await expect(
    miner.page.getByText('Mining: writing 2 texts at once with stories15m, 1 more waiting.'),
  ).toBeVisible();
  for (const text of await Promise.all(texts)) {
    const { usage, choices } = text;
    expect(choices[0]!.finish_reason).toBe('length');
    earned += TOKEN_PRICE * BigInt(usage!.total_tokens);
  }
  expect((await image).receipt.units).toBe(STEPS);
  earned += STEP_PRICE * BigInt(STEPS);
});

test('the tab holds vouchers for exactly what it earned and redeems them on-chain', async ({ devnet }) => {
  const earnings = miner.page.locator('dl[aria-label="Earnings in CAI"]');
  await expect(miner.page.locator('dl[aria-label="Work"]')).toContainText('Tasks done6');
  await expect(earnings).toContainText(`Earned${Number(formatEther(earned))}`);
  await expect(earnings).toContainText(`To redeem${Number(formatEther(earned))}`);
  const inBars = `${Number(formatEther(earned))} CAI earned, as bars over time`;
  await expect(miner.page.getByRole('img', { name: inBars })).toBeVisible();
  const before = await tokensOf(devnet, miner.owner);
  await miner.page.getByRole('button', { name: /^Redeem .*\d CAI$/ }).click();
  await expect(miner.page.getByText(/^Redeemed: the CAI is in/)).toBeVisible();
  const payer = (await readCoordinator(devnet.coordinator.apiUrl)).operator;
  expect(await redeemedOf(devnet, payer, miner.operator)).toBe(earned);
  expect((await tokensOf(devnet, miner.owner)) - before).toBe(earned);
});

test('the create page makes an image and a text, with progress, cancel and receipt', async ({
  page,
  devnet,
}) => {
  await page.goto(`${devnet.web.url}/create`);
  await page.getByLabel('Prompt', { exact: true }).fill('glossy owl blue background');
  await page.getByText('Advanced options').click();
  await page.getByLabel('Steps').fill('2');
  await page.getByLabel('Seed').fill('7');
  await page.getByRole('button', { name: 'Create image' }).click();
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result.getByRole('img', { name: 'glossy owl blue background' })).toBeVisible({
    timeout: 120_000,
  });
  const receipt = result.locator('dl[aria-label="Receipt"]');
  await expect(receipt).toContainText('Stake share100 %');
  await expect(receipt).toContainText('Seed7');
  const download = page.waitForEvent('download');
  await result.getByRole('link', { name: 'Save image' }).click();
  expect((await download).suggestedFilename()).toBe('cuckoo-glossy-owl-blue-background-7.png');
  const saved = decode(await readFile((await (await download).path())!));
  expect([saved.width, saved.height]).toEqual([128, 128]);

  await page.getByLabel('Steps').fill('50');
  await page.getByRole('button', { name: 'Create image' }).click();
  await expect(result.getByRole('progressbar', { name: 'Progress' })).toBeVisible();
  await expect(result.getByText(/\bof 50\b/)).toBeVisible({ timeout: 60_000 });
  await result.getByRole('button', { name: 'Cancel' }).click();
  await expect(result.getByText('Cancelled. You were not charged.')).toBeVisible();
  await expect(miner.page.getByText('Mining: waiting for a task.')).toBeVisible();

  await page.getByRole('radio', { name: 'Text' }).check({ force: true });
  await page.getByLabel('Prompt', { exact: true }).fill('One day, a little robot');
  await page.getByLabel('Max tokens').fill('5');
  await page.getByRole('button', { name: 'Write text' }).click();
  await expect(result.getByLabel('Answer')).not.toBeEmpty({ timeout: 60_000 });
  await expect(receipt).toContainText('stories15m', { timeout: 60_000 });
});

test('a tab that lends a part of its GPU’s time rests after a task, says until when, and then goes on', async ({
  devnet,
}) => {
  const share = miner.page.getByRole('checkbox', { name: 'Use only a part of the GPU’s time' });
  await makeImage(devnet, { prompt: 'flat hen', steps: STEPS, seed: SEED });
  // What the tab has just done counts: it rests nine times as long, however quick it is.
  await share.check();
  await miner.page.getByLabel('At most').selectOption('10 %');
  await expect(miner.page.getByText(/^Resting until \d\d:\d\d:\d\d\.$/)).toBeVisible();
  await expect(workState()).toContainText(/^Resting until .*, to use only a part of the GPU’s time\./);
  await share.uncheck();
  await expect(miner.page.getByText('Mining: waiting for a task.')).toBeVisible();
});

test('a small window above others shows the miner, pauses it and lets it go on', async () => {
  const opening = miner.context.waitForEvent('page');
  await miner.page.getByRole('button', { name: 'Small window on top' }).click();
  const small = await opening;
  await expect(small.getByText('Mining: waiting for a task.')).toBeVisible();
  await expect(small.getByText(/^This hour: \d[\d.]* CAI$/)).toBeVisible();
  await small.getByRole('button', { name: 'Pause' }).click();
  await expect(workState()).toContainText(/^Paused by you\./);
  await small.getByRole('button', { name: 'Go on' }).click();
  await expect(miner.page.getByText('Mining: waiting for a task.')).toBeVisible();
  await small.close();
});

test('the page’s policy has refused nothing to the tab that mines, nor to its workers', async () => {
  expect(miner.refusals).toEqual([]);
  // It would be seen.
  await miner.page.evaluate(() => {
    document.body.append(
      Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }),
    );
  });
  await expect.poll(() => miner.refusals.length).toBe(1);
  await miner.page.evaluate(() => {
    const code = 'fetch("https://cuckoo.example/").catch(() => undefined); eval("1")';
    new Worker(`data:text/javascript,${encodeURIComponent(code)}`);
  });
  await expect.poll(() => miner.refusals.length).toBe(2);
});

testShare();
testEdits();
testVerify();
testRerun();
testFaults(() => miner);

async function readCoordinator(apiUrl: string): Promise<{ operator: `0x${string}` }> {
  return (await fetch(`${apiUrl}/v1/network`)).json() as Promise<{ operator: `0x${string}` }>;
}
