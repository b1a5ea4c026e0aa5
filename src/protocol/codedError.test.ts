import { describe, expect, it } from 'vitest';
import { CodedError, findCause } from '#protocol/codedError.ts';

class DoorError extends CodedError<'LOCKED' | 'GONE', { tries: number }> {
  override readonly name = 'DoorError';
}

const isDoorError = (error: unknown): error is DoorError => error instanceof DoorError;

describe('CodedError', () => {
  it('keeps code, details and cause', () => {
    const cause = new Error('rust');
    const error = new DoorError('LOCKED', 'The door is locked.', { details: { tries: 3 }, cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'DoorError', code: 'LOCKED', message: 'The door is locked.' });
    expect(error.details.tries).toBe(3);
    expect(error.cause).toBe(cause);
  });

  it('has no cause unless one is given', () => {
    expect('cause' in new DoorError('GONE', 'There is no door.', { details: { tries: 0 } })).toBe(false);
  });
});

describe('findCause', () => {
  const door = new DoorError('GONE', 'There is no door.', { details: { tries: 1 } });

  it('finds the error itself', () => {
    expect(findCause(door, isDoorError)).toBe(door);
  });

  it('finds a cause of a cause', () => {
    const wrapped = new Error('outer', { cause: new Error('inner', { cause: door }) });
    expect(findCause(wrapped, isDoorError)).toBe(door);
  });

  it.each([
    ['an error without a matching cause', new Error('outer', { cause: 'a string' })],
    ['a value that is not an error', 42],
  ])('finds nothing in %s', (_, error) => {
    expect(findCause(error, isDoorError)).toBeUndefined();
  });

  it('stops at a cycle of causes', () => {
    const first = new Error('first');
    first.cause = new Error('second', { cause: first });
    expect(findCause(first, isDoorError)).toBeUndefined();
  });
});
