import { afterEach, expect, it } from 'vitest';
import type { ChainErrorCode } from '#chain/chainError.ts';
import type { KeystoreErrorCode } from '#chain/keys/keystore.ts';
import type { GpuErrorCode } from '#miner/gpu/gpuError.ts';
import { MinerError, type MinerErrorCode } from '#miner/minerError.ts';
import { setLanguage } from '#web/language/current.ts';
import { minerSentence } from '#web/mine/problem/minerSentence.ts';

/** Each code that a form or the miner's status of this page can fail with. */
type Code = MinerErrorCode | GpuErrorCode | KeystoreErrorCode | ChainErrorCode | 'NOT_REDEEMED';
const CODES: Record<Code, true> = {
  ...{ NO_ANSWER: true, RATE_LIMITED: true, NO_BLOCK: true, OTHER_CHAIN: true, NOT_REDEEMED: true },
  ...{ ALREADY_MINING: true, BUSY_MINING: true, KEY_STORE: true, NO_BACKUP: true, NO_MODEL: true },
  ...{ NO_CHAIN: true, GPU_LOST: true, BAD_PAYMENT: true, STOPPED: true, INTERNAL: true },
  ...{ BAD_MANIFEST: true, BAD_GRAPH: true, BAD_REQUEST: true, PROMPT_TOO_LONG: true, NOT_FINITE: true },
  ...{ CANCELLED: true, UNKNOWN_MODEL: true, DOWNLOAD_FAILED: true, CHECKSUM_MISMATCH: true },
  ...{ NO_SPACE: true, NO_STORE: true, IN_USE: true, NO_WEBGPU: true, NO_ADAPTER: true, GPU_UNFIT: true },
  ...{ MODEL_NOT_LOADED: true, SESSION_FAILED: true, CONFORMANCE_FAILED: true, RUN_FAILED: true },
  ...{ DEVICE_LOST: true, OUT_OF_MEMORY: true, DEVICE_FAULT: true, TIMED_OUT: true },
  ...{ WORKER_CRASHED: true, QUEUE_FULL: true, DISPOSED: true, BAD_BACKUP: true, WRONG_PASSWORD: true },
};
const FALLBACK = 'mine.problem.INTERNAL';
const ARABIC = /^[^A-Za-z]*(?:WebGPU)?[^A-Za-z]*$/;

afterEach(() => setLanguage('en'));

it('keeps the miner’s own sentence, with its figures, in English', () => {
  expect(minerSentence(new MinerError('NO_MODEL', 'It needs 3 GB.'), FALLBACK)).toBe('It needs 3 GB.');
});

it('has an Arabic sentence for each code, thrown or told by the miner’s status', async () => {
  await setLanguage('ar');
  const said = Object.keys(CODES).map((code) => minerSentence({ code, message: 'English.' }, FALLBACK));
  expect(said.filter((sentence) => !ARABIC.test(sentence))).toEqual([]);
  expect(new Set(said).size).toBe(said.length);
  expect(minerSentence(new MinerError('NO_CHAIN', 'English.'), FALLBACK)).toBe(
    minerSentence({ code: 'NO_CHAIN', message: '' }, FALLBACK),
  );
});

it.each([['a string'], [undefined], [{ message: 5 }], [new Error('English.')]])(
  'says what was tried where nothing fits: %s',
  async (error) => {
    await setLanguage('ar');
    expect(minerSentence(error, FALLBACK)).toBe(minerSentence({ code: 'INTERNAL', message: '' }, FALLBACK));
  },
);
