import { type Hex, keccak256, slice } from 'viem';

/** Of a request's salt (`saltField`). */
const SALT_BYTES = 16;
/** Below 2^48: people see seeds and type them. */
const SEED_BYTES = 6;

/**
 * The salt and the seed of an order that follow from a secret of its app. Miners see the salt, and with a
 * dispute everybody; the secret proves who chose it. So an app whose answer was lost gets its task back by
 * sending the same order and the secret again (SALT_SECRET_HEADER). The seed follows too, because it makes
 * the task's id as the salt does: whoever fills it in chooses among draws.
 * @param secret 32 random bytes
 * @example const { salt, seed } = chosenBy(bytesToHex(crypto.getRandomValues(new Uint8Array(32))));
 */
export function chosenBy(secret: Hex): { salt: Hex; seed: number } {
  const hash = keccak256(secret);
  return {
    salt: slice(hash, 0, SALT_BYTES),
    seed: Number(slice(hash, SALT_BYTES, SALT_BYTES + SEED_BYTES)),
  };
}
