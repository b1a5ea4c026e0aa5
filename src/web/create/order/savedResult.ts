import type { ApiReceipt } from '#protocol/messages/api.ts';

/** A finished task's result, kept in this browser only. */
export type SavedResult = {
  /** The task's id. */
  id: string;
  prompt: string;
  /** Unix time in milliseconds. */
  savedAt: number;
  receipt: ApiReceipt;
} & ({ kind: 'image'; image: Blob } | { kind: 'text'; text: string });
