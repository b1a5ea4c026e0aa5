import { type Address, isAddressEqual } from 'viem';
import { decryptKey } from '#chain/keys/keystore.ts';
import { MinerError } from '#miner/minerError.ts';
import { replaceMinerKey } from '#miner/service/minerKey.ts';

/**
 * The way back of a key from its backup, in two steps: a file need not say whose key it holds, so its address
 * is told before the key takes the place of another.
 */
export class BackupImport {
  #opened: ReturnType<typeof decryptKey> | undefined;

  /**
   * Decrypts a file and keeps its key at hand, in place of one that was opened before.
   * @returns the key's address
   * @throws KeystoreError BAD_BACKUP, WRONG_PASSWORD; then none is at hand
   */
  open(text: string, password: string): Address {
    this.#opened = undefined;
    this.#opened = decryptKey(text, password);
    return this.#opened.address;
  }

  /**
   * Puts the opened key in place of the stored one.
   * @param address of the key that is meant
   * @throws MinerError NO_BACKUP when it is not at hand, KEY_STORE; the stored key then stays
   */
  async take(address: Address): Promise<void> {
    const opened = this.#opened;
    if (opened === undefined || !isAddressEqual(opened.address, address))
      throw new MinerError('NO_BACKUP', 'Open the backup again: its key is not at hand.');
    await replaceMinerKey(opened.privateKey);
    this.close();
  }

  /** Lets go of the key. */
  close(): void {
    this.#opened = undefined;
  }
}
