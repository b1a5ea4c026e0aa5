import { API_ERROR_CODES, API_ERROR_STATUS } from '#protocol/messages/apiErrorCodes.ts';
import { t } from '#web/language/translate.ts';

/** Every code that an error may have; docs/api.md has the same ones. */
export function Errors() {
  return (
    <section className="section" aria-labelledby="errors-title">
      <div className="section-head">
        <h2 id="errors-title">{t('developers.errors.errors')}</h2>
        <p className="muted">{t('developers.errors.envelope')}</p>
      </div>
      <dl className="card error-codes">
        {API_ERROR_CODES.map((code) => (
          <div key={code}>
            <dt>
              <code>{code}</code> <span className="muted">{API_ERROR_STATUS[code]}</span>
            </dt>
            <dd>{t(`coordinator.code.${code}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
