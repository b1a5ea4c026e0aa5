import figures from 'virtual:audit-figures';
import { t } from '#web/language/translate.ts';
import { AttackTable } from '#web/trust/measured/AttackTable.tsx';
import { HonestTable } from '#web/trust/measured/HonestTable.tsx';
import '#web/trust/measured/measured.css';

/** The committed measurements of what audits catch. */
export function Measured() {
  return (
    <section className="section" aria-labelledby="measured-title">
      <div className="section-head">
        <h2 id="measured-title">{t('trust.measured.title')}</h2>
        <p className="muted">{t('trust.measured.lead')}</p>
      </div>
      <div className="card measured">
        <HonestTable models={figures.models} />
        <AttackTable attacks={figures.attacks} />
        <p className="muted">{t('trust.measured.limits')}</p>
      </div>
    </section>
  );
}
