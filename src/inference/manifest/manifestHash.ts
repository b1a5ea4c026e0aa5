import { encode } from 'cborg';
import { type Hex, keccak256 } from 'viem';
import type { Manifest } from '#inference/manifest/manifest.ts';

const known = new WeakMap<Manifest, Hex>();

/**
 * What names a model's files, settings and tolerance beyond dispute: keccak256 of the manifest's canonical
 * CBOR, with its defaults filled in. Its spelling as JSON does not matter.
 *
 * @example manifestHash(parseManifest(json)) === request.manifest;
 */
export function manifestHash(manifest: Manifest): Hex {
  const hash = known.get(manifest) ?? keccak256(encode(JSON.parse(JSON.stringify(manifest))));
  known.set(manifest, hash);
  return hash;
}
