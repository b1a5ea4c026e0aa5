import { expect, it } from 'vitest';
import { apiUrl } from '#protocol/messages/apiUrl.ts';

it.each([
  ['https://nest.example', 'https://nest.example/v1/tasks?key=a%2Fb'],
  ['https://nest.example/', 'https://nest.example/v1/tasks?key=a%2Fb'],
  ['https://nest.example:8443/a/b', 'https://nest.example:8443/a/b/v1/tasks?key=a%2Fb'],
  ['https://nest.example/a/b/?c#d', 'https://nest.example/a/b/v1/tasks?key=a%2Fb'],
])('finds the API below %s', (base, expected) => {
  expect(apiUrl(base, '/v1/tasks?key=a%2Fb').href).toBe(expected);
});
