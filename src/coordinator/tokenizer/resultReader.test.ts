import { zeroAddress, zeroHash } from 'viem';
import { expect, it } from 'vitest';
import type { ResultCase } from '#coordinator/results/judgeResult.ts';
import { ScriptedWorker } from '#coordinator/testing/scriptedWorker.ts';
import { NETWORK } from '#coordinator/testing/world.ts';
import { ResultReader } from '#coordinator/tokenizer/resultReader.ts';
import { TokenizerError } from '#coordinator/tokenizer/tokenizerError.ts';

const CASE = {} as ResultCase;
const BYTES = new Uint8Array(7);
const open = (worker: ScriptedWorker) => new ResultReader({ model: 'talk', worker });

it('ResultReader gives each miner, and each client, turns of its own', async () => {
  const worker = new ScriptedWorker({ judge: { refusal: 'BAD_RESULT', detail: 'no PNG' }, read: {} });
  const reader = open(worker);
  await reader.judge(CASE, BYTES, 'ann');
  await reader.judge(CASE, BYTES, 'bob');
  await reader.read(BYTES, 'client');
  expect(worker.turns).toEqual(['ann', 'bob', 'client'].map((client) => ({ client, characters: 7 })));
});

it('ResultReader has a signature checked in its thread, in the miner’s turn', async () => {
  const worker = new ScriptedWorker({ isSigned: false });
  const claim = { assignment: zeroHash, result: zeroHash, units: 1, trace: zeroHash };
  const by = { miner: zeroAddress, signature: '0x' } as const;
  expect(await open(worker).isSigned(NETWORK, claim, by)).toBe(false);
  expect(worker.calls).toEqual([{ model: 'talk', kind: 'isSigned', args: [NETWORK, claim, by] }]);
  expect(worker.turns).toEqual([{ client: zeroAddress, characters: 0 }]);
});

it('ResultReader refuses a result that takes too long to read', async () => {
  const worker = new ScriptedWorker({ judge: new TokenizerError('prompt_too_slow') });
  expect(await open(worker).judge(CASE, BYTES, 'ann')).toMatchObject({ refusal: 'BAD_RESULT' });
});

it.each(['tokenizer_failed', 'tokenizer_unavailable'] as const)(
  'ResultReader blames nobody for %s',
  async (code) => {
    const worker = new ScriptedWorker({ judge: new TokenizerError(code) });
    await expect(open(worker).judge(CASE, BYTES, 'ann')).rejects.toMatchObject({ code });
  },
);
