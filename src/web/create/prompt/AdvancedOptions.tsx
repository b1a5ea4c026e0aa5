import type { ApiModel } from '#protocol/messages/api.ts';
import type { Order } from '#web/create/order/order.ts';
import { NumberField } from '#web/create/prompt/NumberField.tsx';
import type { Options } from '#web/create/prompt/options.ts';
import { t } from '#web/language/translate.ts';

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
      <summary>{t('create.advancedOptions.advancedOptions')}</summary>
      <div className="triple">
        <NumberField
          label={t('create.advancedOptions.seed')}
          placeholder={t('create.advancedOptions.random')}
          {...options.field('seed')}
        />
        {kind === 'image' ? (
          <>
            <NumberField
              label={t('create.advancedOptions.steps')}
              placeholder={String(steps ?? t('create.advancedOptions.default'))}
              {...options.field('steps')}
            />
            <NumberField
              label={t('create.advancedOptions.guidance')}
              placeholder={t('create.advancedOptions.default')}
              {...options.field('guidance')}
            />
          </>
        ) : (
          <>
            <NumberField
              label={t('create.advancedOptions.temperature')}
              placeholder={t('create.advancedOptions.default')}
              {...options.field('temperature')}
            />
            <NumberField
              label={t('create.advancedOptions.maxTokens')}
              placeholder={t('create.advancedOptions.default')}
              {...options.field('maxTokens')}
            />
          </>
        )}
      </div>
    </details>
  );
}
