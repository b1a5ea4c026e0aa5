import { describe, expect, it } from 'vitest';
import { faultOfInput } from '#coordinator/api/http/requestFault.ts';
import { imageOrderSchema, toImageRequest } from '#coordinator/api/images/imageOrder.ts';
import { UNUSED_IMAGE_PARAMETERS } from '#coordinator/api/images/imageParameters.ts';
import { testCatalogue } from '#coordinator/testing/world.ts';

function requestOf(body: object) {
  const parsed = imageOrderSchema.safeParse({ prompt: 'a red fox', ...body });
  if (!parsed.success) throw faultOfInput(parsed.error);
  const { salt: _salt, seed: _seed, ...request } = toImageRequest(testCatalogue(), parsed.data);
  return request;
}

describe('an image order', () => {
  it.each([
    ...Object.keys(imageOrderSchema.out.shape).filter((name) => name !== 'prompt'),
    ...Object.keys(UNUSED_IMAGE_PARAMETERS),
    'a_parameter_of_tomorrow',
  ])('takes a null %s for one that is left out', (name) => {
    expect(requestOf({ [name]: null })).toEqual(requestOf({}));
  });

  it.each([
    ...[{ n: 1 }, { background: 'auto' }, { background: 'opaque' }, { output_format: 'png' }],
    ...[{ quality: 'standard' }, { quality: 'hd' }, { quality: 'auto' }, { style: 'vivid' }, { user: 'u' }],
    ...[{ moderation: 'low' }, { output_compression: 100 }, { size: 'auto' }, { stream: false }],
    ...[{ stream: true, partial_images: 0 }],
  ])('takes %j, which changes nothing', (body) => {
    expect(requestOf(body)).toEqual(requestOf({}));
  });

  it.each([
    [{ n: 2 }, 'unsupported_parameter', 'n'],
    [{ background: 'transparent' }, 'unsupported_parameter', 'background'],
    [{ output_format: 'webp' }, 'unsupported_parameter', 'output_format'],
    [{ colour: 'red' }, 'unknown_parameter', 'colour'],
    [{ prompt: null }, 'invalid_value', 'prompt'],
    [{ size: '17x16' }, 'invalid_value', 'size'],
    [{ response_format: 'jpeg' }, 'invalid_value', 'response_format'],
  ])('refuses %j', (body, code, param) => {
    expect(() => requestOf(body)).toThrow(
      expect.objectContaining({ code, details: expect.objectContaining({ param }) }),
    );
  });

  it.each([
    ['steps', 20],
    ['guidance', 10],
  ])('takes the most %s that the model can, and no more', (name, most) => {
    expect(requestOf({ [name]: most })).toMatchObject({ [name]: most });
    expect(() => requestOf({ [name]: most + 1 })).toThrow(expect.objectContaining({ code: 'invalid_value' }));
  });

  it('takes an app’s own salt, with which its coordinator cannot choose the draw', () => {
    const salt = `0x${'ab'.repeat(16)}`;
    const ordered = (order: object) =>
      toImageRequest(testCatalogue(), imageOrderSchema.parse({ prompt: 'a fox', ...order })).salt;
    expect(ordered({ salt })).toBe(salt);
    expect(ordered({})).toMatch(/^0x[0-9a-f]{32}$/);
    expect(ordered({})).not.toBe(ordered({}));
    for (const wrong of [salt.slice(0, -1), `${salt}0`, salt.toUpperCase(), salt.slice(2)])
      expect(imageOrderSchema.safeParse({ prompt: 'a fox', salt: wrong }).success).toBe(false);
  });

  it('replaces half a surrogate pair in its prompts', () => {
    expect(requestOf({ prompt: 'a \ud83d fox', negative_prompt: '\ude00' })).toMatchObject({
      prompt: 'a \ufffd fox',
      negativePrompt: '\ufffd',
    });
  });
});
