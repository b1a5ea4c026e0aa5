import type { ApiValue } from '#web/coordinator/openApi.ts';
import { t } from '#web/language/translate.ts';
import { formatCount } from '#web/money/amount.ts';

/** A parameter's values in words: “whole number from 1 to 100”. */
export function valueSentence(value: ApiValue): string {
  const { anyOf, enum: choices } = value;
  if (anyOf !== undefined && anyOf.length > 0) return either(anyOf.map(valueSentence));
  if (choices !== undefined && choices.length > 0) return either(choices.map(String));
  const { type: types } = value;
  if (Array.isArray(types) && types.length > 0)
    return either(types.map((type) => valueSentence(type === 'null' ? { type } : { ...value, type })));
  const { minimum: min, maximum, maxLength, maxItems } = value;
  const type = typeName(value);
  const max = maximum === undefined ? undefined : boundName(maximum);
  if (min !== undefined && max !== undefined) return t('developers.valueSentence.fromTo', { type, min, max });
  if (min !== undefined) return t('developers.valueSentence.from', { type, min });
  if (max !== undefined) return t('developers.valueSentence.upTo', { type, max });
  if (maxLength !== undefined)
    return t('developers.valueSentence.length', { type, max: formatCount(maxLength) });
  return maxItems === undefined
    ? type
    : t('developers.valueSentence.items', { type, max: formatCount(maxItems) });
}

const either = (parts: string[]): string =>
  parts.reduce((first, second) => t('developers.valueSentence.or', { first, second }));

/** The largest whole number of JSON is known by its formula. */
const boundName = (bound: number): string =>
  bound === Number.MAX_SAFE_INTEGER ? '2^53 − 1' : formatCount(bound);

function typeName({ type, format }: ApiValue): string {
  if (format === 'binary') return t('developers.valueSentence.file');
  switch (type) {
    case 'integer':
      return t('developers.valueSentence.integer');
    case 'number':
      return t('developers.valueSentence.number');
    case 'string':
      return t('developers.valueSentence.string');
    case 'boolean':
      return t('developers.valueSentence.boolean');
    case 'array':
      return t('developers.valueSentence.array');
    case 'object':
      return t('developers.valueSentence.object');
    case 'null':
      return 'null';
    default:
      return t('developers.valueSentence.any');
  }
}
