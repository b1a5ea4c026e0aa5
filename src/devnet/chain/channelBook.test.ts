import {
  type Address,
  createPublicClient,
  createTestClient,
  custom,
  http,
  numberToHex,
  pad,
  parseEther,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chainOf, type ReadClient, readClientOf } from '#chain/networkConfig.ts';
import { EMPTY_CHANNEL, readChannel } from '#chain/payments/channel.ts';
import { CHANNELS_A_CALL, channelSource } from '#chain/payments/channelSource.ts';
import { ChannelBook } from '#coordinator/channels/channelBook.ts';
import { testWallet } from '#coordinator/testing/testWallet.ts';
import { operatorTreasury, type Treasury } from '#coordinator/wallet/treasury.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import { type OperatorChain, startOperatorChain } from '#devnet/testing/operatorChain.ts';

const someone = () => privateKeyToAccount(generatePrivateKey()).address;
const [ann, bob] = [someone(), someone()];
const CAI = parseEther('1');
/** More miners than a real coordinator has. */
const MANY = 10_000;

let chain: OperatorChain;
let anvil: OperatorChain['anvil'];
let config: OperatorChain['config'];
let operator: OperatorChain['operator'];
let client: ReadClient;
let treasury: Treasury;
/** Requests of the book. */
let calls: string[];
let payees: Address[];
let uptime: number;
let book: ChannelBook;

beforeAll(async () => {
  chain = await startOperatorChain(1_000n * CAI);
  ({ anvil, config, operator } = chain);
  client = readClientOf(config);
  treasury = operatorTreasury(config, testWallet(client, operator));
  await treasury.fund([ann, bob], [10n * CAI, 20n * CAI]);
}, 120_000);
afterAll(async () => {
  await chain.stop();
});

beforeEach(() => {
  [payees, calls, uptime] = [[ann, bob], [], 0];
  book = bookOf();
});

/** The coordinator's, as after a start. */
function bookOf(): ChannelBook {
  const request = (asked: { method: string }) => {
    calls.push(asked.method);
    return client.request(asked as never);
  };
  const chain = chainOf(config);
  const counted = createPublicClient({ chain, transport: custom({ request }), cacheTime: 0 });
  const source = channelSource(counted, config.contracts.payments, operator.address);
  return new ChannelBook({ source, payees: () => payees, uptimeMs: () => uptime });
}
const onChain = (payee: Address) => readChannel(client, config.contracts.payments, operator.address, payee);
const test = () => createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) });

describe('ChannelBook', () => {
  it('reads all at the first look, and later what events name', async () => {
    await book.sync();
    expect([book.of(ann), book.of(bob)]).toEqual([await onChain(ann), await onChain(bob)]);
    expect(calls).toEqual(['eth_getBlockByNumber', 'eth_call']);
    calls = [];
    await book.sync();
    expect(calls).toEqual(['eth_getBlockByNumber']);
    await treasury.fund([ann], [CAI]);
    await treasury.requestWithdrawal(bob, CAI);
    await book.sync();
    expect([book.of(ann), book.of(bob)]).toEqual([await onChain(ann), await onChain(bob)]);
    expect(book.of(bob)?.withdrawing).toBe(CAI);
  });

  it('sees each way in which a channel changes', async () => {
    await treasury.fund([ann], [CAI]);
    await book.sync();
    await treasury.requestWithdrawal(ann, CAI);
    await book.sync();
    expect(book.of(ann)).toEqual(await onChain(ann));
    await test().increaseTime({ seconds: Number(DEVNET.payments.withdrawalDelaySeconds) });
    await test().mine({ blocks: 1 });
    await treasury.withdraw(ann);
    await book.sync();
    expect(book.of(ann)).toEqual(await onChain(ann));
    expect(book.of(ann)).toMatchObject({ withdrawing: 0n });
  });

  it('reads a miner that is new, and asks nothing about those that have no account', async () => {
    await book.sync();
    const stranger = someone();
    await treasury.fund([stranger], [CAI]);
    await book.sync();
    expect(book.of(stranger)).toBeUndefined();
    payees = [...payees, stranger];
    await book.sync();
    expect(book.of(stranger)?.balance).toBe(CAI);
  });

  it('is right after a reorganisation that undoes a deposit, and one that brings another', async () => {
    await book.sync();
    const before = await onChain(ann);
    const snapshot = await test().snapshot();
    await treasury.fund([ann], [5n * CAI]);
    await book.sync();
    expect(book.of(ann)?.balance).toBe(before.balance + 5n * CAI);
    // Another branch, longer than ours, in which bob gets it.
    await test().revert({ id: snapshot });
    await test().setNextBlockTimestamp({ timestamp: (await client.getBlock()).timestamp + 100n });
    await treasury.fund([bob], [3n * CAI]);
    await test().mine({ blocks: 2 });
    await book.sync();
    expect([book.of(ann), book.of(bob)]).toEqual([before, await onChain(bob)]);
  });

  it('is right after a restart', async () => {
    await book.sync();
    await treasury.fund([ann], [2n * CAI]);
    const restarted = bookOf();
    await restarted.sync();
    expect(restarted.of(ann)).toEqual(await onChain(ann));
  });

  it('needs few requests for ten thousand miners', async () => {
    payees = Array.from({ length: MANY }, (_, place) => pad(numberToHex(place + 1), { size: 20 }));
    await book.sync();
    expect(calls).toHaveLength(1 + MANY / CHANNELS_A_CALL);
    expect(book.of(payees.at(-1)!)).toEqual(EMPTY_CHANNEL);
    calls = [];
    await treasury.fund(payees.slice(0, 3), [CAI, CAI, CAI]);
    await book.sync();
    expect(calls).toEqual(['eth_getBlockByNumber', 'eth_getBlockByNumber', 'eth_getLogs', 'eth_call']);
    expect(book.of(payees[2]!)?.balance).toBe(CAI);
  }, 120_000);
});
