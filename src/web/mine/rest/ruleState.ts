import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import type { RestReason } from '#web/mine/rest/restReasons.ts';
import type { MiningHours } from '#web/mining/miningHours.ts';
import { formatClock } from '#web/time/moment.ts';

/** What a rule of the user does now. */
export type RuleState = Readonly<
  | { rule: 'used' | 'battery'; rests: boolean }
  | { rule: 'hours'; rests: boolean; hours: MiningHours }
  | { rule: 'share'; restsUntil: number | null }
>;

const SIMPLE: Record<Extract<RestReason, 'used' | 'battery'>, [rests: MessageKey, works: MessageKey]> = {
  used: ['mine.ruleState.restsWhileUsed', 'mine.ruleState.notUsed'],
  battery: ['mine.ruleState.restsOnBattery', 'mine.ruleState.charging'],
};

/** `Resting until 22:00.`, by this device's clock. */
export function ruleSentence(state: RuleState): string {
  switch (state.rule) {
    case 'hours':
      return state.rests
        ? t('mine.ruleState.restsUntil', { time: state.hours.from })
        : t('mine.ruleState.withinHours', { time: state.hours.to });
    case 'share':
      return state.restsUntil === null
        ? t('mine.ruleState.withinShare')
        : t('mine.ruleState.restsUntil', { time: formatClock(state.restsUntil) });
    default:
      return t(SIMPLE[state.rule][state.rests ? 0 : 1]);
  }
}
