import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { distanceOf } from '#inference/audit/auditMeasure.ts';
import { resultDistance } from '#inference/audit/resultDistance.ts';
import { BOUNDS } from '#inference/bounds/bounds.ts';
import { type Manifest, parseManifest } from '#inference/manifest/manifest.ts';
import { encodePng } from '#inference/png/pngEncoder.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';

const [WIDTH, HEIGHT] = [64, 32];
const ICONS = parseManifest(
  JSON.parse(readFileSync(new URL('../../../public/models/icons128/manifest.json', import.meta.url), 'utf8')),
);
const HALF: Manifest = { ...ICONS, gpu: { ...ICONS.gpu, features: ['shader-f16'] } };
const BASE = { model: 'm', manifest: `0x${'0'.repeat(64)}`, seed: 1, salt: `0x${'0'.repeat(32)}` } as const;
const IMAGE: TaskRequest = {
  ...{ ...BASE, kind: 'image', prompt: '', negativePrompt: '', width: WIDTH, height: HEIGHT },
  ...{ steps: 4, guidance: 1 },
};
const TEXT: TaskRequest = {
  ...{ ...BASE, kind: 'text', messages: [{ role: 'user', content: 'a' }], maxTokens: 4, temperature: 0 },
  ...{ topP: 1, stop: [] },
};

/** A grey picture of which so many bytes are two levels brighter: one beyond rounding. */
function picture(brighter: number, width = WIDTH, height = HEIGHT): TaskResult {
  const data = new Uint8Array(3 * width * height).fill(100).fill(102, 0, brighter);
  return { kind: 'image', png: encodePng({ width, height, data }, {}) };
}
const text = (...tokens: number[]): TaskResult => ({
  ...{ kind: 'text', text: '', tokens, promptTokens: 1, finishReason: 'stop' },
});
const agree = async (request: TaskRequest, one: TaskResult, other: TaskResult, manifest = ICONS) =>
  distanceOf(await resultDistance(manifest, request, one, other)) <= 1;

const BYTES = 3 * WIDTH * HEIGHT;
/** The most of them by which `pictureDistance` stays within a bound: it is the root of their share. */
const within = (bound: number) => Math.min(BYTES, Math.floor((255 * bound) ** 2 * BYTES));

it.each<[string, Manifest, number]>([
  ['32 bits', ICONS, BOUNDS.image.float32.whole],
  ['16 bits', HALF, BOUNDS.image.float16.whole],
])(
  'two pictures agree within the bound of a picture that is computed again, whichever is first: %s',
  async (_, manifest, bound) => {
    const [same, near] = [picture(0), picture(within(bound))];
    expect(await agree(IMAGE, same, same, manifest)).toBe(true);
    expect(await agree(IMAGE, same, near, manifest)).toBe(true);
    expect(await agree(IMAGE, near, same, manifest)).toBe(true);
    const black: TaskResult = {
      kind: 'image',
      png: encodePng({ width: WIDTH, height: HEIGHT, data: new Uint8Array(3 * WIDTH * HEIGHT) }, {}),
    };
    expect(await agree(IMAGE, same, black, manifest)).toBe(false);
    expect(await agree(IMAGE, black, same, manifest)).toBe(false);
  },
);

it('a picture just beyond the bound does not agree', async () => {
  const beyond = picture(within(BOUNDS.image.float32.whole) + 1);
  expect(await agree(IMAGE, picture(0), beyond)).toBe(false);
  expect(await agree(IMAGE, beyond, picture(0))).toBe(false);
});

it('a picture of another size, or one that is none, agrees with nothing', async () => {
  const broken: TaskResult = { kind: 'image', png: new Uint8Array([1, 2, 3]) };
  for (const other of [picture(0, HEIGHT, WIDTH), broken, text(1)]) {
    expect(await agree(IMAGE, picture(0), other)).toBe(false);
    expect(await agree(IMAGE, other, picture(0))).toBe(false);
  }
  expect(await agree(IMAGE, broken, broken)).toBe(false);
});

it.each<[string, TaskResult, boolean]>([
  ['the same tokens', text(1, 2, 3), true],
  ['another last token', text(1, 2, 4), false],
  ['another first token', text(9, 2, 3), false],
  ['one token less', text(1, 2), false],
  ['one token more', text(1, 2, 3, 4), false],
  ['none', text(), false],
])('a text agrees with one of the same tokens alone: %s', async (_, other, isSame) => {
  expect(await agree(TEXT, text(1, 2, 3), other)).toBe(isSame);
  expect(await agree(TEXT, other, text(1, 2, 3))).toBe(isSame);
});
