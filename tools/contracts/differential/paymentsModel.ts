const min = (a: bigint, b: bigint) => (a < b ? a : b);

/** The simplest model of deposits, vouchers and withdrawals, in whole wei. */
export class PaymentsModel {
  readonly balance = new Map<number, bigint>();
  readonly signed = new Map<string, bigint>();
  readonly redeemed = new Map<string, bigint>();
  readonly fees = new Map<string, bigint>();
  readonly asked = new Map<number, { amount: bigint; readyAt: bigint }>();

  private readonly feeBps: bigint;
  private readonly payerPoolBps: bigint;

  constructor(feeBps: bigint, payerPoolBps: bigint) {
    this.feeBps = feeBps;
    this.payerPoolBps = payerPoolBps;
  }

  balanceOf(payer: number): bigint {
    return this.balance.get(payer) ?? 0n;
  }

  redeemedBy(payer: number, payee: number): bigint {
    return this.redeemed.get(pair(payer, payee)) ?? 0n;
  }

  feesOf(payer: number, payee: number): bigint {
    return this.fees.get(pair(payer, payee)) ?? 0n;
  }

  change(payer: number, by: bigint): void {
    this.balance.set(payer, this.balanceOf(payer) + by);
  }

  /** Pays a voucher as far as the deposit goes; returns what reaches the payee. */
  redeem(payer: number, payee: number, cumulative: bigint, isNode: boolean): bigint {
    const key = pair(payer, payee);
    const before = this.redeemedBy(payer, payee);
    const gross = cumulative > before ? min(cumulative - before, this.balanceOf(payer)) : 0n;
    const fee = isNode ? (gross * this.feeBps) / 10_000n : 0n;
    this.redeemed.set(key, before + gross);
    this.fees.set(key, this.feesOf(payer, payee) + fee);
    this.change(payer, -gross);
    return gross - fee;
  }

  /** Takes the fees kept back; returns how they are divided. */
  takeFees(payer: number, payee: number, payerIsNode: boolean): { toPayer: bigint; toPayee: bigint } {
    const fees = this.feesOf(payer, payee);
    this.fees.set(pair(payer, payee), 0n);
    const toPayer = payerIsNode ? (fees * this.payerPoolBps) / 10_000n : 0n;
    return { toPayer, toPayee: fees - toPayer };
  }

  withdraw(payer: number): bigint {
    const amount = min(this.asked.get(payer)?.amount ?? 0n, this.balanceOf(payer));
    this.asked.delete(payer);
    this.change(payer, -amount);
    return amount;
  }
}

const pair = (payer: number, payee: number) => `${payer} ${payee}`;
