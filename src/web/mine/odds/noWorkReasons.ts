import type { CoordinatorStatus, MinerStatus } from '#miner/status/minerStatus.ts';
import { t } from '#web/language/translate.ts';
import { coordinatorSentence } from '#web/mine/connections/coordinatorSentence.ts';
import type { RestReason } from '#web/mine/rest/restReasons.ts';
import { RESTS } from '#web/mine/work/workSentence.ts';
import { formatClock } from '#web/time/moment.ts';

type Facts = Pick<MinerStatus, 'chainProblem' | 'isClockFast' | 'coordinators' | 'models' | 'restsUntil'>;

function coordinatorReason(coordinator: CoordinatorStatus): string | undefined {
  const { name, state } = coordinator;
  const named = { name: name === '' ? t('mine.connections.unnamed') : name };
  const said = coordinatorSentence(coordinator);
  if (state === 'away') return t('mine.noWorkReasons.away', named);
  if (state === 'left') return t('mine.noWorkReasons.left', named);
  return said === null ? undefined : t('mine.noWorkReasons.said', { ...named, said });
}

/**
 * Everything that keeps tasks from this tab now, a sentence each; none while only the draw decides.
 * @param rest why the page lets it rest, and from when it may mine by its hours, `HH:MM`
 */
export function noWorkReasons(
  { chainProblem, isClockFast, coordinators, models, restsUntil }: Facts,
  { restReasons, minesFrom = '' }: { restReasons: ReadonlySet<RestReason>; minesFrom?: string | undefined },
): string[] {
  const unready = models.filter(({ state }) => state !== 'ready');
  return [
    ...(chainProblem === null ? [] : [chainProblem]),
    ...(isClockFast ? [t('mine.workSentence.clockIsFast')] : []),
    ...[...restReasons].map((reason) => t(RESTS[reason], { from: minesFrom })),
    ...(restsUntil === null
      ? []
      : [t('mine.workSentence.pausedForShare', { time: formatClock(restsUntil) })]),
    ...coordinators.flatMap((coordinator) => coordinatorReason(coordinator) ?? []),
    ...unready.map(({ name, detail }) =>
      detail === null
        ? t('mine.noWorkReasons.notReady', { name })
        : t('mine.noWorkReasons.refusedModel', { name, detail }),
    ),
  ];
}
