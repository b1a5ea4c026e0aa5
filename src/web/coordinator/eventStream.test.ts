import { describe, expect, it } from 'vitest';
import {
  EventParser,
  EventStreamError,
  MAX_EVENT_CHARACTERS,
  readEvents,
} from '#web/coordinator/eventStream.ts';

const STREAM =
  ': hello\n\ndata: {"a":1}\n\nevent: x\r\ndata: one\r\ndata:two\r\n\r\nid: 7\n\ndata\n\ndata: [DONE]\n\n';
const EVENTS = ['{"a":1}', 'one\ntwo', '', '[DONE]'];

describe('EventParser', () => {
  it('parses the same events however the stream is split', () => {
    for (let size = 1; size <= STREAM.length; size++) {
      const parser = new EventParser();
      const events: string[] = [];
      for (let at = 0; at < STREAM.length; at += size)
        events.push(...parser.push(STREAM.slice(at, at + size)));
      expect(events).toEqual(EVENTS);
    }
  });

  it('drops an unfinished event', () => {
    expect(new EventParser().push('data: half')).toEqual([]);
  });

  it('refuses a line or an event that is too large', () => {
    expect(() => new EventParser().push('x'.repeat(MAX_EVENT_CHARACTERS + 1))).toThrow(EventStreamError);
    const parser = new EventParser();
    const piece = `data: ${'x'.repeat(MAX_EVENT_CHARACTERS / 8)}\n`;
    expect(() => {
      for (let i = 0; i < 10; i++) parser.push(piece);
    }).toThrow(EventStreamError);
  });
});

describe('readEvents', () => {
  it('decodes UTF-8 that is cut inside a character', async () => {
    const bytes = new TextEncoder().encode('data: Kuckuck ✓\n\n');
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const events: string[] = [];
    for await (const event of readEvents(body)) events.push(event);
    expect(events).toEqual(['Kuckuck ✓']);
  });

  it('cancels the body when the reader stops early', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('data: more\n\n')),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const _ of readEvents(body)) break;
    expect(cancelled).toBe(true);
  });
});
