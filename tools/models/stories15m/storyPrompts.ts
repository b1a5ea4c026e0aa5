import type { TextRequest } from '#protocol/task/taskRequest.ts';

/** Prompts for stories15M: topics, and openings that it continues. */
export const STORY_PROMPTS = [
  'a dragon who loves tea',
  'One day, a boy found a magic stone in the garden.',
  'two cats',
  'the moon!',
  'Once there was a robot',
  'friendship',
  'a bird who could not fly',
  'One night, the wind was so loud that Mia could not sleep.',
  'a train that was afraid of the dark',
  'a bear and a bee',
  'Once upon a time, in a deep blue sea, there lived a tiny fish.',
  'a kind old witch',
  'a frog who wanted to sing',
  'a birthday cake!',
  'Once there was a king with a very long beard.',
  'the last apple on the tree',
  'a lost red mitten',
  'One morning, Tom and his mom went to the big zoo to see the lions.',
  'a snowman in summer',
  'Once, in a small town by the sea, an old man built a boat. He worked every day and every night.',
];

/** A greedy request for a story of 64 tokens, with some fields changed. */
export function storyRequest(content: string, change: Partial<TextRequest> = {}): TextRequest {
  return {
    kind: 'text',
    model: 'stories15m',
    messages: [{ role: 'user', content }],
    maxTokens: 64,
    temperature: 0,
    topP: 1,
    stop: [],
    seed: 1,
    manifest: `0x${'0'.repeat(64)}`,
    salt: `0x${'0'.repeat(32)}`,
    ...change,
  };
}
