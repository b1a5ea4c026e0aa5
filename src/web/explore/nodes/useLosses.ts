import { lossesOf, lossSentence } from '#web/explore/nodes/lossSentence.ts';
import { usePenalties } from '#web/explore/nodes/useNodes.ts';
import { t } from '#web/language/translate.ts';
import { formatDay } from '#web/time/moment.ts';

export interface LossText {
  /** Undefined while it is read. */
  sentence: string | undefined;
  isLoser: boolean;
}

/** What nodes lost by their faults, in words, by node id, and which of them were slashed. */
export function useLosses(): { lossOf: (id: bigint) => LossText; slashed: ReadonlySet<bigint> } {
  const { data, isError } = usePenalties();
  const losses = data && lossesOf(data);
  const slashed = [...(losses ?? [])].filter(([, loss]) => loss.slashes > 0).map(([id]) => id);
  return { lossOf, slashed: new Set(slashed) };

  function lossOf(id: bigint): LossText {
    if (data === undefined)
      return { sentence: isError ? t('explore.nodesPage.slashesNotKnown') : undefined, isLoser: false };
    const loss = losses?.get(id);
    const { sinceSeconds } = data;
    if (loss === undefined && sinceSeconds !== undefined) {
      const since = formatDay(sinceSeconds);
      return {
        sentence: t('explore.nodesPage.noSlashSinceSinceseconds', { sinceSeconds: since }),
        isLoser: false,
      };
    }
    return { sentence: lossSentence(loss), isLoser: loss !== undefined };
  }
}
