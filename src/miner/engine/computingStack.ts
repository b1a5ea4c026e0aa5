import type { AdapterInfo } from '#miner/gpu/gpuProtocol.ts';

/** As a coordinator takes it (`helloSchema`). */
const MOST_CHARACTERS = 200;

/** Browsers in the order in which they are looked for: Edge names Chrome too, and both name Safari. */
const BROWSERS = /(Edg|OPR|Firefox|Chrome|Version)\/(\d+)/g;
const RANK = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Version'];

/**
 * All that decides how a tab's results come out: the GPU, the browser with its major version, and the version
 * of ONNX Runtime. A miner whose stack changes is audited like a new one.
 * @example computingStack(adapter); // 'apple metal-3; Chrome 143; ONNX Runtime 1.30.0'
 */
export function computingStack(adapter: AdapterInfo): string {
  const versions = `; ${browserOf(adapter.userAgent)}; ONNX Runtime ${adapter.engine}`;
  return gpuNameOf(adapter).slice(0, MOST_CHARACTERS - versions.length) + versions;
}

/**
 * A GPU's name for people.
 * @example gpuNameOf(adapter); // 'apple metal-3'
 */
export const gpuNameOf = ({
  description,
  vendor,
  architecture,
}: Pick<AdapterInfo, 'description' | 'vendor' | 'architecture'>): string =>
  (description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed GPU').slice(
    0,
    MOST_CHARACTERS,
  );

/** What a browser calls itself. The version of Safari stands behind `Version`. */
function browserOf(userAgent: string): string {
  const found = [...userAgent.matchAll(BROWSERS)].map(([, name, major]) => ({ name: name!, major: major! }));
  const [first] = found.sort((a, b) => RANK.indexOf(a.name) - RANK.indexOf(b.name));
  return first === undefined ? 'unnamed browser' : `${first.name} ${first.major}`;
}
