import { useMemo } from 'react';
import { useObjectUrl } from '#web/components/useObjectUrl.ts';

interface DownloadLinkProps {
  /** Without the ending. */
  name: string;
  text: string;
  type: 'text/csv' | 'application/json';
  children: string;
}

const ENDINGS = { 'text/csv': 'csv', 'application/json': 'json' };

/** A file that the page made, as a link that saves it. */
export function DownloadLink({ name, text, type, children }: DownloadLinkProps) {
  const blob = useMemo(() => new Blob([text], { type: `${type};charset=utf-8` }), [text, type]);
  const url = useObjectUrl(blob);
  return (
    <a className="button" href={url} download={`${name}.${ENDINGS[type]}`}>
      {children}
    </a>
  );
}
