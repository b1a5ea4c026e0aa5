import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { MAX_PASSED } from '#protocol/draw/mostPassed.ts';
import { MAX_OFFERED_BATCH_SIZE, offerSchema } from '#protocol/messages/offer.ts';
import { decodeWire, encodeWire } from '#protocol/messages/wire.ts';
import { assignmentSchema } from '#protocol/signed/assignment.ts';
import { crc32 } from '#protocol/task/crc32.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { taskProgressSchema } from '#protocol/task/taskProgress.ts';
import { taskRequestSchema } from '#protocol/task/taskRequest.ts';
import { taskResultSchema } from '#protocol/task/taskResult.ts';
import { LIMITS } from '#tools/docs/protocolTables.ts';

const ADDRESS = `0x${'1'.repeat(40)}`;
const HASH = `0x${'a'.repeat(64)}`;
const image = {
  kind: 'image',
  model: 'draw',
  prompt: 'a bird',
  negativePrompt: '',
  width: 64,
  height: 64,
  steps: 4,
  guidance: 1,
  seed: 1,
  manifest: `0x${'a'.repeat(64)}`,
  salt: `0x${'1'.repeat(32)}`,
};
const text = {
  kind: 'text',
  model: 'talk',
  messages: [{ role: 'user', content: 'hello' }],
  maxTokens: 8,
  temperature: 0,
  topP: 1,
  stop: [],
  seed: 1,
  manifest: `0x${'a'.repeat(64)}`,
  salt: `0x${'1'.repeat(32)}`,
};
const assignment = {
  taskId: HASH,
  coordinator: ADDRESS,
  miner: ADDRESS,
  attempt: 0,
  rosterBlock: 1,
  beacon: HASH,
  passed: [],
  unitPrice: '1',
  expiry: 1,
  signature: `0x${'2'.repeat(130)}`,
};
const answer = { kind: 'text', text: '', promptTokens: 1, finishReason: 'stop' };
const letters = (count: number) => 'x'.repeat(count);
const many = <T>(count: number, item: T): T[] => new Array<T>(count).fill(item);
const request = (message: unknown) => [taskRequestSchema, message, TASK_LIMIT.requestBytes] as const;
const progress = (message: unknown) => [taskProgressSchema, message, TASK_LIMIT.resultBytes] as const;

/** A PNG of one colour with this side. */
const square = (side: number) =>
  encode({ width: side, height: side, data: new Uint8Array(3 * side * side), channels: 3 });
/** A PNG of 128 x 128 pixels whose compressed data fill it up to this size in all. */
function padded(bytes: number): Uint8Array {
  const [signature, header] = [8, 25];
  const png = encode({ width: 128, height: 128, data: new Uint8Array(4 * 128 * 128), channels: 4 });
  const data = new Uint8Array(bytes - signature - header - CHUNK_BYTES - CHUNK_BYTES);
  const end = chunk('IEND', new Uint8Array());
  return Uint8Array.from([...png.subarray(0, signature + header), ...chunk('IDAT', data), ...end]);
}

/** Around a chunk's data. */
const CHUNK_BYTES = 12;

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(CHUNK_BYTES + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** By a limit's name in docs/protocol.md: the schema, a message of this size, and its bound in bytes. */
const MESSAGES: Record<string, (size: number) => readonly [z.ZodType, unknown, number]> = {
  result: (size) => {
    const envelope = encodeWire({ kind: 'image', png: new Uint8Array(70_000) }).byteLength - 70_000;
    return [
      taskResultSchema,
      { kind: 'image', png: new Uint8Array(size - envelope) },
      TASK_LIMIT.resultBytes,
    ];
  },
  'start picture': (size) => request({ ...image, init: { png: new Uint8Array(size), strength: 1 } }),
  preview: (size) => progress({ kind: 'step', done: 1, total: 4, preview: padded(size) }),
  'prompt, or content of a chat message': (size) => request({ ...image, prompt: letters(size) }),
  'chat messages': (size) => request({ ...text, messages: many(size, text.messages[0]) }),
  'stop strings': (size) => request({ ...text, stop: many(size, 'x') }),
  'stop string': (size) => request({ ...text, stop: [letters(size)] }),
  answer: (size) => [taskResultSchema, { ...answer, tokens: many(size, 7) }, TASK_LIMIT.resultBytes],
  'log-probabilities per token': (size) => {
    const logprobs = [{ logprob: -1, top: many(size, [7, -1]) }];
    return [taskResultSchema, { ...answer, tokens: [7], logprobs }, TASK_LIMIT.resultBytes];
  },
  steps: (size) => request({ ...image, steps: size }),
  'side of a picture': (size) => request({ ...image, width: size }),
  'side of a preview': (size) => progress({ kind: 'step', done: 1, total: 4, preview: square(size) }),
  previews: (size) => request({ ...image, previews: size }),
  'batch size in an offer': (size) => [
    offerSchema,
    { id: 'talk', together: size },
    MAX_OFFERED_BATCH_SIZE * 100,
  ],
  'miners passed over in an assignment': (size) => [
    assignmentSchema,
    { ...assignment, passed: many(size, ADDRESS) },
    MAX_PASSED * 100,
  ],
};

/** Limits of whole frames and of decoded bytes, which `src/network/limits.test.ts` tests. */
const ON_THE_WIRE = [
  ...['gossip message', 'report of a wrong draw', 'session frame', 'task frame', 'request'],
];

const cases = LIMITS.filter(([name]) => !ON_THE_WIRE.includes(name));

it('MESSAGES has a case for every limit in docs/protocol.md', () => {
  expect(cases.map(([name]) => name).sort()).toEqual(Object.keys(MESSAGES).sort());
});

describe.each(cases)('a message at the limit of %s (%i %s)', (name, limit) => {
  const read = (size: number) => {
    const [schema, message, maxBytes] = MESSAGES[name]!(size);
    return decodeWire(schema, encodeWire(message), maxBytes);
  };
  it('is accepted', () => {
    expect(() => read(limit)).not.toThrow();
  });

  it('is refused with MALFORMED when it is one over', () => {
    expect(() => read(limit + 1)).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
  });
});
