import { keccak256 } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { beforeEach, describe, expect, it } from 'vitest';
import { PaymentLedger, type Work } from '#miner/payments/paymentLedger.ts';
import { MemoryVouchers } from '#miner/testing/memoryStores.ts';
import { type Receipt, signReceipt } from '#protocol/signed/receipt.ts';
import { signVoucher } from '#protocol/signed/voucher.ts';

const NETWORK = {
  chainId: 31337,
  staking: '0x1111111111111111111111111111111111111111',
  payments: '0x2222222222222222222222222222222222222222',
} as const;
const NOW = 1_800_000_000;
const newAccount = () => privateKeyToAccount(generatePrivateKey());
const [boss, miner, stranger] = [newAccount(), newAccount(), newAccount()];
const UNITS = 4;
const UNIT_PRICE = 5n;
const AMOUNT = 20n;
const result = keccak256('0x02');
const BAD_PAYMENT = { code: 'BAD_PAYMENT' };

const workOf = (task: number): Work => ({
  assignment: {
    ...{ taskId: keccak256(`0x0${task}`), coordinator: boss.address, miner: miner.address, attempt: 0 },
    ...{ rosterBlock: 1, beacon: keccak256('0xbe'), passed: [], unitPrice: UNIT_PRICE },
    ...{ expiry: NOW + 900, signature: '0x' },
  },
  ...{ result, units: UNITS, isEarlier: false },
});
const receiptOf = (task: number, change: Partial<Receipt> = {}, by = boss) =>
  signReceipt(NETWORK, by, {
    ...{ taskId: workOf(task).assignment.taskId, miner: miner.address, result, units: UNITS },
    ...{ amount: AMOUNT, finishedAt: NOW, ...change },
  });
const voucherOf = (cumulative: bigint) => signVoucher(NETWORK, boss, miner.address, cumulative);

let vouchers: MemoryVouchers;
let ledger: PaymentLedger;
beforeEach(async () => {
  vouchers = new MemoryVouchers();
  const parties = { payer: boss.address, payee: miner.address };
  ledger = await PaymentLedger.open(NETWORK, parties, vouchers);
});

const settle = async (task: number, cumulative: bigint, isEarlier = false) =>
  ledger.settle({ ...workOf(task), isEarlier }, await receiptOf(task), await voucherOf(cumulative));
const worth = () => vouchers.kept.get(boss.address)?.cumulative;

describe('PaymentLedger.settle', () => {
  it('keeps the voucher that grows by each task’s amount', async () => {
    await settle(1, AMOUNT);
    await settle(2, 2n * AMOUNT);
    expect(worth()).toBe(2n * AMOUNT);
  });

  it.each<[string, Partial<Receipt>]>([
    ['another task', { taskId: keccak256('0x09') }],
    ['another miner', { miner: stranger.address }],
    ['another result', { result: keccak256('0x09') }],
    ['fewer units', { units: UNITS - 1 }],
    ['a smaller amount', { amount: AMOUNT - 1n }],
    ['a larger amount', { amount: AMOUNT + 1n }],
  ])('refuses a receipt for %s, and keeps no voucher', async (_, change) => {
    const receipt = await receiptOf(1, change);
    await expect(ledger.settle(workOf(1), receipt, await voucherOf(AMOUNT))).rejects.toMatchObject(
      BAD_PAYMENT,
    );
    expect(worth()).toBeUndefined();
  });

  it.each([
    ['of another coordinator', async () => receiptOf(1, {}, stranger)],
    ['signed by another', async () => ({ ...(await receiptOf(1, {}, stranger)), coordinator: boss.address })],
  ])('refuses a receipt %s', async (_, made) => {
    const voucher = await voucherOf(AMOUNT);
    await expect(ledger.settle(workOf(1), await made(), voucher)).rejects.toMatchObject(BAD_PAYMENT);
  });

  it.each([
    ['of another payer', () => signVoucher(NETWORK, stranger, miner.address, AMOUNT)],
    ['for another payee', () => signVoucher(NETWORK, boss, stranger.address, AMOUNT)],
    [
      'signed by another',
      async () => ({ ...(await voucherOf(AMOUNT)), signature: (await voucherOf(1n)).signature }),
    ],
  ])('refuses a voucher %s', async (_, made) => {
    await expect(ledger.settle(workOf(1), await receiptOf(1), await made())).rejects.toMatchObject(
      BAD_PAYMENT,
    );
    expect(vouchers.kept.size).toBe(0);
  });

  it.each([
    ['the first task’s amount again', AMOUNT],
    ['a unit less than both', 2n * AMOUNT - 1n],
  ])('finds a second task unpaid by %s', async (_, cumulative) => {
    await settle(1, AMOUNT);
    await expect(settle(2, cumulative)).rejects.toMatchObject(BAD_PAYMENT);
  });

  it('counts a task once, though its payment is sent again', async () => {
    await settle(1, AMOUNT);
    await settle(1, AMOUNT);
    await settle(2, 2n * AMOUNT);
    expect(worth()).toBe(2n * AMOUNT);
  });

  it('takes the payments of tasks that ended together in any order', async () => {
    await settle(2, 2n * AMOUNT);
    await settle(1, AMOUNT);
    expect(worth()).toBe(2n * AMOUNT);
  });
});

describe('PaymentLedger.welcome', () => {
  it('begins with what the coordinator says it owes', async () => {
    await ledger.welcome(await voucherOf(100n));
    await expect(settle(1, 100n)).rejects.toMatchObject(BAD_PAYMENT);
    await settle(2, 100n + 2n * AMOUNT);
  });

  it.each([
    ['after a first one', 1],
    ['the first one', 0],
  ])(
    'does not count a task twice whose payment was in the welcome of a reconnection: %s',
    async (_, before) => {
      await ledger.welcome(null);
      if (before === 1) await settle(1, AMOUNT);
      const paid = BigInt(before + 1) * AMOUNT;
      await ledger.welcome(await voucherOf(paid));
      await settle(2, paid);
      expect(worth()).toBe(paid);
      await expect(settle(3, paid)).rejects.toMatchObject(BAD_PAYMENT);
    },
  );

  it('counts work that was delivered before the page was loaded again as part of what came since', async () => {
    await ledger.welcome(await voucherOf(2n * AMOUNT));
    await settle(1, 2n * AMOUNT, true);
    await settle(2, 2n * AMOUNT, true);
    await expect(settle(3, 2n * AMOUNT, true)).rejects.toMatchObject(BAD_PAYMENT);
  });

  it('finds earlier work unpaid that is not in what came since', async () => {
    vouchers.kept.set(boss.address, await voucherOf(AMOUNT));
    ledger = await PaymentLedger.open(NETWORK, { payer: boss.address, payee: miner.address }, vouchers);
    await ledger.welcome(await voucherOf(AMOUNT));
    await expect(settle(1, AMOUNT, true)).rejects.toMatchObject(BAD_PAYMENT);
    await settle(1, 2n * AMOUNT, true);
  });

  it('does not let new work be paid by what came while the page was away', async () => {
    await ledger.welcome(await voucherOf(2n * AMOUNT));
    await settle(1, 2n * AMOUNT, true);
    await expect(settle(2, 2n * AMOUNT)).rejects.toMatchObject(BAD_PAYMENT);
    await settle(2, 3n * AMOUNT);
  });

  it('refuses a voucher of another payer', async () => {
    const forged = await signVoucher(NETWORK, stranger, miner.address, 100n);
    await expect(ledger.welcome(forged)).rejects.toMatchObject(BAD_PAYMENT);
    await expect(ledger.keep(forged)).rejects.toMatchObject(BAD_PAYMENT);
    expect(vouchers.kept.size).toBe(0);
  });
});
