import { languages, loaders } from 'virtual:messages';
import type { CompiledMessage } from 'icu-minify/format';
import { useSyncExternalStore } from 'react';
import { DEFAULT_LANGUAGE, type LanguageTag } from '#web/language/chooseLanguage.ts';
import type { MessageUnit } from '#web/language/messageKey.ts';

/** The page's language and the messages of it that have been loaded. */
let tag: LanguageTag = DEFAULT_LANGUAGE;
let messages: Record<string, CompiledMessage> = {};
const units = new Set<MessageUnit>();
const listeners = new Set<() => void>();

async function load(of: LanguageTag, wanted: Iterable<MessageUnit>) {
  const loaded = await Promise.all([...wanted].map((unit) => loaders[of]?.[unit]?.()));
  return Object.assign({}, ...loaded.map((module) => module?.default)) as Record<string, CompiledMessage>;
}

/** Loads what a part of the page says, in the page's language. */
export async function loadMessages(...wanted: readonly MessageUnit[]): Promise<void> {
  const of = tag;
  const missing = wanted.filter((unit) => !units.has(unit));
  const loaded = await load(of, missing);
  // The reader has chosen another language meanwhile.
  if (of !== tag) return loadMessages(...wanted);
  Object.assign(messages, loaded);
  for (const unit of missing) units.add(unit);
}

/** Shows the page in another language once all that it says has been loaded. */
export async function setLanguage(next: LanguageTag): Promise<void> {
  const before = new Set(units);
  const loaded = await load(next, before);
  // More was loaded meanwhile.
  if (units.size !== before.size) return setLanguage(next);
  tag = next;
  messages = loaded;
  for (const listener of listeners) listener();
}

export const messageOf = (key: string): CompiledMessage | undefined => messages[key];

export const languageTag = (): LanguageTag => tag;
/** Tag by which dates and numbers are written. */
export const formatTag = (): string => languages[tag]!.format;
export const isRightToLeft = (): boolean => languages[tag]!.direction === 'rtl';
export const rainbowKitTag = (): string => languages[tag]!.rainbowKit;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The page's language. What shows it is rendered again when it changes. */
export const useLanguage = (): LanguageTag => useSyncExternalStore(subscribe, languageTag, languageTag);
