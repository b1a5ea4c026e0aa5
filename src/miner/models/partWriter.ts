import type { FilePart } from '#miner/models/fileParts.ts';
import { ModelStoreError } from '#miner/models/modelStoreError.ts';
import type { RangeDigest } from '#miner/models/rangeDigest.ts';
import { spaceError } from '#miner/models/storeSpace.ts';

/** The bytes that came are not those of the part; what was written of it is worth nothing. */
export class WrongPart extends ModelStoreError {
  readonly part: FilePart;

  constructor(part: FilePart, name: string) {
    super('CHECKSUM_MISMATCH', `${name} is not the file that the manifest promises.`);
    this.part = part;
  }
}

export interface PartWriterDeps {
  file: FileSystemSyncAccessHandle;
  digest: RangeDigest;
  /** The file's name, for errors. */
  name: string;
  parts: readonly FilePart[];
  /** Position in the first part where the bytes begin. */
  from: number;
}

/**
 * Writes a run of consecutive parts as their bytes come, and checks each from the disk as soon as it is
 * whole: what is kept was read back right.
 */
export class PartWriter {
  readonly #file: FileSystemSyncAccessHandle;
  readonly #digest: RangeDigest;
  readonly #name: string;
  readonly #parts: FilePart[];
  #at: number;

  constructor({ file, digest, name, parts, from }: PartWriterDeps) {
    this.#file = file;
    this.#digest = digest;
    this.#name = name;
    this.#parts = [...parts];
    this.#at = from;
  }

  /** Where the next bytes go. */
  get at(): number {
    return this.#at;
  }

  /** @throws WrongPart; ModelStoreError NO_SPACE */
  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    for (let rest = bytes; rest.length > 0; ) {
      const part = this.#parts[0];
      if (part === undefined) return;
      const piece = rest.subarray(0, part.end - this.#at);
      this.#put(piece);
      rest = rest.subarray(piece.length);
      if (this.#at < part.end) continue;
      if ((await this.#digest.of(this.#file, part.start, part.end)) !== part.sha256) {
        // At the end of the file nothing of it stays; in the middle the next load finds it wrong again.
        if (this.#file.getSize() === part.end) this.#file.truncate(part.start);
        throw new WrongPart(part, this.#name);
      }
      this.#file.flush();
      this.#parts.shift();
    }
  }

  #put(piece: Uint8Array<ArrayBuffer>): void {
    let written: number;
    try {
      written = this.#file.write(piece, { at: this.#at });
    } catch (error) {
      throw spaceError(error);
    }
    if (written !== piece.length) throw spaceError(new DOMException('a short write', 'QuotaExceededError'));
    this.#at += written;
  }
}
