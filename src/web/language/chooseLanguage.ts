import { languages } from 'virtual:messages';
import { z } from 'zod';
import { LANGUAGE_KEY, pickLanguage } from '#web/language/pickLanguage.ts';
import { keptValue } from '#web/storage/keptValue.ts';

/** A language's tag, such as `ar`: the name of its file in `src/web/messages`. */
export type LanguageTag = string;

export const DEFAULT_LANGUAGE: LanguageTag = 'en';

/** The languages by their own names. */
export const LANGUAGES = Object.entries(languages).map(([tag, { name }]) => ({ tag, name }));

/** The reader's own choice. */
export const keptLanguage = keptValue(() => localStorage, LANGUAGE_KEY, z.string());

/** @param wanted as `pickLanguage` */
export const chooseLanguage = (kept: string | undefined, wanted: readonly string[]): LanguageTag =>
  pickLanguage(Object.keys(languages), kept, wanted);
