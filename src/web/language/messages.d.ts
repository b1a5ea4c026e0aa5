declare module 'virtual:messages' {
  import type { CompiledMessage } from 'icu-minify/format';

  /** What each language's file says of the language, by its tag; see tools/language/messageFiles.ts. */
  export const languages: Record<
    string,
    { name: string; direction: 'ltr' | 'rtl'; format: string; rainbowKit: string }
  >;
  /** By language and unit. */
  export const loaders: Record<
    string,
    Record<string, () => Promise<{ default: Record<string, CompiledMessage> }>>
  >;
}
