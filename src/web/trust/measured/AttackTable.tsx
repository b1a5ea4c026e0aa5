import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { formatCount, formatFraction } from '#web/money/amount.ts';
import type { AttackFigures } from '#web/trust/measured/auditFigures.ts';
import { ATTACK_NAMES } from '#web/trust/measured/measuredNames.ts';

/** As the figures' probabilities have them. */
const TASKS = [1, 10, 100];

const KINDS: readonly [kind: AttackFigures['kind'], title: MessageKey][] = [
  ['whole', 'trust.measured.whole'],
  ['part', 'trust.measured.part'],
  ['inside', 'trust.measured.inside'],
];

/** A probability as a number and a bar. */
function Chance({ chance }: { chance: number }) {
  return (
    <td className="chance">
      <span className="digits">{formatFraction(chance)}</span>
      <span className="weight">
        <span className="weight-bar" style={{ inlineSize: `${100 * chance}%` }} />
      </span>
    </td>
  );
}

function AttackRow({ name, tried, caught, newMiner, agedMiner }: AttackFigures) {
  return (
    <tr>
      <th scope="row">
        {ATTACK_NAMES[name] === undefined ? name : t(ATTACK_NAMES[name])}
        <small className="muted">
          {t('trust.measured.caughtOf', { caught: formatCount(caught), tried: formatCount(tried) })}
        </small>
      </th>
      {[...newMiner, ...agedMiner].map((chance, column) => (
        <Chance key={column} chance={chance} />
      ))}
    </tr>
  );
}

/** What miners may do in place of the work, and how soon that is caught. */
export function AttackTable({ attacks }: { attacks: readonly AttackFigures[] }) {
  return (
    <>
      <h3>{t('trust.measured.attacksTitle')}</h3>
      <p>{t('trust.measured.attacksLead')}</p>
      <div className="scroll-x" role="region" aria-label={t('trust.measured.attacksTitle')} tabIndex={0}>
        <table className="measured-table attacks">
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                {t('trust.measured.attack')}
              </th>
              <th scope="colgroup" colSpan={TASKS.length}>
                {t('trust.measured.newMiner')}
              </th>
              <th scope="colgroup" colSpan={TASKS.length}>
                {t('trust.measured.agedMiner')}
              </th>
            </tr>
            <tr>
              {[...TASKS, ...TASKS].map((count, column) => (
                <th key={column} scope="col">
                  {t('trust.measured.tasks', { count })}
                </th>
              ))}
            </tr>
          </thead>
          {KINDS.map(([kind, title]) => (
            <tbody key={kind}>
              <tr>
                <th scope="rowgroup" colSpan={1 + 2 * TASKS.length} className="kind">
                  {t(title)}
                </th>
              </tr>
              {attacks
                .filter((attack) => attack.kind === kind)
                .map((attack) => (
                  <AttackRow key={attack.name} {...attack} />
                ))}
            </tbody>
          ))}
        </table>
      </div>
    </>
  );
}
