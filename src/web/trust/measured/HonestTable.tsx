import { t } from '#web/language/translate.ts';
import { formatCount, formatFraction } from '#web/money/amount.ts';
import type { ModelFigures } from '#web/trust/measured/auditFigures.ts';
import { MODEL_NAMES } from '#web/trust/measured/measuredNames.ts';

/** With how much confidence a bound on the unseen rate of false alarms is told. */
const CONFIDENCE = 0.95;

/**
 * The highest rate of false alarms that so many results without one leave possible, 0..1.
 * @example mostWithout(744); // 0.00402
 */
export const mostWithout = (results: number): number => 1 - (1 - CONFIDENCE) ** (1 / results);

const sumOf = (models: readonly ModelFigures[], of: (model: ModelFigures) => number) =>
  models.reduce((sum, model) => sum + of(model), 0);

/** How many measured honest results an audit found wrong, in sentences. */
function alarmSentence(models: readonly ModelFigures[]): string {
  const honest = sumOf(models, (model) => model.honest);
  const doubted = sumOf(models, (model) => model.doubted);
  const passed = t('trust.measured.honestPassed', {
    ...{ passed: formatCount(honest - doubted), honest: formatCount(honest) },
    convicted: sumOf(models, (model) => model.convicted),
  });
  if (doubted > 0 || honest === 0) return passed;
  return `${passed} ${t('trust.measured.honestBound', { share: formatFraction(mostWithout(honest)) })}`;
}

const shareCell = (share: number | undefined) =>
  share === undefined ? t('trust.measured.tooSmall') : formatFraction(share);

/** Honest results, by model: how many an audit found right, and what it cost. */
export function HonestTable({ models }: { models: readonly ModelFigures[] }) {
  return (
    <>
      <h3>{t('trust.measured.honestTitle')}</h3>
      <p>{alarmSentence(models)}</p>
      <div className="scroll-x" role="region" aria-label={t('trust.measured.honestTitle')} tabIndex={0}>
        <table className="measured-table">
          <thead>
            <tr>
              <th scope="col">{t('trust.measured.model')}</th>
              <th scope="col">{t('trust.measured.passed')}</th>
              <th scope="col">{t('trust.measured.auditCost')}</th>
              <th scope="col">{t('trust.measured.steadyCost')}</th>
            </tr>
          </thead>
          <tbody>
            {models.map(({ name, honest, doubted, auditCost, steadyCost }) => (
              <tr key={name}>
                <th scope="row">{MODEL_NAMES[name] === undefined ? name : t(MODEL_NAMES[name])}</th>
                <td>
                  {t('trust.measured.ofAll', {
                    ...{ part: formatCount(honest - doubted), all: formatCount(honest) },
                  })}
                </td>
                <td>{shareCell(auditCost)}</td>
                <td>{shareCell(steadyCost)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
