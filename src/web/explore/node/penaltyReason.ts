import type { Penalty } from '#chain/history/penalties.ts';
import type { Role } from '#chain/roster.ts';
import { t } from '#web/language/translate.ts';

/** For what a node was punished, as a sentence. */
export function penaltyReason({ court, kind }: Pick<Penalty, 'court' | 'kind'>, role: Role): string {
  if (kind === 'fine') return t('explore.penaltyReason.aFineAsA');
  if (court === 'juries') return t('explore.penaltyReason.aSlashAJury');
  return role === 'miner'
    ? t('explore.penaltyReason.aSlashItSigned')
    : t('explore.penaltyReason.aSlashItGave');
}
