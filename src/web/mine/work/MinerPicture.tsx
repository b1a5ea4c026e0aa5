import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { MinerStatus } from '#miner/status/minerStatus.ts';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { isRightToLeft, useLanguage } from '#web/language/current.ts';
import { t } from '#web/language/translate.ts';
import { type EarnedHour, earnedSpans, HOUR_S } from '#web/mine/history/earnedHours.ts';
import { isRunning, type Miner, useMiner } from '#web/mine/miner/useMiner.ts';
import { workSentence } from '#web/mine/work/workSentence.ts';
import { readWish } from '#web/mining/miningWish.ts';
import { formatCai } from '#web/money/amount.ts';
import { type Network, NetworkContext, useNetwork } from '#web/network/networkContext.ts';
import '#web/mine/work/picture.css';

/** The clock is looked at so often, in ms: an hour ends also while nothing else happens. */
const LOOK_MS = 20_000;

interface PictureProps extends Pick<Miner, 'restReason' | 'minesFrom'> {
  status: MinerStatus;
  earned: readonly EarnedHour[];
  nowSeconds: number;
  isPaused: boolean;
  onPause: (paused: boolean) => void;
  /** Undefined where no model was chosen yet: that is done on the page. */
  onStart: (() => void) | undefined;
}

/** What the tab does, its task, what this hour brought, and a button. */
export function Picture({ status, earned, nowSeconds, isPaused, onPause, onStart, ...rest }: PictureProps) {
  const [hour] = earnedSpans(earned, nowSeconds, { seconds: HOUR_S, count: 1 });
  const task = status.current[0];
  return (
    <main className="picture">
      <p role="status">
        <b>{workSentence(status, rest)}</b>
      </p>
      <progress
        aria-label={t('mine.workPanel.currentTask')}
        max={task?.total ?? 1}
        value={task === undefined ? 0 : task.total === null ? undefined : task.done}
      />
      <p>{t('mine.minerPicture.thisHour', { cai: formatCai(hour?.wei ?? 0n) })}</p>
      {isRunning(status) ? (
        <ActionButton onClick={() => onPause(!isPaused)}>
          {t(isPaused ? 'mine.runPanel.goOn' : 'mine.runPanel.pause')}
        </ActionButton>
      ) : (
        <ActionButton
          className="primary"
          unavailable={onStart === undefined ? t('mine.minerPicture.chooseOnThePage') : undefined}
          onClick={() => onStart?.()}
        >
          {t('mine.runPanel.startMining')}
        </ActionButton>
      )}
      {!isRunning(status) && onStart === undefined && <p>{t('mine.minerPicture.chooseOnThePage')}</p>}
    </main>
  );
}

function MinerPicture({ page }: { page: Document }) {
  const { config } = useNetwork();
  const miner = useMiner();
  const language = useLanguage();
  const [nowSeconds, setNow] = useState(() => Date.now() / 1_000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1_000), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    page.documentElement.lang = language;
    page.documentElement.dir = isRightToLeft() ? 'rtl' : 'ltr';
    page.title = t('shell.pageHead.mine');
  }, [page, language]);
  const { models } = readWish(config);
  const start = () => {
    miner.chooseRest({ paused: false });
    void miner.start(models);
  };
  const { status, earned, restReason, minesFrom } = miner;
  return (
    <Picture
      {...{ status, earned, restReason, minesFrom }}
      nowSeconds={Math.floor(nowSeconds)}
      isPaused={miner.restReasons.has('paused')}
      onPause={(paused) => miner.chooseRest({ paused })}
      onStart={models.length === 0 ? undefined : start}
    />
  );
}

/** Shows the page's miner in a window of its own, until either is closed. */
export function showMiner(opened: Window, network: Network): void {
  const place = opened.document.createElement('div');
  opened.document.body.append(place);
  const root = createRoot(place);
  root.render(
    <NetworkContext value={network}>
      <MinerPicture page={opened.document} />
    </NetworkContext>,
  );
  opened.addEventListener('pagehide', () => root.unmount(), { once: true });
}
