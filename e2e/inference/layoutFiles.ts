import type { Page } from '@playwright/test';
import type { GraphBytes } from '#inference/runtime/runtime.ts';

/** URLs of a graph and of its external data. */
export interface LayoutFiles {
  readonly model: string;
  readonly externalData: readonly { readonly path: string; readonly url: string }[];
}

/** Has the page's worker find a random model's files. */
export async function serveLayout(page: Page, graph: GraphBytes): Promise<LayoutFiles> {
  const files = new Map<string, Uint8Array>();
  const place = (name: string, bytes: Uint8Array) => {
    files.set(`/layout-files/${name}`, bytes);
    return `/layout-files/${name}`;
  };
  await page.route('**/layout-files/*', async (route) => {
    const body = files.get(new URL(route.request().url()).pathname)!;
    await route.fulfill({ body: Buffer.from(body), contentType: 'application/octet-stream' });
  });
  return {
    model: place('model.onnx', graph.model),
    externalData: graph.externalData.map(({ path, data }) => ({
      path,
      url: place(path, data as Uint8Array),
    })),
  };
}
