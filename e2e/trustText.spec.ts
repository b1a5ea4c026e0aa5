import { expect, test } from './devnet.ts';
import { tellStory } from './trustStory.ts';

const HEROES = ['Lily', 'Tom', 'Ben', 'Anna', 'Max', 'Sue', 'Sam', 'Mia', 'Tim', 'Lucy'];

test.describe('a text', { tag: '@long' }, () => {
  test.describe.configure({ mode: 'serial', timeout: 600_000 });

  tellStory({
    path: '/v1/chat/completions',
    order: (number) => ({
      model: 'stories15m',
      messages: [{ role: 'user', content: `${HEROES[number % HEROES.length]} found ${number} clocks` }],
      max_tokens: 24,
      seed: number,
    }),
    without: ['Icons 128'],
    rightBefore: 1,
    expectRight: async (result) => {
      expect(result.status).toBe(200);
      expect((await result.text()).length).toBeGreaterThan(20);
    },
  });
});
