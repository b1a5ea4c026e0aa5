import type { ApiModel } from '#protocol/messages/api.ts';
import type { Order } from '#web/create/order/order.ts';
import { NumberField } from '#web/create/prompt/NumberField.tsx';
import type { Options } from '#web/create/prompt/options.ts';

interface AdvancedOptionsProps {
  kind: Order['kind'];
  model: ApiModel | undefined;
  options: Options;
}

/** Rarely used settings; an empty field means the model's default. */
export function AdvancedOptions({ kind, model, options }: AdvancedOptionsProps) {
  const steps = model?.cuckoo.steps?.default;
  return (
    <details className="advanced">
      <summary>Advanced options</summary>
      <div className="triple">
        <NumberField label="Seed" placeholder="random" {...options.field('seed')} />
        {kind === 'image' ? (
          <>
            <NumberField label="Steps" placeholder={String(steps ?? 'default')} {...options.field('steps')} />
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
  );
}
