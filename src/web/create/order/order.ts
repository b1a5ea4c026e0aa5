import { z } from 'zod';
import type { ImageOrder } from '#web/coordinator/generateImage.ts';
import type { TextOrder } from '#web/coordinator/streamText.ts';

/** What the page asks a coordinator for. */
export type Order = { url: string } & (({ kind: 'image' } & ImageOrder) | ({ kind: 'text' } & TextOrder));

const number = z.number().exactOptional();
const common = { url: z.url(), model: z.string(), prompt: z.string(), seed: number };

/** An order as it is kept over a reload: without the picture that it starts from. */
export const orderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('image'), ...common, steps: number, guidance: number }),
  z.object({ kind: z.literal('text'), ...common, temperature: number, maxTokens: number }),
]);
