import { useId } from 'react';
import type { ApiModel } from '#protocol/messages/api.ts';
import { ActionButton } from '#web/action/ActionButton.tsx';
import type { Order } from '#web/create/order/order.ts';
import { AdvancedOptions } from '#web/create/prompt/AdvancedOptions.tsx';
import type { DraftView } from '#web/create/prompt/draft.ts';
import { EXAMPLES } from '#web/create/prompt/examples.ts';
import { freeSentence } from '#web/create/prompt/freeSentence.ts';
import { ModelNote } from '#web/create/prompt/ModelNote.tsx';
import { MoreChoices } from '#web/create/prompt/MoreChoices.tsx';
import { optionsOf } from '#web/create/prompt/options.ts';
import { PromptBox } from '#web/create/prompt/PromptBox.tsx';
import { usePromptLanguage } from '#web/create/prompt/usePromptLanguage.ts';
import { SpotChoice } from '#web/create/spot/SpotChoice.tsx';
import { sizeOf } from '#web/create/startPicture/fitPicture.ts';
import { StartPicture } from '#web/create/startPicture/StartPicture.tsx';
import { useFittedPicture } from '#web/create/startPicture/useFittedPicture.ts';
import { RadioSwitch } from '#web/design/RadioSwitch.tsx';
import { t } from '#web/language/translate.ts';
import type { ReachableCoordinator } from '#web/queries/useCoordinators.ts';

const OPTIONS = { image: ['seed', 'steps', 'guidance'], text: ['seed', 'temperature', 'maxTokens'] } as const;

const MISSING = {
  away: 'create.promptForm.missingAnswer',
  models: 'create.promptForm.missingModels',
  noModel: 'create.promptForm.missingModel',
  prompt: 'create.promptForm.missingPrompt',
  options: 'create.promptForm.missingOptions',
  picture: 'create.promptForm.missingPicture',
} as const;

/** The first thing that an order lacks, as a sentence; undefined where it lacks none. */
function missingOf(...lacks: readonly (readonly [boolean, keyof typeof MISSING])[]): string | undefined {
  const first = lacks.find(([isLacking]) => isLacking);
  return first && t(MISSING[first[1]]);
}

interface PromptFormProps {
  coordinators: ReachableCoordinator[];
  coordinator: ReachableCoordinator;
  draft: DraftView;
  models: ApiModel[] | undefined;
  /** The coordinator does not answer: what it said last may be wrong now. */
  away: boolean;
  working: boolean;
  onOrder: (order: Order) => void;
}

export function PromptForm(props: PromptFormProps) {
  const { coordinators, coordinator, draft: view, models, away, working, onOrder } = props;
  const { draft, change, picture, setPicture } = view;
  const { kind, strength } = draft;
  const id = useId();
  const starts = kind === 'image' && picture !== null;
  // With a picture to start from, only the models that can start from one.
  const fitting = (models ?? []).filter(
    ({ cuckoo }) => cuckoo.kind === kind && (!starts || cuckoo.edits === true),
  );
  const model = fitting.find((one) => one.id === draft.models[kind]) ?? fitting[0];
  const fitted = useFittedPicture(picture, sizeOf(model?.cuckoo.size));
  const options = optionsOf(model, view);
  const language = usePromptLanguage(model?.id);
  // What has no model may get one when the coordinator first answers; else its place is not kept.
  const mayCome = model !== undefined || (models === undefined && !away);
  const prompt = draft.prompts[kind];
  const setPrompt = (text: string) => change(({ prompts }) => ({ prompts: { ...prompts, [kind]: text } }));
  const missing = missingOf(
    [away, 'away'],
    [models === undefined, 'models'],
    [model === undefined, 'noModel'],
    [prompt.trim() === '', 'prompt'],
    [!options.valid(OPTIONS[kind]), 'options'],
    [starts && fitted.png === undefined, 'picture'],
  );

  function submit(event: React.FormEvent): void {
    event.preventDefault();
    if (missing !== undefined || model === undefined || working) return;
    const common = { url: coordinator.url, model: model.id, prompt: prompt.trim() };
    onOrder(
      kind === 'image'
        ? {
            kind,
            ...common,
            ...options.values(OPTIONS.image),
            ...(fitted.png && { start: { png: fitted.png, strength } }),
          }
        : { kind, ...common, ...options.values(OPTIONS.text) },
    );
  }

  return (
    <form className="card prompt" aria-label={t('create.promptForm.newTask')} onSubmit={submit}>
      <RadioSwitch
        label={t('create.promptForm.whatToMake')}
        options={['image', 'text']}
        nameOf={(one) => (one === 'image' ? t('create.promptForm.image') : t('create.promptForm.text'))}
        chosen={kind}
        onChoose={(one) => change({ kind: one })}
      />
      <PromptBox
        prompt={prompt}
        onPrompt={setPrompt}
        placeholder={
          kind === 'image'
            ? t('create.promptForm.describeTheImage')
            : t('create.promptForm.writeTheBeginningOf')
        }
        language={kind === 'text' || !mayCome ? null : language}
        onSubmit={submit}
      />
      <ActionButton className="primary wide" unavailable={missing} busy={working}>
        {kind === 'image' ? t('create.promptForm.createImage') : t('create.promptForm.writeText')}
      </ActionButton>
      <p className="muted order-missing">
        {working
          ? t('create.promptForm.missingTurn')
          : (missing ?? freeSentence(model, options.values(OPTIONS.image).steps))}
      </p>
      <MoreChoices model={model} away={away} isNeeded={starts}>
        <ul className="examples" aria-label={t('create.promptForm.examples')}>
          {EXAMPLES[kind].map((example) => (
            <li key={example}>
              <button type="button" className="chip" lang="en" dir="ltr" onClick={() => setPrompt(example)}>
                {example}
              </button>
            </li>
          ))}
        </ul>
        {kind === 'image' && (starts || models === undefined || model?.cuckoo.edits === true) && (
          <StartPicture
            file={picture}
            fitted={fitted}
            onFile={setPicture}
            strength={strength}
            onStrength={(next) => change({ strength: next })}
          />
        )}
        <div className="pair">
          <div className="field">
            <label htmlFor={`${id}-model`}>{t('create.promptForm.model')}</label>
            <select
              id={`${id}-model`}
              value={model?.id ?? ''}
              disabled={fitting.length === 0}
              onChange={(event) =>
                change(({ models }) => ({ models: { ...models, [kind]: event.target.value } }))
              }
            >
              {fitting.length === 0 && (
                <option value="">
                  {away
                    ? t('create.promptForm.unknown')
                    : models === undefined
                      ? t('create.promptForm.loading')
                      : t('create.promptForm.none')}
                </option>
              )}
              {fitting.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.cuckoo.name}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor={`${id}-coordinator`}>{t('create.promptForm.coordinator')}</label>
            <select
              id={`${id}-coordinator`}
              value={String(coordinator.node.id)}
              onChange={(event) => change({ coordinator: event.target.value })}
            >
              {coordinators.map(({ node, name }) => (
                <option key={String(node.id)} value={String(node.id)}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        </div>
        {models === undefined
          ? !away && <div className="hint model-note" />
          : model && <ModelNote model={model} away={away} working={working} />}
        <SpotChoice />
        <AdvancedOptions kind={kind} model={model} options={options} />
      </MoreChoices>
    </form>
  );
}
