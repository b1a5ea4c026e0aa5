import { useId, useState } from 'react';
import type { ApiModel } from '#protocol/messages/api.ts';
import type { Order } from '#web/create/order/useOrder.ts';
import { AdvancedOptions } from '#web/create/prompt/AdvancedOptions.tsx';
import { ModelNote } from '#web/create/prompt/ModelNote.tsx';
import { PromptBox } from '#web/create/prompt/PromptBox.tsx';
import { useOptions } from '#web/create/prompt/useOptions.ts';
import { usePromptLanguage } from '#web/create/prompt/usePromptLanguage.ts';
import { sizeOf } from '#web/create/startPicture/fitPicture.ts';
import { StartPicture } from '#web/create/startPicture/StartPicture.tsx';
import { useFittedPicture } from '#web/create/startPicture/useFittedPicture.ts';
import type { ReachableCoordinator } from '#web/queries/useCoordinators.ts';

export type Kind = Order['kind'];

const EXAMPLES: Record<Kind, readonly string[]> = {
  image: [
    'glossy owl blue background',
    'retro robot yellow background',
    'flat fox green background',
    'a cat and a pizza',
  ],
  text: ['Once upon a time, a cuckoo', 'Lily found a clock in the forest', 'One day, a little robot'],
};
/** Half: the starter model then draws the prompt's subject in the picture's surroundings. */
const DEFAULT_STRENGTH = 0.5;
const OPTIONS = { image: ['seed', 'steps', 'guidance'], text: ['seed', 'temperature', 'maxTokens'] } as const;

interface PromptFormProps {
  coordinators: ReachableCoordinator[];
  coordinator: ReachableCoordinator;
  onCoordinator: (id: bigint) => void;
  kind: Kind;
  onKind: (kind: Kind) => void;
  models: ApiModel[] | undefined;
  /** A picture to start from. */
  picture: Blob | null;
  onPicture: (picture: Blob | null) => void;
  working: boolean;
  onOrder: (order: Order) => void;
}

export function PromptForm(props: PromptFormProps) {
  const {
    coordinators,
    coordinator,
    onCoordinator,
    kind,
    onKind,
    models,
    picture,
    onPicture,
    working,
    onOrder,
  } = props;
  const id = useId();
  const [prompts, setPrompts] = useState<Record<Kind, string>>({ image: '', text: '' });
  const [chosen, setChosen] = useState<Partial<Record<Kind, string>>>({});
  const [strength, setStrength] = useState(DEFAULT_STRENGTH);
  const starts = kind === 'image' && picture !== null;
  // With a picture to start from, only the models that can start from one.
  const fitting = (models ?? []).filter(
    ({ cuckoo }) => cuckoo.kind === kind && (!starts || cuckoo.edits === true),
  );
  const model = fitting.find((one) => one.id === chosen[kind]) ?? fitting[0];
  const fitted = useFittedPicture(picture, sizeOf(model?.cuckoo.size));
  const options = useOptions(model);
  const language = usePromptLanguage(model?.id);
  const prompt = prompts[kind];
  const setPrompt = (text: string) => setPrompts((previous) => ({ ...previous, [kind]: text }));
  const pictureReady = !starts || fitted.png !== undefined;
  const ready =
    prompt.trim() !== '' && model !== undefined && options.valid(OPTIONS[kind]) && pictureReady && !working;

  function submit(event: React.FormEvent): void {
    event.preventDefault();
    if (!ready) return;
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
    <form className="card prompt" aria-label="New task" onSubmit={submit}>
      <div className="switch" role="radiogroup" aria-label="What to make">
        {(['image', 'text'] as const).map((one) => (
          <label key={one}>
            <input type="radio" name={`${id}-kind`} checked={kind === one} onChange={() => onKind(one)} />
            <span>{one === 'image' ? 'Image' : 'Text'}</span>
          </label>
        ))}
      </div>
      <PromptBox
        prompt={prompt}
        onPrompt={setPrompt}
        placeholder={kind === 'image' ? 'Describe the image' : 'Write the beginning of a text'}
        language={kind === 'text' ? null : language}
        onSubmit={submit}
      />
      <ul className="examples" aria-label="Examples">
        {EXAMPLES[kind].map((example) => (
          <li key={example}>
            <button type="button" className="chip" onClick={() => setPrompt(example)}>
              {example}
            </button>
          </li>
        ))}
      </ul>
      {kind === 'image' && (starts || models === undefined || model?.cuckoo.edits === true) && (
        <StartPicture
          file={picture}
          fitted={fitted}
          onFile={onPicture}
          strength={strength}
          onStrength={setStrength}
        />
      )}
      <div className="pair">
        <div className="field">
          <label htmlFor={`${id}-model`}>Model</label>
          <select
            id={`${id}-model`}
            value={model?.id ?? ''}
            disabled={fitting.length === 0}
            onChange={(event) => setChosen((previous) => ({ ...previous, [kind]: event.target.value }))}
          >
            {fitting.length === 0 && <option value="">{models === undefined ? 'Loading…' : 'None'}</option>}
            {fitting.map((one) => (
              <option key={one.id} value={one.id}>
                {one.cuckoo.name}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor={`${id}-coordinator`}>Coordinator</label>
          <select
            id={`${id}-coordinator`}
            value={String(coordinator.node.id)}
            onChange={(event) => onCoordinator(BigInt(event.target.value))}
          >
            {coordinators.map(({ node, name }) => (
              <option key={String(node.id)} value={String(node.id)}>
                {name}
              </option>
            ))}
          </select>
        </div>
      </div>
      {models === undefined ? <div className="hint model-note" /> : model && <ModelNote model={model} />}
      <AdvancedOptions kind={kind} model={model} options={options} />
      <button type="submit" className="button primary wide" disabled={!ready} aria-busy={working}>
        {kind === 'image' ? 'Create image' : 'Write text'}
      </button>
    </form>
  );
}
