import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a language's file says of the language itself. */
export interface LanguageHeader {
  /** In the language itself, for the switch. */
  name: string;
  direction: 'ltr' | 'rtl';
  /** BCP 47 tag by which dates and numbers are written. */
  format: string;
  /** RainbowKit's name of the language. */
  rainbowKit: string;
}

export interface MessageFile {
  language: LanguageHeader;
  /** ICU messages by `unit.file.message`. A unit is what is loaded together. */
  messages: Record<string, string>;
}

export const MESSAGES_FOLDER = 'src/web/messages';

/** Every language's file by its tag, which is the file's name. English, the default, comes first. */
export function readMessageFiles(root = '.'): Map<string, MessageFile> {
  const tags = readdirSync(join(root, MESSAGES_FOLDER))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b));
  return new Map(
    tags.map((tag) => [tag, JSON.parse(readFileSync(join(root, MESSAGES_FOLDER, `${tag}.json`), 'utf8'))]),
  );
}

export const unitOf = (key: string): string => key.slice(0, key.indexOf('.'));
