import { useState, useSyncExternalStore } from 'react';
import type { Address } from 'viem';
import type { NetworkConfig } from '#chain/networkConfig.ts';
import { MinerClient } from '#miner/service/minerClient.ts';
import type { MinerStatus, RecentTask } from '#miner/status/minerStatus.ts';
import { type EarnedHour, keptEarnings, withKept, withTasks } from '#web/mine/history/earnedHours.ts';
import { keepStorage } from '#web/mine/miner/keepStorage.ts';
import { keptRecentTasks, withEarlier } from '#web/mine/miner/recentTasks.ts';
import { minerSentence } from '#web/mine/problem/minerSentence.ts';
import { RestReasons } from '#web/mine/rest/restReasons.ts';
import { batteryOf, watchRestRules } from '#web/mine/rest/restRules.ts';
import { restWhileUsed } from '#web/mine/rest/restWhileUsed.ts';
import { setMining } from '#web/mining/miningSignal.ts';
import { type RestWish, readWish, writeWish } from '#web/mining/miningWish.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** One miner per page load. It continues while the user visits other pages of the dApp. */
let miner: MinerClient | undefined;
let reasons: RestReasons;
let lookAtRules: () => void;

function minerOf(network: NetworkConfig): MinerClient {
  if (miner === undefined) {
    const made = new MinerClient(network);
    made.subscribe(() => setMining(isRunning(made.status())));
    earlier = keptRecentTasks(network).read() ?? [];
    earned = keptEarnings(network).read() ?? [];
    tellOnceRunning(made, network);
    made.subscribe(() => keepRecent(network, made.status().recent));
    // If the miner fails in the meantime, its own status says so.
    reasons = new RestReasons((resting) => void made.rest(resting).catch(() => undefined));
    const wish = () => (isRunning(made.status()) ? readWish(network) : undefined);
    restWhileUsed(
      (isUsed) => reasons.set('used', isUsed),
      () => wish()?.rest === true,
    );
    lookAtRules = watchRestRules(reasons, wish, batteryOf(navigator));
    // A miner that is started rests from the start, and one that has ended needs no rest.
    let wasRunning = false;
    made.subscribe(() => {
      if (isRunning(made.status()) !== wasRunning) lookAtRules();
      wasRunning = isRunning(made.status());
    });
    miner = made;
  }
  return miner;
}

/** What tells of the miner outside its page is not loaded before it is started. */
function tellOnceRunning(made: MinerClient, network: NetworkConfig): void {
  const unsubscribe = made.subscribe(() => {
    if (!isRunning(made.status())) return;
    unsubscribe();
    void import('#web/mine/news/tellNews.ts').then(
      ({ tellNews }) => tellNews(made, network),
      (error: unknown) => console.debug('news of the miner', error),
    );
  });
}

/** Tasks of earlier page loads. */
let earlier: RecentTask[] = [];
let kept: readonly RecentTask[] = [];
let earned: readonly EarnedHour[] = [];

function keepRecent(network: NetworkConfig, recent: readonly RecentTask[]): void {
  if (recent === kept || recent.length === 0) return;
  const counted = new Set(kept.map(({ taskId }) => taskId));
  const finished = recent.filter(({ taskId }) => !counted.has(taskId));
  kept = recent;
  if (finished.length === 0) return;
  // Another tab may have mined since this page was loaded.
  earned = withTasks(withKept(earned, keptEarnings(network).read() ?? []), finished);
  keptEarnings(network).write([...earned]);
  // A miner that is started again begins an empty list.
  earlier = withEarlier(recent, withEarlier(keptRecentTasks(network).read() ?? [], earlier));
  keptRecentTasks(network).write(earlier);
}

/** From the moment it was started until it has stopped or given up. */
export const isRunning = ({ phase }: MinerStatus): boolean => phase !== 'off' && phase !== 'failed';

export function useMiner() {
  const { config } = useNetwork();
  const client = minerOf(config);
  const status = useSyncExternalStore(
    (listener) => client.subscribe(listener),
    () => client.status(),
  );

  const restReason = useSyncExternalStore(reasons.subscribe, reasons.first);
  const restReasons = useSyncExternalStore(reasons.subscribe, reasons.held);

  // By its hours; they are read only while it keeps to them.
  const minesFrom = restReason === 'hours' ? readWish(config).hours?.from : undefined;

  // A call that the miner refused without changing its status.
  const [failure, setFailure] = useState<string | null>(null);

  async function attempt(action: Promise<void>): Promise<void> {
    setFailure(null);
    try {
      await action;
    } catch (error) {
      if (client.status().phase !== 'failed')
        setFailure(minerSentence(error, 'mine.useMiner.theMinerCouldNot'));
    }
  }

  function start(models: string[]): Promise<void> {
    writeWish(config, { running: true, models });
    keepStorage();
    return attempt(
      client
        .getJuryModels(readWish(config).juryModels)
        .then(() => client.limitShare(readWish(config).share))
        .then(() => client.start({ models })),
    );
  }

  function stop(): Promise<void> {
    writeWish(config, { running: false, models: client.status().models.map(({ id }) => id) });
    return attempt(client.stop());
  }

  /** While it mines. */
  function chooseModels(models: string[]): Promise<void> {
    return attempt(client.chooseModels(models).then(() => writeWish(config, { models })));
  }

  function chooseRest(change: Partial<RestWish>): void {
    writeWish(config, change);
    lookAtRules();
    // A miner that is not running is told at its start.
    if (change.share !== undefined && isRunning(client.status()))
      void attempt(client.limitShare(change.share));
  }

  function getJuryModels(allowed: boolean): void {
    writeWish(config, { juryModels: allowed });
    // A miner that is not running is told at its start.
    if (isRunning(status)) void attempt(client.getJuryModels(allowed));
  }

  const resume = (operator: Address): void => void attempt(client.resumeCoordinator(operator));

  const recent = withEarlier(status.recent, earlier);
  return {
    ...{ client, status, recent, earned, running: isRunning(status), failure },
    ...{ restReason, restReasons, minesFrom },
    ...{ start, stop, resume, chooseModels, chooseRest, getJuryModels },
  };
}

export type Miner = ReturnType<typeof useMiner>;
