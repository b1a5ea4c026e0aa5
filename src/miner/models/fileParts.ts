import type { ManifestFile } from '#inference/manifest/manifestFields.ts';

/** A part of a model file that is downloaded, verified and repaired on its own; positions in bytes. */
export interface FilePart {
  readonly start: number;
  readonly end: number;
  readonly sha256: string;
}

/** The parts of a file in order; one that lists none is a single part. */
export function partsOf(file: ManifestFile): FilePart[] {
  let end = 0;
  return (file.parts ?? [file]).map(({ bytes, sha256 }) => {
    const start = end;
    end += bytes;
    return { start, end, sha256 };
  });
}
