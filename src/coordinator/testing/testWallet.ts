import { pino } from 'pino';
import type { LocalAccount } from 'viem';
import type { ReadClient } from '#chain/networkConfig.ts';
import { MemoryOutgoing } from '#coordinator/testing/memoryOutgoing.ts';
import { OperatorWallet, type OperatorWalletDeps } from '#coordinator/wallet/operatorWallet.ts';

/** A wallet of a key that forgets what it has sent when the test ends. */
export const testWallet = (
  client: ReadClient,
  account: LocalAccount,
  more: Partial<OperatorWalletDeps> = {},
): OperatorWallet =>
  new OperatorWallet({
    ...{ client, account, store: new MemoryOutgoing(), log: pino({ level: 'silent' }), nowMs: Date.now },
    ...{ maxFeePerGas: 10n ** 12n, replaceAfterMs: 60_000 },
    ...more,
  });
