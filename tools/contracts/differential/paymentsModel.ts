const min = (a: bigint, b: bigint) => (a < b ? a : b);
/** Fees are kept in whole gwei, rounded up. */
const GWEI = 10n ** 9n;
const PAYERS = 2;
/** Seconds in which a withdrawal can be taken once it is ready. */
const WITHDRAWAL_TERM = 7n * 86_400n;

/** From one payer to one payee, in whole wei. */
export interface Channel {
  balance: bigint;
  redeemed: bigint;
  fees: bigint;
  request: Request | undefined;
}

interface Request {
  amount: bigint;
  readyAt: bigint;
}

export const isLapsed = ({ readyAt }: Request, now: bigint) => now > readyAt + WITHDRAWAL_TERM;
export const isReady = (request: Request, now: bigint) => now >= request.readyAt && !isLapsed(request, now);

/** The simplest model of channels, vouchers and withdrawals. Payees are numbered from 1, like nodes. */
export class PaymentsModel {
  private readonly channels: Channel[][];
  private readonly feeBps: bigint;
  private readonly payerPoolBps: bigint;

  constructor(payees: number, feeBps: bigint, payerPoolBps: bigint) {
    this.feeBps = feeBps;
    this.payerPoolBps = payerPoolBps;
    this.channels = Array.from({ length: PAYERS }, () =>
      Array.from({ length: payees + 1 }, () => ({
        balance: 0n,
        redeemed: 0n,
        fees: 0n,
        request: undefined,
      })),
    );
  }

  channel(payer: number, payee: number): Channel {
    return this.channels[payer]![payee]!;
  }

  /** Pays a voucher as far as its channel goes; returns what reaches the payee. */
  redeem(payer: number, payee: number, cumulative: bigint, isNode: boolean): bigint {
    const channel = this.channel(payer, payee);
    const gross = cumulative > channel.redeemed ? min(cumulative - channel.redeemed, channel.balance) : 0n;
    const exact = isNode ? gross * this.feeBps : 0n;
    const fee = ((exact + 10_000n * GWEI - 1n) / (10_000n * GWEI)) * GWEI;
    if (fee >= gross) return 0n;
    channel.redeemed += gross;
    channel.fees += fee;
    channel.balance -= gross;
    return gross - fee;
  }

  /** Takes the fees kept back; returns how they are divided. */
  takeFees(payer: number, payee: number, payerIsNode: boolean): { toPayer: bigint; toPayee: bigint } {
    const channel = this.channel(payer, payee);
    const { fees } = channel;
    channel.fees = 0n;
    const toPayer = payerIsNode ? (fees * this.payerPoolBps) / 10_000n : 0n;
    return { toPayer, toPayee: fees - toPayer };
  }

  withdraw(payer: number, payee: number): bigint {
    const channel = this.channel(payer, payee);
    const amount = min(channel.request?.amount ?? 0n, channel.balance);
    channel.request = undefined;
    channel.balance -= amount;
    return amount;
  }
}
