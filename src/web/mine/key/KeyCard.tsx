import { useQuery } from '@tanstack/react-query';
import { t } from '#web/language/translate.ts';
import { BackupForm } from '#web/mine/key/BackupForm.tsx';
import { ImportForm } from '#web/mine/key/ImportForm.tsx';
import { NewKey } from '#web/mine/key/NewKey.tsx';
import { OPERATOR_KEY } from '#web/mine/key/operatorKey.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { minerSentence } from '#web/mine/problem/minerSentence.ts';

/** As long as an address: what is below it does not move once it is read. */
const UNREAD = `0x${'·'.repeat(40)}`;

/** This browser's miner key: which it is, its backup, and the way back from one. */
export function KeyCard({ miner, serves }: { miner: Miner; serves: string | undefined }) {
  const operator = useQuery({
    queryKey: OPERATOR_KEY,
    staleTime: Infinity,
    retry: false,
    queryFn: () => miner.client.operator(),
  });
  return (
    <section className="card span" aria-labelledby="key-title">
      <h2 id="key-title">{t('mine.keyCard.thisBrowsersMinerKey')}</h2>
      <p className="muted wrap" aria-busy={operator.isPending}>
        {operator.isError ? (
          minerSentence(operator.error, 'mine.problem.KEY_STORE')
        ) : (
          <code>{operator.data ?? UNREAD}</code>
        )}
      </p>
      <p className="muted">{t('mine.keyCard.itSignsTheWork')}</p>
      {operator.isError && <NewKey miner={miner} />}
      <div className="halves">
        {!operator.isError && <BackupForm key={operator.data} miner={miner} operator={operator.data} />}
        <ImportForm miner={miner} operator={operator.data} serves={serves} />
      </div>
    </section>
  );
}
