import { useQuery } from '@tanstack/react-query';
import { compiler, type MarkdownToJSX } from 'markdown-to-jsx/react';
import { Children, createElement } from 'react';
import { formatEther } from 'viem';
import { Link, useParams } from 'wouter';
import type { Manifest } from '#inference/manifest/manifest.ts';
import { formatBytes } from '#miner/models/byteSize.ts';
import type { PublishedModel } from '#miner/models/modelSite.ts';
import { fetchModelFile, useSiteModel } from '#web/catalogue/siteModel.ts';
import { Figure } from '#web/components/Figure.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { formatCount } from '#web/money/amount.ts';
import '#web/models/models.css';
import { t } from '#web/language/translate.ts';

/** Longer than any model card; a longer file is cut. */
const MOST_CHARACTERS = 100_000;

/**
 * A card is untrusted text by the model's author: no HTML, no pictures from elsewhere, no page title beside
 * ours.
 */
const CARD_OPTIONS: MarkdownToJSX.Options = {
  // Without these two it writes React's elements by hand, and Preact shows nothing for those.
  createElement,
  wrapper: null,
  disableParsingRawHTML: true,
  forceBlock: true,
  overrides: {
    h1: () => null,
    img: ({ alt }: { alt?: string }) => <span className="muted">[{alt}]</span>,
    a: { props: { rel: 'noopener noreferrer nofollow', target: '_blank' } },
    table: ({ children }: { children: React.ReactNode }) => (
      // A group, because a card may have several: landmarks need names of their own.
      <div className="table-scroll" role="group" aria-label={t('models.modelCardPage.table')} tabIndex={0}>
        <table>{children}</table>
      </div>
    ),
    th: ({ children }: { children: React.ReactNode }) =>
      Children.toArray(children).length === 0 ? <td /> : <th scope="col">{children}</th>,
  },
};

async function readCard(model: PublishedModel): Promise<string | null> {
  const response = await fetchModelFile(model, 'README.md');
  // A single-page server answers unknown paths with its index page.
  if (response.status === 404 || response.headers.get('content-type')?.includes('html')) return null;
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return (await response.text()).slice(0, MOST_CHARACTERS);
}

function limitsOf(manifest: Manifest): [name: string, value: string, note: string][] {
  if (manifest.kind === 'text') {
    return [
      [
        t('models.modelCardPage.context'),
        t('models.modelCardPage.contextTokens', { context: formatCount(manifest.context) }),
        t('models.modelCardPage.promptAndAnswerTogether'),
      ],
    ];
  }
  const { minSide, maxSide, maxSteps } = manifest.limits;
  const side =
    minSide === maxSide
      ? `${maxSide} × ${maxSide}`
      : t('models.modelCardPage.minsideToMaxside', { minSide, maxSide });
  return [
    [t('models.modelCardPage.pictures'), t('models.modelCardPage.sidePx', { side }), ''],
    [
      t('models.modelCardPage.steps'),
      `${manifest.defaults.steps}`,
      t('models.modelCardPage.maxstepsAtMost', { maxSteps }),
    ],
    [
      t('models.modelCardPage.prompt'),
      t('models.modelCardPage.prompttokensWords', { promptTokens: formatCount(manifest.promptTokens) }),
      t('models.modelCardPage.orPartsOfWords'),
    ],
  ];
}

function Facts({ manifest }: { manifest: Manifest }) {
  const size = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <dl className="figures strip">
      <Figure name={t('models.modelCardPage.makes')}>
        {manifest.kind === 'image' ? t('models.modelCardPage.images') : t('models.modelCardPage.text')}
      </Figure>
      <Figure name={t('models.modelCardPage.download')} note={t('models.modelCardPage.forAMinerOnce')}>
        {formatBytes(size)}
      </Figure>
      <Figure
        name={t('models.modelCardPage.price')}
        note={t(manifest.kind === 'image' ? 'models.modelCardPage.aStep' : 'models.modelCardPage.aToken')}
      >
        {t('models.modelCardPage.unitpriceCai', { unitPrice: formatEther(BigInt(manifest.unitPrice)) })}
      </Figure>
      {limitsOf(manifest).map(([name, value, note]) => (
        <Figure key={name} name={name} note={note}>
          {value}
        </Figure>
      ))}
      <Figure name={t('models.modelCardPage.licence')}>{manifest.licence}</Figure>
    </dl>
  );
}

function Card({ model }: { model: PublishedModel }) {
  const card = useQuery({
    queryKey: ['card', model.manifest.id],
    queryFn: () => readCard(model),
    staleTime: Infinity,
  });
  if (card.isPending) return <p className="muted">{t('models.modelCardPage.loadingTheModelCard')}</p>;
  if (card.isError) {
    return (
      <div className="notice" role="alert">
        <h2>{t('models.modelCardPage.theModelCardCould')}</h2>
        <button type="button" className="button" onClick={() => void card.refetch()}>
          {t('models.modelCardPage.tryAgain')}
        </button>
      </div>
    );
  }
  return (
    <>
      {card.data === null ? (
        <EmptyNotice title={t('models.modelCardPage.thisModelHasNo')} />
      ) : (
        <article className="card model-card" dir="auto">
          <div>{compiler(card.data, CARD_OPTIONS)}</div>
        </article>
      )}
      <CardLinks manifest={model.manifest} />
    </>
  );
}

/** Stands below the card, and comes with it. */
function CardLinks({ manifest: { id, kind } }: { manifest: Manifest }) {
  const model = encodeURIComponent(id);
  return (
    <p className="card-links">
      <Link href={`/create?kind=${kind}&model=${model}`} className="button">
        {t('models.modelCardPage.createWithIt')}
      </Link>
      <Link href={`/mine?model=${model}`} className="button">
        {t('models.modelCardPage.mineWithIt')}
      </Link>
    </p>
  );
}

/** What a model is, how it was made, what it can and cannot do. */
export function ModelCardPage() {
  const { id = '' } = useParams<{ id: string }>();
  const model = useSiteModel(id);
  const name = model.data?.manifest.name ?? id;
  usePageTitle(
    model.data === null
      ? t('models.modelCardPage.noSuchModel')
      : name === ''
        ? t('shell.pageHead.model')
        : name,
  );
  if (model.isPending) {
    return (
      <>
        <PageHead path="/models/:id" />
        <p className="page-loading muted">{t('models.modelCardPage.opening')}</p>
      </>
    );
  }
  if (model.isError) {
    return (
      <div className="notice" role="alert">
        <h1>{t('models.modelCardPage.theModelsDescriptionCould')}</h1>
        <button type="button" className="button" onClick={() => void model.refetch()}>
          {t('models.modelCardPage.tryAgain')}
        </button>
      </div>
    );
  }
  if (model.data === null) {
    return (
      <EmptyNotice level={1} title={t('models.modelCardPage.noSuchModelHere')}>
        <p>{t('models.modelCardPage.thisSiteHasNo')}</p>
        <Link href="/" className="button">
          {t('models.modelCardPage.backToTheStart')}
        </Link>
      </EmptyNotice>
    );
  }
  const { manifest } = model.data;
  return (
    <>
      <PageHead path="/models/:id" name={manifest.name}>
        <p dir="auto">{manifest.description}</p>
      </PageHead>
      <Facts manifest={manifest} />
      <Card model={model.data} />
    </>
  );
}
