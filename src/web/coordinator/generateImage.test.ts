import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiFailure } from '#web/coordinator/apiFailure.ts';
import { generateImage, type ImageOrder } from '#web/coordinator/generateImage.ts';
import { EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';

const RECEIPT = { ...EXAMPLE_RECEIPT, model: 'icons', seed: 7 };
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);
const b64_json = btoa(String.fromCharCode(...PNG));
const START = { png: new Blob([PNG], { type: 'image/png' }), strength: 0.35 };

/** Answers every request with these events. @returns the requests so far */
function answerWith(events: object[]): Request[] {
  const asked: Request[] = [];
  vi.stubGlobal('fetch', async (url: URL, init: RequestInit) => {
    asked.push(new Request(url, init));
    return new Response(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));
  });
  return asked;
}

async function run(order: Partial<ImageOrder>) {
  const previews: Blob[] = [];
  const news = { onStart() {}, onTask() {}, onPreview: (image: Blob) => previews.push(image) };
  const signal = new AbortController().signal;
  const made = await generateImage(
    'http://c.test',
    { model: 'icons', prompt: 'a fox', ...order },
    news,
    signal,
  );
  return { ...made, previews };
}

const eventsOf = (name: string) => [
  { type: `${name}.partial_image`, b64_json },
  { type: `${name}.completed`, b64_json, cuckoo: RECEIPT },
];

describe('generateImage', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('asks for an image in JSON, and reads previews, picture and receipt', async () => {
    const asked = answerWith(eventsOf('image_generation'));
    const { image, receipt, previews } = await run({ seed: 7 });
    expect([new Uint8Array(await image.arrayBuffer()), receipt.seed, previews.length]).toEqual([PNG, 7, 1]);
    expect(new URL(asked[0]!.url).pathname).toBe('/v1/images/generations');
    expect(await asked[0]!.json()).toMatchObject({ model: 'icons', prompt: 'a fox', seed: 7, stream: true });
  });

  it('sends a start picture in a form with the same fields', async () => {
    const asked = answerWith(eventsOf('image_edit'));
    const { receipt, previews } = await run({ seed: 7, start: START });
    expect([receipt.seed, previews.length]).toEqual([7, 1]);
    expect(new URL(asked[0]!.url).pathname).toBe('/v1/images/edits');
    const form = await asked[0]!.formData();
    const { image, ...fields } = Object.fromEntries(form);
    expect(fields).toEqual({
      ...{
        model: 'icons',
        prompt: 'a fox',
        response_format: 'b64_json',
        stream: 'true',
        partial_images: '8',
      },
      ...{ seed: '7', strength: '0.35' },
    });
    expect(image).toMatchObject({ type: 'image/png', size: PNG.length });
  });

  it('ignores another route’s events', async () => {
    answerWith(eventsOf('image_generation'));
    const failure = await run({ start: START }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApiFailure);
    expect(failure).toMatchObject({ code: 'cut_off' });
  });
});
