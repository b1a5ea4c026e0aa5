import { expect, it } from 'vitest';
import { operationsOf } from '#web/coordinator/openApi.ts';

const tasks = {
  get: {
    summary: 'The state of a task',
    responses: {
      200: {
        description: 'The task',
        content: {
          'application/json': { schema: { properties: { id: { type: 'string' } }, required: ['id'] } },
        },
      },
      default: { description: 'It failed' },
    },
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', maxLength: 66 } }],
  },
};
const images = {
  post: {
    summary: 'Make an image',
    requestBody: {
      content: {
        'application/json': {
          schema: {
            properties: {
              prompt: { type: 'string', maxLength: 4_000 },
              seed: { anyOf: [{ type: 'integer' }] },
            },
            required: ['prompt'],
          },
        },
      },
    },
  },
};

it('lists each operation with the parameters of its path, query and body', () => {
  expect(operationsOf({ paths: { '/v1/tasks/{id}': tasks, '/v1/images': images } })).toEqual([
    {
      ...{ method: 'GET', path: '/v1/tasks/{id}', summary: 'The state of a task' },
      parameters: [{ name: 'id', place: 'path', required: true, value: { type: 'string', maxLength: 66 } }],
      answers: [
        {
          ...{ status: '200', description: 'The task', types: ['application/json'] },
          fields: [{ name: 'id', required: true, value: { type: 'string' } }],
        },
        { status: 'default', description: 'It failed', types: [], fields: [] },
      ],
    },
    {
      ...{ method: 'POST', path: '/v1/images', summary: 'Make an image' },
      parameters: [
        { name: 'prompt', place: 'body', required: true, value: { type: 'string', maxLength: 4_000 } },
        { name: 'seed', place: 'body', required: false, value: { anyOf: [{ type: 'integer' }] } },
      ],
      answers: [],
    },
  ]);
});

it('takes values of several types, and one that is described otherwise for anything', () => {
  const properties = { at: { type: ['integer', 'null'] }, odd: { type: 7 } };
  const content = { 'application/json': { schema: { properties } } };
  const [operation] = operationsOf({ paths: { '/a': { get: { responses: { 200: { content } } } } } });
  expect(operation!.answers[0]!.fields).toEqual([
    { name: 'at', required: false, value: { type: ['integer', 'null'] } },
    { name: 'odd', required: false, value: {} },
  ]);
});

it('leaves out what it cannot read, and goes on', () => {
  const paths = { '/odd': { get: { summary: 7 }, parameters: [], options: {} }, '/plain': { get: {} } };
  expect(operationsOf({ paths })).toEqual([
    { method: 'GET', path: '/plain', summary: '', parameters: [], answers: [] },
  ]);
});

it('refuses what is no such document', () => {
  for (const bad of [null, 'text', {}, { paths: [] }]) expect(() => operationsOf(bad)).toThrow();
});

it('ends an endless document', () => {
  const paths = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`/${at}`, { get: {} }]));
  expect(operationsOf({ paths })).toHaveLength(200);
});
