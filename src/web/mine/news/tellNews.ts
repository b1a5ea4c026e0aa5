import { parseEther } from 'viem';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import type { MinerClient } from '#miner/service/minerClient.ts';
import { minerTitle } from '#web/mine/news/minerTitle.ts';
import { autoRedeem, LOOK_MS } from '#web/mine/redeem/autoRedeem.ts';
import { cuckooCall } from '#web/mine/sound/cuckooCall.ts';
import { PaidCalls } from '#web/mine/sound/paidCalls.ts';
import { readWish } from '#web/mining/miningWish.ts';
import { setMiningTitle } from '#web/mining/tabTitle.ts';

type News = Pick<MinerClient, 'status' | 'subscribe' | 'redeemFrom'>;

/** From now on shows a miner in the tab's title, calls when it is paid, and redeems its pay by itself. */
export function tellNews(client: News, network: NetworkConfig): void {
  const isAtWork = () => !['off', 'failed', 'stopping'].includes(client.status().phase);
  const tell = () =>
    setMiningTitle(() => minerTitle(client.status(), autoRedeem.outcome()?.kind === 'no-gas'));
  const calls = new PaidCalls({
    isWanted: () => readWish(network).sound,
    call: cuckooCall,
    nowMs: () => performance.now(),
  });
  const redeem = () => {
    const { redeemAt } = readWish(network);
    const leastWei = redeemAt === null || !isAtWork() ? undefined : parseEther(redeemAt);
    void autoRedeem.look(leastWei, (wei) => client.redeemFrom(wei));
  };
  client.subscribe(() => {
    calls.look(client.status());
    tell();
  });
  autoRedeem.subscribe(tell);
  setInterval(redeem, LOOK_MS);
  redeem();
  tell();
}
