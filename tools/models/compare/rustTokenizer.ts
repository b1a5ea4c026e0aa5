import { createRequire } from 'node:module';
import { join } from 'node:path';
import { nodePackage } from '#tools/models/compare/nodePackage.ts';

/** Version 0.22.2 of the library of tokenizer.json's authors, which is written in Rust. */
const BINDING = '@anush008/tokenizers-linux-x64-gnu@0.6.0';

interface Binding {
  readonly Tokenizer: { fromString(json: string): RustTokenizer };
}

interface Encoding {
  getIds(): ArrayLike<number>;
}

interface RustTokenizer {
  encode(text: string, pair: null, options: { addSpecialTokens: boolean }): Promise<Encoding>;
  decode(ids: readonly number[], skipSpecialTokens: boolean): Promise<string>;
}

/** A `tokenizer.json` as its authors' own library computes it: the judge of this engine's. */
export class ReferenceTokenizer {
  readonly #tokenizer: RustTokenizer;

  constructor(json: object) {
    const file = join(nodePackage(BINDING), 'tokenizers.linux-x64-gnu.node');
    const { Tokenizer } = createRequire(import.meta.url)(file) as Binding;
    // What a file says on cutting and padding is no part of the text's tokens.
    this.#tokenizer = Tokenizer.fromString(JSON.stringify({ ...json, truncation: null, padding: null }));
  }

  async encode(text: string, addSpecialTokens = false): Promise<number[]> {
    const encoding = await this.#tokenizer.encode(text.toWellFormed(), null, { addSpecialTokens });
    return Array.from(encoding.getIds());
  }

  decode(ids: readonly number[]): Promise<string> {
    return this.#tokenizer.decode(ids, true);
  }
}
