import { useQuery } from '@tanstack/react-query';
import { apiUrl } from '#protocol/messages/apiUrl.ts';
import {
  type ApiAnswer,
  type ApiOperation,
  type ApiPlace,
  OPEN_API_PATH,
  readOperations,
} from '#web/coordinator/openApi.ts';
import { valueSentence } from '#web/developers/operations/valueSentence.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
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
      <p className="muted">{t('developers.operations.keyless')}</p>
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

const PLACES: Record<ApiPlace, MessageKey> = {
  path: 'developers.operations.inPath',
  query: 'developers.operations.inQuery',
  header: 'developers.operations.inHeader',
  body: 'developers.operations.inBody',
};

function Answer({ answer: { status, description, types, fields } }: { answer: ApiAnswer }) {
  return (
    <div>
      <dt>{status === 'default' ? t('developers.operations.otherStatus') : <code>{status}</code>}</dt>
      <dd>
        <span lang="en" dir="auto">
          {description}
        </span>
        {types.length > 0 && <small className="muted"> {types.join(', ')}</small>}
        {fields.length > 0 && (
          <ul className="answer-fields">
            {fields.map(({ name, required, value }) => (
              <li key={name}>
                <code>{name}</code> {valueSentence(value)}
                {!required && ` · ${t('developers.operations.mayBeMissing')}`}
              </li>
            ))}
          </ul>
        )}
      </dd>
    </div>
  );
}

function Operation({ operation }: { operation: ApiOperation }) {
  const { method, path, summary, parameters, answers } = operation;
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
            {parameters.map(({ name, place, required, value }) => (
              <div key={`${place} ${name}`}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  {valueSentence(value)} · {t(PLACES[place])}
                  {required && <strong> · {t('developers.operations.required')}</strong>}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {answers.length > 0 && (
        <details>
          <summary>{t('developers.operations.answers', { count: answers.length })}</summary>
          <dl className="facts">
            {answers.map((answer) => (
              <Answer key={answer.status} answer={answer} />
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}
