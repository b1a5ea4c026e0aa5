/**
 * Updates the size, hash and parts of every file in a manifest, from the files beside it:
 *   npx tsx tools/models/publish/addParts.ts public/models/NAME/manifest.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { manifestSchema, parseManifest } from '#inference/manifest/manifest.ts';
import { describeFiles } from '#tools/models/publish/modelFolder.ts';

const [path] = process.argv.slice(2);
if (path === undefined)
  throw new Error('usage: npx tsx tools/models/publish/addParts.ts public/models/NAME/manifest.json');
const text = readFileSync(path, 'utf8');
const { files } = parseManifest(JSON.parse(text));
// The manifest as written, without the schema's defaults.
const manifest = JSON.parse(text) as Record<string, unknown>;
manifest.files = describeFiles(
  dirname(path),
  files.map((file) => file.path),
);
manifestSchema.parse(manifest);
writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
