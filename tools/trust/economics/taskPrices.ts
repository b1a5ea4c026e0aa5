import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROMPT_SHARE, WEI } from '#tools/trust/economics/assumptions.ts';

const PUBLISHED = 'tools/models/publish/published';
const SHIPPED = ['public/models/icons128/manifest.json', 'public/models/stories15m/manifest.json'];

/** What a manifest says about price and size. Manifests to be published lack files and hashes. */
interface PricedManifest {
  id?: string;
  kind: 'image' | 'text';
  unitPrice: string;
  context?: number;
  defaults: { steps?: number; maxTokens?: number };
  limits?: { maxSteps: number };
}

/** A model's tasks, in units and CAI. */
export interface TaskPrice {
  model: string;
  kind: 'image' | 'text';
  unitPrice: number;
  usualUnits: number;
  largestUnits: number;
  /** Tokens that are generated one by one, or steps. */
  usualAnswer: number;
}

function priceOf(model: string, manifest: PricedManifest): TaskPrice {
  const unitPrice = Number(manifest.unitPrice) / WEI;
  const { kind, defaults, limits, context } = manifest;
  const usualAnswer = (kind === 'image' ? defaults.steps : defaults.maxTokens)!;
  const prompt = kind === 'image' ? 0 : PROMPT_SHARE * usualAnswer;
  const largestUnits = kind === 'image' ? limits!.maxSteps : context!;
  const usualUnits = Math.min(largestUnits, usualAnswer + prompt);
  return { model, kind, unitPrice, usualUnits, largestUnits, usualAnswer };
}

/** Of all models that are shipped or published with the repository. */
export function taskPrices(): TaskPrice[] {
  const shipped = SHIPPED.map((path): [string, string] => [path.split('/')[2]!, path]);
  const published = readdirSync(PUBLISHED)
    .filter((name) => name.endsWith('.json'))
    .map((name): [string, string] => [name.slice(0, -'.json'.length), join(PUBLISHED, name)]);
  return [...shipped, ...published].map(([model, path]) => {
    const parsed = JSON.parse(readFileSync(path, 'utf8')) as PricedManifest | { manifest: PricedManifest };
    return priceOf(model, 'manifest' in parsed ? parsed.manifest : parsed);
  });
}

const most = (unitsOf: (price: TaskPrice) => number): number =>
  Math.max(...taskPrices().map((price) => price.unitPrice * unitsOf(price)));

/** CAI of the dearest usual task, and of the dearest that any model takes. */
export const DEAREST = { usual: most((p) => p.usualUnits), largest: most((p) => p.largestUnits) };
