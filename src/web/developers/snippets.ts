/** Programs to copy: for each language, one that makes an image and one that streams a text. */

export const SNIPPET_LANGUAGES = ['curl', 'javascript', 'python'] as const;
export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number];
export const LANGUAGE_NAMES: Record<SnippetLanguage, string> = {
  curl: 'curl',
  javascript: 'JavaScript',
  python: 'Python',
};
/** What gets the official client. */
export const CLIENT_INSTALL: Partial<Record<SnippetLanguage, string>> = {
  javascript: 'npm install openai',
  python: 'pip install openai',
};

export type SnippetKind = 'image' | 'text';

/** What a snippet asks, and of whom. */
export interface SnippetTarget {
  /** Base of the API with its version: `https://nest.example/v1`. */
  baseUrl: string;
  /** Id of the model. */
  model: string;
}

/** In the language that the models know. */
const PROMPTS: Record<SnippetKind, string> = {
  image: 'flat fox green background',
  text: 'Once upon a time',
};

/**
 * Addresses and models' names are what strangers say: pasted into a shell or a program, they must stay text.
 * Both JavaScript and Python read a string of JSON.
 */
const quoted = (text: string): string => JSON.stringify(text);
const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const messages = [{ role: 'user', content: PROMPTS.text }];

const WRITERS: Record<SnippetLanguage, Record<SnippetKind, (target: SnippetTarget) => string>> = {
  curl: {
    image: ({ baseUrl, model }) =>
      [
        `curl ${shellQuoted(`${baseUrl}/images/generations`)} \\`,
        "  -H 'content-type: application/json' \\",
        "  -H 'accept: image/png' \\",
        `  -d ${shellQuoted(JSON.stringify({ model, prompt: PROMPTS.image }))} \\`,
        '  -o fox.png',
      ].join('\n'),
    text: ({ baseUrl, model }) =>
      [
        `curl -N ${shellQuoted(`${baseUrl}/chat/completions`)} \\`,
        "  -H 'content-type: application/json' \\",
        `  -d ${shellQuoted(JSON.stringify({ model, messages, stream: true }))}`,
      ].join('\n'),
  },
  javascript: {
    image: ({ baseUrl, model }) => `import { writeFile } from 'node:fs/promises';
import OpenAI from 'openai';

const cuckoo = new OpenAI({ baseURL: ${quoted(baseUrl)}, apiKey: 'none' });
const image = await cuckoo.images.generate({
  model: ${quoted(model)},
  prompt: ${quoted(PROMPTS.image)},
});
await writeFile('fox.png', Buffer.from(image.data[0].b64_json, 'base64'));`,
    text: ({ baseUrl, model }) => `import OpenAI from 'openai';

const cuckoo = new OpenAI({ baseURL: ${quoted(baseUrl)}, apiKey: 'none' });
const stream = await cuckoo.chat.completions.create({
  model: ${quoted(model)},
  messages: [{ role: 'user', content: ${quoted(PROMPTS.text)} }],
  stream: true,
});
for await (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.delta.content ?? '');
}`,
  },
  python: {
    image: ({ baseUrl, model }) => `import base64
from openai import OpenAI

cuckoo = OpenAI(base_url=${quoted(baseUrl)}, api_key="none")
image = cuckoo.images.generate(
    model=${quoted(model)},
    prompt=${quoted(PROMPTS.image)},
)
with open("fox.png", "wb") as file:
    file.write(base64.b64decode(image.data[0].b64_json))`,
    text: ({ baseUrl, model }) => `from openai import OpenAI

cuckoo = OpenAI(base_url=${quoted(baseUrl)}, api_key="none")
stream = cuckoo.chat.completions.create(
    model=${quoted(model)},
    messages=[{"role": "user", "content": ${quoted(PROMPTS.text)}}],
    stream=True,
)
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)`,
  },
};

/**
 * A program as the page shows it.
 * @example snippetOf('curl', 'image', { baseUrl: 'https://nest.example/v1', model: 'icons128' })
 */
export const snippetOf = (language: SnippetLanguage, kind: SnippetKind, target: SnippetTarget): string =>
  WRITERS[language][kind](target);
