import { useEffect, useRef, useState } from 'react';
import { useSearch } from 'wouter';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { onDemand } from '#web/design/onDemand.tsx';
import { t } from '#web/language/translate.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { useOtherTabMines } from '#web/mine/miner/useOtherTab.ts';
import { ModelChoice } from '#web/mine/models/ModelChoice.tsx';
import { useModelSurvey } from '#web/mine/models/useModelSurvey.ts';
import { readWish } from '#web/mining/miningWish.ts';
import { useNetwork } from '#web/network/networkContext.ts';

/** What only who mines sees is not loaded with the page. */
const MoreOptions = onDemand(async () => (await import('#web/mine/work/MoreOptions.tsx')).MoreOptions);
const PictureButton = onDemand(async () => (await import('#web/mine/work/PictureButton.tsx')).PictureButton);

interface RunPanelProps {
  miner: Miner;
  /** The key's node is active, or may still have to vote on a jury. */
  mayRun: boolean;
  /** The visitor has asked it to start. */
  onStart: () => void;
}

/** Chooses models, starts and stops. A tab that was mining when it was closed resumes on its own. */
export function RunPanel({ miner, mayRun, onStart }: RunPanelProps) {
  const { config } = useNetwork();
  const [wish] = useState(() => readWish(config));
  const survey = useModelSurvey();
  const { running, status, failure, start, stop } = miner;
  // What it mines with, or did until it was stopped.
  const mined = status.models.map(({ id }) => id);
  const saved = mined.length > 0 ? mined : wish.models;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const models = survey.data?.models;
  const offered = models?.map(({ id }) => id) ?? [];
  // “Mine with it” on a model's page names the model.
  const linked = new URLSearchParams(useSearch()).get('model');
  const wished = (id: string) =>
    linked !== null && offered.includes(linked) ? id === linked : saved.length === 0 || saved.includes(id);
  // `left` holds the models whose choice differs from the saved one, so that a catalogue that loads late
  // changes no choice.
  const isMining = running && mined.length > 0;
  const chosen = new Set(isMining ? mined : offered.filter((id) => wished(id) !== left.has(id)));
  const resumed = useRef(false);
  const otherMines = useOtherTabMines(running);
  const isPaused = miner.restReasons.has('paused');

  useEffect(() => {
    if (resumed.current || !wish.running || !mayRun || running || models === undefined) return;
    // A tab that was reloaded is not another one: its worker ends in a moment.
    if (otherMines !== false) return;
    resumed.current = true;
    void start(models.map(({ id }) => id).filter((id) => wish.models.includes(id)));
  }, [wish, mayRun, running, otherMines, models, start]);

  const missing =
    otherMines === true
      ? t('mine.runPanel.anotherTabOfThis')
      : !mayRun
        ? t('mine.runPanel.stepsFirst')
        : chosen.size === 0
          ? t('mine.runPanel.chooseAModel')
          : undefined;
  // From here on its choice is what it mines with.
  useEffect(() => {
    if (isMining) setLeft(new Set());
  }, [isMining]);

  /** A click on Start means that it is to mine. A tab that resumes by itself stays paused. */
  function startFresh(): void {
    miner.chooseRest({ paused: false });
    onStart();
    void start([...chosen]);
  }

  function choose(id: string, isChosen: boolean): void {
    if (isMining) {
      // The miner says why one has to stay.
      const next = offered.filter((each) => (each === id ? isChosen : chosen.has(each)));
      return void miner.chooseModels(next);
    }
    setLeft((previous) => {
      const next = new Set(previous);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }

  return (
    <div className="step-body">
      {survey.isError && models === undefined && (
        <p className="warn" role="alert">
          {t('mine.runPanel.theListOfModels')}{' '}
          <button type="button" className="button small" onClick={() => void survey.refetch()}>
            {t('mine.runPanel.tryAgain')}
          </button>
        </p>
      )}
      <ModelChoice
        models={models ?? []}
        chosen={chosen}
        disabled={status.phase === 'checking' || status.phase === 'stopping'}
        onChoose={choose}
      />
      {(mayRun || running) && <MoreOptions miner={miner} />}
      <div className="row-actions">
        {running ? (
          <>
            <ActionButton onClick={() => miner.chooseRest({ paused: !isPaused })}>
              {t(isPaused ? 'mine.runPanel.goOn' : 'mine.runPanel.pause')}
            </ActionButton>
            <ActionButton busy={status.phase === 'stopping'} onClick={() => void stop()}>
              {t('mine.runPanel.stopMining')}
            </ActionButton>
          </>
        ) : (
          <ActionButton className="primary" unavailable={missing} onClick={startFresh}>
            {wish.models.length > 0 ? t('mine.runPanel.resumeMining') : t('mine.runPanel.startMining')}
          </ActionButton>
        )}
        {running && <PictureButton />}
      </div>
      {!running && missing !== undefined && (
        <p className="muted" role="status">
          {missing}
        </p>
      )}
      {failure !== null && (
        <p className="flow-status" data-phase="failed" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}
