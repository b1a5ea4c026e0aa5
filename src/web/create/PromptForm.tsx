import { useId, useState } from 'react';
import { Link } from 'wouter';
import type { ApiModel } from '#protocol/api.ts';
import { NumberField } from '#web/create/NumberField.tsx';
import { PromptBox } from '#web/create/PromptBox.tsx';
import { useOptions } from '#web/create/useOptions.ts';
import type { Order } from '#web/create/useOrder.ts';
import { usePromptLanguage } from '#web/create/usePromptLanguage.ts';
import { cardPath } from '#web/models/siteModel.ts';
import type { ReachableCoordinator } from '#web/queries/useCoordinators.ts';

export type Kind = Order['kind'];

const EXAMPLES: Record<Kind, readonly string[]> = {
  image: ['glossy owl blue background', 'retro robot yellow background', 'flat fox green background', 'a cat and a pizza'],
  text: ['Once upon a time, a cuckoo', 'Lily found a clock in the forest', 'One day, a little robot'],
};
const OPTIONS = { image: ['seed', 'steps', 'guidance'], text: ['seed', 'temperature', 'maxTokens'] } as const;

interface PromptFormProps {
  coordinators: ReachableCoordinator[];
  coordinator: ReachableCoordinator;
  onCoordinator: (id: bigint) => void;
  kind: Kind;
  onKind: (kind: Kind) => void;
  models: ApiModel[] | undefined;
  working: boolean;
  onOrder: (order: Order) => void;
}

function ModelNote({ model }: { model: ApiModel }) {
  const { miners, note, price_cai, price_unit, licence } = model.cuckoo;
  return (
    <div className="hint">
      <p>{note}</p>
      <p className="muted">
        {price_cai} CAI per {price_unit} · licence {licence} ·{' '}
        {miners === 0 ? 'no miner online' : `${miners} ${miners === 1 ? 'miner' : 'miners'} online`} ·{' '}
        <Link href={cardPath(model.id)}>About this model</Link>
      </p>
      {miners === 0 && (
        <p role="status" className="warn">
          No miner is online for this model. <Link href="/mine">Open a tab that mines</Link>, or ask and wait in the
          queue.
        </p>
      )}
    </div>
  );
}

export function PromptForm(props: PromptFormProps) {
  const { coordinators, coordinator, onCoordinator, kind, onKind, models, working, onOrder } = props;
  const id = useId();
  const [prompts, setPrompts] = useState<Record<Kind, string>>({ image: '', text: '' });
  const [chosen, setChosen] = useState<Partial<Record<Kind, string>>>({});
  const fitting = (models ?? []).filter((model) => model.cuckoo.kind === kind);
  const model = fitting.find((one) => one.id === chosen[kind]) ?? fitting[0];
  const options = useOptions(model);
  const language = usePromptLanguage(model?.id);
  const prompt = prompts[kind];
  const setPrompt = (text: string) => setPrompts((previous) => ({ ...previous, [kind]: text }));
  const ready = prompt.trim() !== '' && model !== undefined && options.valid(OPTIONS[kind]) && !working;

  function submit(event: React.FormEvent): void {
    event.preventDefault();
    if (!ready) return;
    const common = { url: coordinator.url, model: model.id, prompt: prompt.trim() };
    onOrder(
      kind === 'image'
        ? { kind, ...common, ...options.values(OPTIONS.image) }
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
        placeholder={kind === 'image' ? 'What shall it show?' : 'How does it begin?'}
        language={language}
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
      {model !== undefined && <ModelNote model={model} />}
      <details className="advanced">
        <summary>Advanced options</summary>
        <div className="triple">
          <NumberField label="Seed" placeholder="random" {...options.field('seed')} />
          {kind === 'image' ? (
            <>
              <NumberField
                label="Steps"
                placeholder={String(model?.cuckoo.steps?.default ?? 'default')}
                {...options.field('steps')}
              />
              <NumberField label="Guidance" placeholder="default" {...options.field('guidance')} />
            </>
          ) : (
            <>
              <NumberField label="Temperature" placeholder="default" {...options.field('temperature')} />
              <NumberField label="Max tokens" placeholder="default" {...options.field('maxTokens')} />
            </>
          )}
        </div>
      </details>
      <button type="submit" className="button primary wide" disabled={!ready} aria-busy={working}>
        {kind === 'image' ? 'Create image' : 'Write text'}
      </button>
    </form>
  );
}
