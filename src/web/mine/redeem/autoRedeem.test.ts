import { expect, it, vi } from 'vitest';
import type { Redemption } from '#chain/payments/redemption.ts';
import { CodedError } from '#protocol/codedError.ts';
import { AutoRedeem, GATHER_MS, PAUSE_MS } from '#web/mine/redeem/autoRedeem.ts';

const REDEEMED: Redemption = { kind: 'redeemed', payable: 9n, hash: '0x1' };
const NO_GAS: Redemption = { kind: 'no-gas', payable: 9n, balance: 0n, needed: 5n };
const LITTLE: Redemption = { kind: 'too-little', payable: 3n };

function setUp(...outcomes: (Redemption | Error)[]) {
  let now = 1_000;
  const auto = new AutoRedeem(() => now);
  const redeemFrom = vi.fn(async (_leastWei: bigint) => {
    const next = outcomes.shift() ?? LITTLE;
    if (next instanceof Error) throw next;
    return next;
  });
  const look = (leastWei: bigint | undefined = 5n) => auto.look(leastWei, redeemFrom);
  return { auto, redeemFrom, look, pass: (ms: number) => (now += ms) };
}

it('tries nothing while its user does not want it', async () => {
  const { auto, redeemFrom } = setUp();
  await auto.look(undefined, redeemFrom);
  expect([redeemFrom.mock.calls.length, auto.outcome()]).toEqual([0, undefined]);
});

it('redeems from the amount that its user chose, tells of it, and goes on looking', async () => {
  const { auto, redeemFrom, look, pass } = setUp(LITTLE, REDEEMED, LITTLE);
  const heard = vi.fn();
  auto.subscribe(heard);
  await look();
  expect(auto.outcome()).toEqual(LITTLE);
  await look();
  pass(GATHER_MS);
  await look();
  expect(redeemFrom.mock.calls).toEqual([[5n], [5n], [5n]]);
  expect(auto.outcome()).toEqual(REDEEMED);
  expect(heard).toHaveBeenCalledTimes(2);
});

it.each<[string, Redemption | Error, unknown]>([
  ['for which the key has no gas', NO_GAS, NO_GAS],
  ['that failed', new CodedError('NO_ANSWER', 'No answer.'), { kind: 'failed', reason: 'No answer.' }],
])('after a try %s it waits, then tries again', async (_, first, told) => {
  const { auto, redeemFrom, look, pass } = setUp(first, REDEEMED);
  await look();
  expect(auto.outcome()).toEqual(told);
  pass(PAUSE_MS - 1);
  await look();
  expect(redeemFrom).toHaveBeenCalledTimes(1);
  pass(1);
  await look();
  expect(auto.outcome()).toEqual(REDEEMED);
});

it('redeems at most once an hour, however little its user wants to wait for', async () => {
  const { redeemFrom, look, pass } = setUp(REDEEMED, REDEEMED);
  await look(1n);
  pass(GATHER_MS - 1);
  await look(1n);
  expect(redeemFrom).toHaveBeenCalledTimes(1);
  pass(1);
  await look(1n);
  expect(redeemFrom).toHaveBeenCalledTimes(2);
});

it('looks at another amount at once, and forgets the last try when it is switched off', async () => {
  const { auto, redeemFrom, look } = setUp(NO_GAS, NO_GAS);
  await look(5n);
  await look(6n);
  expect(redeemFrom.mock.calls).toEqual([[5n], [6n]]);
  await auto.look(undefined, redeemFrom);
  expect(auto.outcome()).toBeUndefined();
});

it('sends no second redemption while the first is under way, and shows none that is not wanted by then', async () => {
  const { auto } = setUp();
  let end = (_: Redemption): void => undefined;
  const redeemFrom = vi.fn(() => new Promise<Redemption>((resolve) => (end = resolve)));
  const first = auto.look(5n, redeemFrom);
  await auto.look(5n, redeemFrom);
  expect(redeemFrom).toHaveBeenCalledTimes(1);
  await auto.look(undefined, redeemFrom);
  end(REDEEMED);
  await first;
  expect(auto.outcome()).toBeUndefined();
});
