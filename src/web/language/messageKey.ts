import type english from '#web/messages/en.json';

/** Names a message in every language's file: `unit.file.message`. */
export type MessageKey = keyof (typeof english)['messages'];

/** Messages that are loaded together. */
export type MessageUnit = MessageKey extends infer Key extends string
  ? Key extends `${infer Unit}.${string}`
    ? Unit
    : never
  : never;
