import '#network/polyfill.ts';
import { encode, type ImageData } from 'fast-png';
import { toFile } from 'openai';
import type { ImageEditParamsBase } from 'openai/resources/images';
import { describe, expect, it } from 'vitest';
import { OwnSalts } from '#coordinator/api/tasks/ownSalts.ts';
import { ModelCatalogue } from '#coordinator/catalogue/modelCatalogue.ts';
import { failure } from '#coordinator/testing/failure.ts';
import { honestWork, type Work } from '#coordinator/testing/testMiner.ts';
import { useWholeCoordinator } from '#coordinator/testing/wholeCoordinator.ts';
import { testCatalogue } from '#coordinator/testing/world.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';

const whole = useWholeCoordinator();

const picture = (width: number, height: number, more: Partial<ImageData> = {}) => {
  const samples = Uint8Array.from({ length: width * height * (more.channels ?? 3) }, (_, i) => (i * 7) % 256);
  return new Uint8Array(encode({ width, height, channels: 3, data: samples, ...more }));
};
const FOX = picture(24, 16);
const fileOf = (bytes: Uint8Array) => toFile(bytes, 'fox.png', { type: 'image/png' });

/** An edit's fields, including our own, which the types of OpenAI's client lack. */
type Asked = Record<string, unknown>;
const edit = async (bytes: Uint8Array, more: Asked = {}) =>
  whole.openai.images.edit({ image: await fileOf(bytes), prompt: 'a fox', ...more } as ImageEditParamsBase & {
    stream?: false;
  });

describe('an edit', () => {
  it('passes its picture and parameters to the miner unchanged', async () => {
    const seen: TaskRequest[] = [];
    const work: Work = (request, stream) => {
      seen.push(request);
      return honestWork(request, stream);
    };
    await whole.mine('ann', work);
    const answer = await edit(FOX, { strength: 0.25, steps: 3, seed: 7, guidance: 1.5, size: '24x16', n: 1 });
    expect(
      Buffer.from(answer.data?.[0]?.b64_json ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(answer).toMatchObject({ cuckoo: { model: 'paint', units: 3, seed: 7 } });
    expect(seen).toMatchObject([
      {
        ...{ kind: 'image', model: 'paint', prompt: 'a fox', negativePrompt: '', width: 24, height: 16 },
        ...{ steps: 3, guidance: 1.5, seed: 7, init: { png: FOX, strength: 0.25 } },
      },
    ]);
    // A list of one picture is accepted, and so is a greyscale picture.
    const grey = picture(8, 8, { channels: 1 });
    const { openai } = whole;
    await openai.images.edit({ image: [await fileOf(grey)], prompt: '42', model: 'paint' });
    expect(seen[1]).toMatchObject({ prompt: '42', steps: 4, width: 8, init: { png: grey, strength: 0.6 } });
  });

  it('takes no salt of the app while the coordinator does not know its node’s earlier tasks', async () => {
    await whole.restart({ salts: new OwnSalts({ fromMs: Date.now() + 60_000, nowMs: Date.now }) });
    expect(await failure(edit(FOX, { salt: `0x${'5a'.repeat(16)}` }))).toMatchObject({
      ...{ status: 503, code: 'salt_not_yet', param: 'salt' },
    });
  });

  it('returns a working URL or the PNG itself', async () => {
    await whole.mine('ann');
    const linked = await edit(FOX, { response_format: 'url' });
    expect((await fetch(linked.data?.[0]?.url ?? '')).headers.get('content-type')).toBe('image/png');
    const body = new FormData();
    body.set('image', await fileOf(FOX));
    body.set('prompt', 'a fox');
    const headers = { accept: 'image/png' };
    const plain = await fetch(`${whole.url}/v1/images/edits`, { method: 'POST', body, headers });
    expect(plain.headers.get('content-type')).toBe('image/png');
  });

  it('streams events with OpenAI’s names', async () => {
    await whole.mine('ann');
    const order = { image: await fileOf(FOX), prompt: 'a fox', stream: true, partial_images: 1 } as const;
    const types = new Set<string>();
    let last: unknown;
    for await (const event of await whole.openai.images.edit(order)) types.add((last = event).type);
    expect(last).toMatchObject({ type: 'image_edit.completed', size: '24x16', cuckoo: { model: 'paint' } });
    // A slow client gets fewer previews, perhaps none.
    types.delete('image_edit.partial_image');
    expect([...types]).toEqual(['cuckoo.task', 'image_edit.completed']);
  });

  it.each<[string, Uint8Array, Asked, number, string, string | null]>([
    ['a size that is not the picture’s', FOX, { size: '16x16' }, 400, 'invalid_value', 'size'],
    ['a picture of a size that the model does not make', picture(12, 12), {}, 400, 'invalid_value', 'image'],
    ['a file that is not a PNG', new Uint8Array(100), {}, 400, 'invalid_value', 'image'],
    ['a truncated picture', FOX.subarray(0, -20), {}, 400, 'invalid_value', 'image'],
    [
      ...(['16 bits per sample', picture(8, 8, { depth: 16, data: new Uint16Array(192) })] as const),
      ...([{}, 400, 'invalid_value', 'image'] as const),
    ],
    ['a picture over the limit', new Uint8Array(TASK_LIMIT.initBytes + 1), {}, 413, 'too_large', 'image'],
    ['a body over the limit', new Uint8Array(2 * TASK_LIMIT.initBytes), {}, 413, 'too_large', null],
    ['an unknown field', FOX, { colour: 'red' }, 400, 'unknown_parameter', 'colour'],
    ['a model without an encoder', FOX, { model: 'draw' }, 400, 'wrong_model', 'model'],
    ['a text model', FOX, { model: 'talk' }, 400, 'wrong_model', 'model'],
    ['an unknown model', FOX, { model: 'dall-e-2' }, 404, 'model_not_found', 'model'],
    ['too little strength', FOX, { strength: 0.01 }, 400, 'invalid_value', 'strength'],
    ['too much strength', FOX, { strength: 1.5 }, 400, 'invalid_value', 'strength'],
    ['a strength that is not a number', FOX, { strength: 'half' }, 400, 'invalid_value', 'strength'],
    ['a fractional number of steps', FOX, { steps: 2.5 }, 400, 'invalid_value', 'steps'],
    ['more steps than the model takes', FOX, { steps: 21 }, 400, 'invalid_value', 'steps'],
    ['more steps than its strength allows', FOX, { steps: 6, strength: 0.05 }, 400, 'invalid_value', 'steps'],
    ['two prompts', FOX, { 'prompt[]': 'a cat' }, 400, 'unknown_parameter', 'prompt[]'],
    ['a flag that is not a boolean', FOX, { stream: 'yes' }, 400, 'invalid_value', 'stream'],
  ])('is refused with %s', async (_, bytes, more, status, code, param) => {
    expect(await failure(edit(bytes, more))).toMatchObject({ status, code, param });
  });

  it('accepts only one picture and no mask', async () => {
    const [fox, cat] = [await fileOf(FOX), await fileOf(picture(8, 8))];
    const { images } = whole.openai;
    const invalid = { status: 400, code: 'invalid_value', param: 'image' };
    expect(await failure(images.edit({ image: [fox, cat], prompt: 'x' }))).toMatchObject(invalid);
    expect(await failure(images.edit({ image: 'fox', prompt: 'x' } as never))).toMatchObject(invalid);
    expect(await failure(images.edit({ image: fox, mask: cat, prompt: 'x' }))).toMatchObject({
      ...{ status: 400, code: 'unsupported_parameter', param: 'mask' },
    });
  });

  it('is refused when no model can start from a picture', async () => {
    const error = await failure(edit(FOX, { model: 'draw' }));
    expect(error.message).toContain('Test draw cannot start from a picture.');
    const models = testCatalogue().models.filter(({ manifest }) => manifest.id !== 'paint');
    await whole.restart({ catalogue: new ModelCatalogue(models) });
    expect(await failure(edit(FOX))).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' });
  });

  it.each([
    ['application/json', '{"prompt":"x"}'],
    ['application/x-www-form-urlencoded', 'prompt=x'],
    ['multipart/form-data', 'prompt=x'],
    ['multipart/form-data; boundary=b', '--c'],
  ])('is refused as %s with the body %s', async (type, body) => {
    const answer = await whole.post('/v1/images/edits', undefined, {
      body,
      headers: { 'content-type': type },
    });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { code: 'not_multipart' } }]);
  });

  it('counts towards the quota and appears in the OpenAPI document', async () => {
    await whole.restart({ taskQuota: { requests: 1, periodSeconds: 60 } });
    await whole.mine('ann');
    expect((await failure(edit(new Uint8Array(9)))).status).toBe(400);
    await edit(FOX);
    expect(await failure(edit(FOX))).toMatchObject({ status: 429, code: 'quota_exceeded' });
    const { paths } = (await (await fetch(`${whole.url}/openapi.json`)).json()) as { paths: Asked };
    expect(paths['/v1/images/edits']).toMatchObject({
      post: {
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: {
                required: ['prompt', 'image'],
                additionalProperties: false,
                properties: {
                  image: { type: 'string', format: 'binary' },
                  strength: { type: 'number', minimum: 0.05, maximum: 1, default: 0.6 },
                  stream: { type: 'boolean' },
                },
              },
            },
          },
        },
      },
    });
  });
});
