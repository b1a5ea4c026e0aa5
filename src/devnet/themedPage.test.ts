import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { themedPage } from '#devnet/themedPage.ts';

const PAGE = '<!doctype html><html lang="en"><p>an <html > in the text</p></html>';

it.each([
  [undefined, '<html lang="en">'],
  ['theme=dark', '<html data-theme="dark" lang="en">'],
  ['language=ar; theme=light', '<html data-theme="light" lang="en">'],
  ['theme=system', '<html lang="en">'],
  ['theme="><script>', '<html lang="en">'],
])('sends a page to a reader with the cookies %s as %s', async (cookie, root) => {
  const app = new Hono().get('/', (context) => context.html(themedPage(PAGE, context)));
  const answer = await app.request('/', cookie === undefined ? {} : { headers: { cookie } });
  expect(await answer.text()).toBe(PAGE.replace('<html lang="en">', root));
});
