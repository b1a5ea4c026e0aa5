import type { MinerClient } from '#miner/service/minerClient.ts';
import { minerTitle } from '#web/mine/news/minerTitle.ts';
import { setMiningTitle } from '#web/mining/tabTitle.ts';

/** Tells of a miner outside its page, from now on: in the tab's title. */
export function tellNews(client: Pick<MinerClient, 'status' | 'subscribe'>): void {
  const tell = () => setMiningTitle(() => minerTitle(client.status()));
  client.subscribe(tell);
  tell();
}
