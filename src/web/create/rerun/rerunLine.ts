import type { Judgement } from '#miner/jury/judging/judgement.ts';
import { fails, holds, line, type VerifyLine } from '#web/create/verify/lines/verifyLine.ts';
import { t } from '#web/language/translate.ts';

/**
 * Verify's line on the computation, as the second run found it.
 * @param judgement undefined until there is one
 * @returns undefined where nothing was found
 */
export function rerunLine(judgement: Pick<Judgement, 'finding'> | undefined): VerifyLine | undefined {
  const name = t('create.verifyReceipt.computation');
  switch (judgement?.finding) {
    case 'right':
      return line(name, holds(t('create.rerun.lineRight')));
    case 'wrong':
      return line(name, fails(t('create.rerun.lineWrong')));
    default:
      return undefined;
  }
}
