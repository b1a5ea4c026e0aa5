import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, ElementContext } from 'axe-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds wrong in a part of the page: each rule with the elements that break it. */
export async function axeViolations(
  page: Page,
  selector: string,
): Promise<[rule: string, where: string[]][]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const { violations } = await page.evaluate(
    (part) =>
      (window as unknown as { axe: { run(part: ElementContext): Promise<AxeResults> } }).axe.run(part),
    selector,
  );
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))]);
}
