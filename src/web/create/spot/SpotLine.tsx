import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { CATALOGUE } from '#web/catalogue/siteModel.ts';
import { ReportOnDemand } from '#web/create/report/reportOnDemand.ts';
import { failureSentence, progressSentence } from '#web/create/rerun/rerunSentence.ts';
import { listResults } from '#web/create/saved/resultStore.ts';
import { RESULTS_KEY } from '#web/create/saved/resultsKey.ts';
import type { SavedResult } from '#web/create/saved/savedResult.ts';
import { noteAndShow } from '#web/create/spot/checkDue.ts';
import { spotRun } from '#web/create/spot/spotRun.ts';
import { t } from '#web/language/translate.ts';

/** The way on from a result that this device found wrong. */
function Wrong({ result }: { result: SavedResult }) {
  const queries = useQueryClient();
  const [request, setRequest] = useState<TaskRequest>();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  async function open(): Promise<void> {
    setBusy(true);
    try {
      const [{ prepareRerun }, models] = await Promise.all([
        import('#web/create/rerun/browserRerun.ts'),
        queries.fetchQuery(CATALOGUE),
      ]);
      setRequest((await prepareRerun(result, models)).request);
      setFailure(undefined);
    } catch (error) {
      setFailure(failureSentence(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <p className="rerun-bad" role="alert">
        {t('create.spot.wrong')}
      </p>
      {failure !== undefined && (
        <p className="warn" role="alert">
          {failure}
        </p>
      )}
      {request === undefined ? (
        <ActionButton className="small" busy={busy} onClick={() => void open()}>
          {t('create.spot.report')}
        </ActionButton>
      ) : (
        <ReportOnDemand result={result} request={request} />
      )}
    </>
  );
}

/** What this device's own check of a result says; nothing where it was not drawn. */
export function SpotLine({ id }: { id: string }) {
  const queries = useQueryClient();
  const running = useSyncExternalStore(spotRun.subscribe, spotRun.state);
  const { data } = useQuery({ queryKey: RESULTS_KEY, queryFn: listResults });
  const result = data?.results.find((each) => each.id === id);
  if (result === undefined) return null;
  if (running?.id === id) {
    return (
      <div className="spot">
        <p className="muted" role="status">
          {t('create.spot.running')} {progressSentence(running.progress, result.kind)}
        </p>
        <ActionButton className="small" onClick={() => void spotRun.cancel({ note: noteAndShow(queries) })}>
          {t('create.spot.cancel')}
        </ActionButton>
      </div>
    );
  }
  if (result.spot === 'right') {
    return (
      <p className="spot rerun-good" role="status">
        {t('create.spot.right')}
      </p>
    );
  }
  if (result.spot === 'withheld') {
    return (
      <p className="spot warn" role="status">
        {t('create.spot.withheld')}
      </p>
    );
  }
  return (
    result.spot === 'wrong' && (
      <div className="spot">
        <Wrong result={result} />
      </div>
    )
  );
}
