import { useId, useState } from 'react';
import type { ApiModel } from '#protocol/messages/api.ts';
import { RadioSwitch } from '#web/design/RadioSwitch.tsx';
import { CodeBlock } from '#web/developers/CodeBlock.tsx';
import {
  CLIENT_INSTALL,
  LANGUAGE_NAMES,
  SNIPPET_LANGUAGES,
  type SnippetKind,
  type SnippetLanguage,
  snippetOf,
} from '#web/developers/snippets.ts';
import { rich, t } from '#web/language/translate.ts';

/** The model of a kind that most miners serve: its answer comes soonest. */
const bestOf = (models: readonly ApiModel[], kind: SnippetKind): ApiModel | undefined =>
  models
    .filter(({ cuckoo }) => cuckoo.kind === kind)
    .reduce<ApiModel | undefined>(
      (best, each) => (best !== undefined && best.cuckoo.miners >= each.cuckoo.miners ? best : each),
      undefined,
    );

/** Where a program is to be saved, and what comes of it. */
export function noteOf(kind: SnippetKind, language: SnippetLanguage): string {
  const does = t(kind === 'image' ? 'developers.quickStart.itWritesFox' : 'developers.quickStart.itGoesOn');
  if (language !== 'javascript') return does;
  const file = kind === 'image' ? 'fox.mjs' : 'story.mjs';
  return `${t('developers.quickStart.saveAs', { file })} ${does}`;
}

/** Programs that run as they are. */
export function QuickStart({ baseUrl, models }: { baseUrl: string; models: readonly ApiModel[] }) {
  const [language, setLanguage] = useState<SnippetLanguage>('curl');
  const id = useId();
  const install = CLIENT_INSTALL[language];
  const block = (kind: SnippetKind, title: string) => {
    const model = bestOf(models, kind);
    if (model === undefined)
      return (
        <section className="card" aria-label={title}>
          <h3>{title}</h3>
          <p className="muted">{t('developers.quickStart.noModel')}</p>
        </section>
      );
    return (
      <CodeBlock
        title={title}
        code={snippetOf(language, kind, { baseUrl, model: model.id })}
        note={noteOf(kind, language)}
      />
    );
  };
  return (
    <section className="section" aria-labelledby={`${id}-title`}>
      <div className="section-head">
        <h2 id={`${id}-title`}>{t('developers.quickStart.tryIt')}</h2>
        <RadioSwitch
          label={t('developers.quickStart.language')}
          options={SNIPPET_LANGUAGES}
          nameOf={(each) => LANGUAGE_NAMES[each]}
          chosen={language}
          onChoose={setLanguage}
        />
      </div>
      <p className="install muted">
        {install !== undefined &&
          rich('developers.quickStart.install', { code: () => <code>{install}</code> })}
      </p>
      {models.every(({ cuckoo }) => cuckoo.miners === 0) && (
        <p className="hint" role="status">
          {t('developers.quickStart.noMiner')}
        </p>
      )}
      <div className="columns">
        {block('image', t('developers.quickStart.makeAnImage'))}
        {block('text', t('developers.quickStart.streamAText'))}
      </div>
    </section>
  );
}
