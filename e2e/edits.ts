import { readFile } from 'node:fs/promises';
import { decode, encode } from 'fast-png';
import { toFile } from 'openai';
import type { ImageEditParamsBase } from 'openai/resources/images';
import { loadModel } from '#inference/loadModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import type { ImageRequest } from '#protocol/task/taskRequest.ts';
import { clientOf } from './api.ts';
import { expect, test } from './devnet.ts';

const SIDE = 128;
const PROMPT = 'flat owl';
const SEED = 11;
/** Rounding to 8 bits a channel turns float error into at most one level, here and there. */
const WORST_LEVEL_DIFFERENCE = 2;
type Colour = readonly [red: number, green: number, blue: number];

/** A disc on a plain ground, in the middle of a wider picture. */
function disc(width: number, height: number, ground: Colour, thing: Colour): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(3 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [x, y] = [(pixel % width) - width / 2, Math.floor(pixel / width) - height / 2];
    data.set(Math.hypot(x, y) < height / 3 ? thing : ground, 3 * pixel);
  }
  return new Uint8Array(encode({ width, height, channels: 3, data }));
}

const GREEN = [
  [46, 150, 70],
  [250, 200, 40],
] as const;
const PURPLE = [
  [120, 60, 190],
  [240, 240, 240],
] as const;
const starts = { green: disc(SIDE, SIDE, ...GREEN), purple: disc(SIDE, SIDE, ...PURPLE) };

/** Mean square difference of two pictures' colours. */
function apart(one: Uint8Array, other: Uint8Array): number {
  const [a, b] = [decode(one), decode(other)];
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  let sum = 0;
  for (let pixel = 0; pixel < a.width * a.height; pixel++) {
    for (let colour = 0; colour < 3; colour++) {
      sum += (a.data[pixel * a.channels + colour]! - b.data[pixel * b.channels + colour]!) ** 2;
    }
  }
  return sum / (3 * a.width * a.height);
}

async function drawOnCpu(
  change: Pick<ImageRequest, 'prompt' | 'steps' | 'seed' | 'init'>,
): Promise<Uint8Array> {
  const read = async (path: string) => new Uint8Array(await readFile(`public/models/icons128/${path}`));
  const manifest = parseManifest(JSON.parse(new TextDecoder().decode(await read('manifest.json'))));
  const model = await loadModel(manifest, read, createNodeRuntime(1));
  const { result } = await model.run({
    ...{ kind: 'image', model: 'icons128', negativePrompt: '', width: SIDE, height: SIDE, guidance: 1 },
    ...{ ...change, manifest: `0x${'0'.repeat(64)}`, salt: `0x${'0'.repeat(32)}` },
  });
  await model.dispose();
  if (result.kind !== 'image') throw new TypeError('not an image');
  return result.png;
}

/**
 * A person and an app each start from a picture; each result resembles its own start, not the other's. A tab
 * must be mining: proving its models takes a minute, so they follow other journeys that have one.
 */
export function testEdits(): void {
  test('the create page starts an image from a picture', async ({ page, devnet }) => {
    await page.goto(`${devnet.web.url}/create`);
    await page.getByLabel('Prompt', { exact: true }).fill(PROMPT);
    const group = page.getByRole('group', { name: /Start from a picture/ });
    const input = group.locator('input[type=file]');
    const shown = group.getByRole('img', { name: 'The picture to start from' });
    await input.setInputFiles({ name: 'poem.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await expect(group.getByRole('alert')).toContainText('cannot read that file as a picture');
    await expect(page.getByRole('button', { name: 'Create image' })).toBeDisabled();
    const wide = Buffer.from(disc(300, 200, ...GREEN));
    await input.setInputFiles({ name: 'disc.png', mimeType: 'image/png', buffer: wide });
    await expect(shown).toBeVisible();
    const slider = group.getByRole('slider', { name: 'How much may change' });
    await slider.press('ArrowLeft');
    await expect(slider).toHaveValue('45');

    await page.getByText('Advanced options').click();
    await page.getByLabel('Steps').fill('2');
    await page.getByLabel('Seed').fill(String(SEED));
    await page.getByRole('button', { name: 'Create image' }).click();
    const result = page.getByRole('region', { name: 'Result' });
    await expect(result.getByRole('img', { name: PROMPT })).toBeVisible({ timeout: 120_000 });
    await expect(result.locator('dl[aria-label="Receipt"]')).toContainText(
      'Price0.2 CAI, paid by the coordinator',
    );
    const download = page.waitForEvent('download');
    await result.getByRole('link', { name: 'Save image' }).click();
    const saved = await readFile((await (await download).path())!);
    expect(decode(saved).text).toMatchObject({ Strength: '0.45' });
    expect(apart(saved, starts.green)).toBeLessThan(apart(saved, starts.purple));

    await group.getByRole('button', { name: 'Remove picture' }).click();
    await expect(shown).toBeHidden();
    await result.getByRole('button', { name: 'Edit this' }).click();
    await expect(shown).toBeVisible();
  });

  test('an app starts an image from another picture and gets the pixels that the CPU draws', async ({
    devnet,
  }) => {
    const image = await toFile(starts.purple, 'disc.png', { type: 'image/png' });
    const order = { image, prompt: PROMPT, strength: 0.45, steps: 2, seed: SEED };
    const answer = await clientOf(devnet).images.edit(order as ImageEditParamsBase & { stream?: false });
    const png = Buffer.from(answer.data![0]!.b64_json!, 'base64');
    expect(apart(png, starts.purple)).toBeLessThan(apart(png, starts.green));
    // The CPU must draw the same pixels for the same task.
    const { prompt, strength, steps, seed } = order;
    const onCpu = await drawOnCpu({ prompt, steps, seed, init: { png: starts.purple, strength } });
    const [ours, theirs] = [decode(onCpu), decode(png)];
    const worst = Math.max(...ours.data.map((level, i) => Math.abs(level - theirs.data[i]!)));
    expect(worst).toBeLessThanOrEqual(WORST_LEVEL_DIFFERENCE);
  });
}
