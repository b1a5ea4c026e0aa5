import { type Address, decodeFunctionData, type Hex, zeroHash } from 'viem';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { juriesAbi } from '#chain/generated/contracts.ts';
import { answerScope, openAnswerStore } from '#miner/answers/answerStore.ts';
import { type Bundle, bundleOf, reportedResult } from '#miner/testing/evidence.ts';
import { clearDatabases } from '#miner/testing/memoryKeyval.ts';
import { network as identity } from '#miner/testing/world.ts';
import { sendAnswer } from '#web/evidence/answer/sendAnswer.ts';
import type { Network } from '#web/network/networkContext.ts';
import type { FlowWallet } from '#web/transaction/flow.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));
let court: Record<'readCase' | 'exhibits', () => Promise<unknown>>;
vi.mock('#web/queries/useCourt.ts', () => ({ courtOf: () => court }));

const JURIES: Address = '0x2222222222222222222222222222222222222222';
const COORDINATOR: Address = '0x3333333333333333333333333333333333333333';
const contracts = { staking: identity.staking, payments: identity.payments, juries: JURIES };
const config = { chainId: identity.chainId, contracts, devnet: false } as unknown as Network['config'];
const network = { config, client: {} } as unknown as Network;
let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleOf(await reportedResult());
});
afterEach(clearDatabases);

/** Sends the answer to a case about the bundle, where this is kept under the case's name. */
async function answer(
  kept: Uint8Array<ArrayBuffer> | undefined,
  theCase: { settledAt?: number; exhibits?: Hex[] } = {},
) {
  if (kept !== undefined) {
    const scope = await answerScope(network.client as never, config);
    await openAnswerStore(scope, { nowSeconds: () => 1, keptSeconds: 86_400 }).keep({
      id: bundle.id,
      bytes: kept,
    });
  }
  court = {
    readCase: async () => ({ settledAt: theCase.settledAt }),
    exhibits: async () => (theCase.exhibits ?? []).map((hash) => ({ coordinator: COORDINATOR, hash })),
  };
  const send = vi.fn<FlowWallet['send']>(async () => '0x');
  const about = { theCase: { caseId: 7n, evidence: bundle.id }, coordinator: COORDINATOR };
  return { send, answering: sendAnswer(network, { send }, about) };
}

it('makes what is kept an exhibit of the case, with the whole trace, and takes no deposit', async () => {
  const { send, answering } = await answer(bundle.bytes, { exhibits: [zeroHash] });
  expect(await answering).toEqual({ caseId: 7n, hash: bundle.hash, bytes: bundle.bytes });
  const [[{ to, data, cai }]] = send.mock.calls as [[{ to: Address; data: Hex; cai?: bigint }]];
  expect([to, cai]).toEqual([JURIES, undefined]);
  expect(decodeFunctionData({ abi: juriesAbi, data })).toEqual({
    ...{ functionName: 'exhibit', args: [7n, { coordinator: COORDINATOR, hash: bundle.hash }] },
  });
});

it('gives what the case shows already without a transaction', async () => {
  const { send, answering } = await answer(bundle.bytes, { exhibits: [zeroHash, bundle.hash] });
  expect(await answering).toMatchObject({ hash: bundle.hash });
  expect(send).not.toHaveBeenCalled();
});

it('sends nothing where nothing is kept, or a jury has decided', async () => {
  for (const { send, answering } of [await answer(undefined), await answer(bundle.bytes, { settledAt: 9 })]) {
    await expect(answering).rejects.toMatchObject({ code: 'REVERTED' });
    expect(send).not.toHaveBeenCalled();
  }
});

it('sends nothing that no juror would take: what was damaged, or is about another result', async () => {
  const others = await bundleOf(await reportedResult());
  const damaged = bundle.bytes.map((byte, at) => (at === 40 ? byte ^ 1 : byte));
  for (const kept of [others.bytes, damaged]) {
    clearDatabases();
    const { send, answering } = await answer(kept);
    await expect(answering).rejects.toMatchObject({ code: expect.any(String) });
    expect(send).not.toHaveBeenCalled();
  }
});
