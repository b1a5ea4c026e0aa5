import { t } from '#web/language/translate.ts';
import { formatCount } from '#web/money/amount.ts';

export interface NumberBounds {
  min: number;
  max: number;
  whole: boolean;
}

export type OptionalNumber = { value: number | undefined; problem: string | null };

/** Reads a field that may be left empty (the model's own default then applies). */
export function optionalNumber(text: string, { min, max, whole }: NumberBounds): OptionalNumber {
  const typed = text.trim();
  if (typed === '') return { value: undefined, problem: null };
  const value = Number(typed);
  const fits =
    /^\d+(\.\d+)?$/.test(typed) && value >= min && value <= max && (!whole || Number.isSafeInteger(value));
  if (fits) return { value, problem: null };
  return {
    value: undefined,
    problem: t(whole ? 'create.optionalNumber.whole' : 'create.optionalNumber.any', {
      min: formatCount(min),
      max: formatCount(max),
    }),
  };
}
