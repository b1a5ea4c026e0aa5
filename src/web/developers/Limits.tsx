import { useQuery } from '@tanstack/react-query';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import { readNetwork } from '#web/coordinator/coordinatorApi.ts';
import { t } from '#web/language/translate.ts';
import { formatCount } from '#web/money/amount.ts';
import { formatDuration } from '#web/time/moment.ts';

/** Bytes of a megabyte, as the pages' other sizes are told. */
const MEGABYTE = 1024 * 1024;

/** What one client may ask for. The quota is the coordinator's own, the rest is the protocol's. */
export function Limits({ url }: { url: string }) {
  const network = useQuery({ queryKey: ['network', url], queryFn: () => readNetwork(url) });
  const quota = network.data?.quota;
  return (
    <section className="section" aria-labelledby="limits-title">
      <div className="section-head">
        <h2 id="limits-title">{t('developers.limits.limits')}</h2>
      </div>
      <ul className="card plain">
        <li>
          {quota === undefined
            ? t('developers.limits.requestsUnknown')
            : t('developers.limits.requests', {
                requests: quota.requests,
                period: formatDuration(quota.period_s),
              })}
        </li>
        <li>
          {t('developers.limits.prompt', {
            characters: formatCount(TASK_LIMIT.promptCharacters),
            messages: formatCount(TASK_LIMIT.messages),
            tokens: formatCount(TASK_LIMIT.maxTokens),
          })}
        </li>
        <li>
          {t('developers.limits.image', {
            steps: formatCount(TASK_LIMIT.steps),
            megabytes: formatCount(TASK_LIMIT.initBytes / MEGABYTE),
          })}
        </li>
        <li>{t('developers.limits.retry')}</li>
      </ul>
    </section>
  );
}
