import { describe, expect, it } from 'vitest';
import { parseTemplate, templateFunctions } from '#inference/tokenizer/templateDialect.ts';

const MESSAGES = [
  { role: 'user', content: 'a' },
  { role: 'assistant', content: 'b' },
];
const render = (source: string, variables: object = {}) =>
  parseTemplate(source).render({
    messages: MESSAGES,
    ...variables,
    ...templateFunctions(() => '2026-03-05'),
  });

// What Jinja2 3.1.6 of Python writes.
describe('parseTemplate', () => {
  it.each([
    ['selectattr("tool_calls", "undefined")', 'ab'],
    ["rejectattr('tool_calls', 'undefined')", ''],
    ['selectattr("role", "undefined")', ''],
    ["rejectattr( 'role' , 'undefined' )", 'ab'],
    ['selectattr("tool_calls", "defined")', ''],
    ['rejectattr("role", "equalto", "user")', 'b'],
  ])('picks items by %s', (filter, expected) => {
    expect(render(`{% for message in messages | ${filter} %}{{ message.content }}{% endfor %}`)).toBe(
      expected,
    );
  });

  it.each([
    ["text.strip('\\n')", ' \n a '],
    ["text.lstrip('\\n ')", 'a \n'],
    ["text.rstrip('\\n')", '\n \n a '],
    ["('<b>' + text).strip('<b>').strip()", 'a'],
    ["text.split('a')[0].lstrip('\\n')", ' \n '],
    ['text.strip()', 'a'],
    ['text | trim', 'a'],
    ['text | trim | upper', 'A'],
    ["{'x': text.strip()}.x", 'a'],
    ["text.strip('')", '\n \n a \n'],
  ])('strips as in %s', (expression, expected) => {
    expect(render(`{{ ${expression} }}`, { text: '\n \n a \n' })).toBe(expected);
  });

  it('takes Python’s white space', () => {
    const text = '\u001C\u0085\u3000\uFEFFa\u200B\u001F';
    expect(render('{{ text.strip() }}', { text })).toBe('\uFEFFa\u200B');
    expect(render('{{ text | trim }}', { text })).toBe('\uFEFFa\u200B');
  });

  it('takes whole characters', () => {
    expect(render("{{ text.strip('😀') }}", { text: '😀😁😀' })).toBe('😁');
  });

  it.each([
    '{{ strftime_now("%d %b %Y") }}',
    '{% if strftime_now is defined %}{{ strftime_now("%d %b %Y") }}{% endif %}',
  ])('writes the given date in %s', (source) => expect(render(source)).toBe('05 Mar 2026'));

  it('refuses to strip what is no text', () => {
    expect(() => render('{{ messages.strip() }}')).toThrow();
  });
});

describe('range', () => {
  it.each([
    ['range(3)', '0,1,2'],
    ['range(1, 3)', '1,2'],
    ['range(5, 0, -2)', '5,3,1'],
    ['range(0, 5, 2)', '0,2,4'],
    ['range(3, 1)', ''],
    ['range(messages | length)', '0,1'],
  ])('%s counts as in Python', (source, expected) => {
    expect(render(`{{ ${source} | join(',') }}`)).toBe(expected);
  });

  it('has at most 100,000 numbers', () => {
    expect(render('{{ range(100000) | length }}')).toBe('100000');
    expect(() => render('{{ range(100001) | length }}')).toThrow('at most 100000');
    expect(() => render('{{ range(1000000000) | length }}')).toThrow('at most 100000');
    expect(() => render('{{ range(0, -200001, -2) | length }}')).toThrow('at most 100000');
  });

  it('has its limit under another name, and leaves an attribute of that name alone', () => {
    expect(() => render('{% set numbers = range %}{{ numbers(100001) | length }}')).toThrow('at most 100000');
    expect(render("{% set limits = {'range': 7} %}{{ limits.range }}")).toBe('7');
  });

  it.each(['range(1, 2, 0)', "range('a')", 'range(1.5)', 'range()'])('refuses %s', (source) => {
    expect(() => render(`{{ ${source} | length }}`)).toThrow();
  });
});
