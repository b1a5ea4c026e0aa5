import { useId, useState } from 'react';
import { apiUrl } from '#protocol/messages/apiUrl.ts';
import { CopyButton } from '#web/clipboard/CopyButton.tsx';
import { EmptyNotice, ProblemNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { Errors } from '#web/developers/Errors.tsx';
import { Limits } from '#web/developers/Limits.tsx';
import { Operations } from '#web/developers/operations/Operations.tsx';
import { Prices } from '#web/developers/Prices.tsx';
import { Privacy } from '#web/developers/Privacy.tsx';
import { QuickStart } from '#web/developers/QuickStart.tsx';
import { t } from '#web/language/translate.ts';
import { type ReachableCoordinator, useCoordinators } from '#web/queries/useCoordinators.ts';
import { useModels } from '#web/queries/useModels.ts';
import { lastAnswerSentence } from '#web/time/lastAnswer.ts';
import '#web/developers/developers.css';

/** Where programs ask. There is a choice only where there are several. */
function BaseUrl(props: {
  coordinators: ReachableCoordinator[];
  coordinator: ReachableCoordinator;
  baseUrl: string;
  onChoose: (id: string) => void;
}) {
  const { coordinators, coordinator, baseUrl, onChoose } = props;
  const id = useId();
  return (
    <section className="card" aria-labelledby={`${id}-title`}>
      <div className="split">
        <h2 id={`${id}-title`}>{t('developers.developersPage.baseUrl')}</h2>
        <CopyButton content={baseUrl} what={t('developers.developersPage.baseUrl')} />
      </div>
      <code className="base-url">{baseUrl}</code>
      {coordinators.length > 1 && (
        <div className="field">
          <label htmlFor={id}>{t('developers.developersPage.coordinator')}</label>
          <select
            id={id}
            value={String(coordinator.node.id)}
            onChange={(event) => onChoose(event.target.value)}
          >
            {coordinators.map(({ node, name }) => (
              <option key={String(node.id)} value={String(node.id)}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
    </section>
  );
}

const Looking = () => (
  <p className="page-loading muted" role="status">
    {t('developers.developersPage.lookingForCoordinators')}
  </p>
);

function Guide({ coordinators }: { coordinators: ReachableCoordinator[] }) {
  const [chosen, setChosen] = useState('');
  const coordinator = coordinators.find(({ node }) => String(node.id) === chosen) ?? coordinators[0]!;
  const { url, name } = coordinator;
  const models = useModels(url);
  // The programs name a model; what stands below them would move if they came later.
  if (models.isPending) return <Looking />;
  const baseUrl = apiUrl(url, '/v1').href;
  return (
    <>
      <BaseUrl {...{ coordinators, coordinator, baseUrl }} onChoose={setChosen} />
      {models.isError && (
        <p className="warn away" role="alert">
          {t('developers.developersPage.away', { name, url })} {lastAnswerSentence(models.dataUpdatedAt)}
        </p>
      )}
      {models.data !== undefined && <QuickStart baseUrl={baseUrl} models={models.data} />}
      <Prices models={models.data} />
      <Limits url={url} />
      <Privacy />
      <Errors />
      <Operations url={url} />
    </>
  );
}

/** How a program asks a coordinator. */
export function DevelopersPage() {
  usePageTitle(t('shell.pageHead.developers'));
  const { coordinators, error, retry } = useCoordinators();
  return (
    <>
      <PageHead path="/developers" />
      {coordinators === undefined &&
        (error === null ? (
          <Looking />
        ) : (
          <ProblemNotice what={t('developers.developersPage.theListOfCoordinators')} onRetry={retry} />
        ))}
      {coordinators?.length === 0 && (
        <>
          <EmptyNotice title={t('developers.developersPage.noCoordinatorIsActive')}>
            <p>{t('developers.developersPage.programsAskACoordinator')}</p>
          </EmptyNotice>
          <Privacy />
          <Errors />
        </>
      )}
      {coordinators !== undefined && coordinators.length > 0 && <Guide coordinators={coordinators} />}
    </>
  );
}
