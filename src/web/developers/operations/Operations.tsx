import { useQuery } from '@tanstack/react-query';
import { apiUrl } from '#protocol/messages/apiUrl.ts';
import { type ApiOperation, OPEN_API_PATH, readOperations } from '#web/coordinator/openApi.ts';
import { valueSentence } from '#web/developers/operations/valueSentence.ts';
import { rich, t } from '#web/language/translate.ts';

/** What the coordinator offers, read from itself. */
export function Operations({ url }: { url: string }) {
  const operations = useQuery({
    queryKey: ['operations', url],
    // It changes with the coordinator's version.
    staleTime: Infinity,
    queryFn: () => readOperations(url),
  });
  const document = apiUrl(url, OPEN_API_PATH).href;
  return (
    <section className="section" aria-labelledby="operations-title">
      <div className="section-head">
        <h2 id="operations-title">{t('developers.operations.operations')}</h2>
        <p className="muted">
          {t('developers.operations.fromTheCoordinator')}{' '}
          {rich('developers.operations.openApi', { link: (part) => <a href={document}>{part}</a> })}
        </p>
      </div>
      {operations.data !== undefined && (
        <ul className="operations">
          {operations.data.map((operation) => (
            <Operation key={`${operation.method} ${operation.path}`} operation={operation} />
          ))}
        </ul>
      )}
      {operations.isPending && (
        <p className="page-loading muted" role="status">
          {t('developers.operations.reading')}
        </p>
      )}
      {operations.isError && (
        <p className="warn" role="alert">
          {t('developers.operations.fallback', { url: document })}{' '}
          <button type="button" className="button small" onClick={() => void operations.refetch()}>
            {t('developers.operations.tryAgain')}
          </button>
        </p>
      )}
    </section>
  );
}

function Operation({ operation: { method, path, summary, parameters } }: { operation: ApiOperation }) {
  return (
    <li className="card operation">
      <h3>
        <code>
          <span className="method">{method}</span> {path}
        </code>
      </h3>
      <p lang="en" dir="auto">
        {summary}
      </p>
      {parameters.length > 0 && (
        <details>
          <summary>{t('developers.operations.count', { count: parameters.length })}</summary>
          <dl className="facts">
            {parameters.map(({ name, required, value }) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  {valueSentence(value)}
                  {required && <strong> · {t('developers.operations.required')}</strong>}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}
