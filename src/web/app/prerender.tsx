import { renderToStaticMarkup } from 'react-dom/server';
import { Router } from 'wouter';
import { pages } from '#web/app/pages.ts';
import { StaticPage } from '#web/app/StaticPage.tsx';
import { DEFAULT_LANGUAGE, LANGUAGES } from '#web/language/chooseLanguage.ts';
import { isRightToLeft, loadMessages, setLanguage } from '#web/language/current.ts';
import { pageFile } from '#web/language/pageFile.ts';
import { t } from '#web/language/translate.ts';
import { MOVED_PAGES } from '#web/paths/movedPages.ts';
import { headedPath, PAGE_HEADS } from '#web/paths/pageHeads.ts';

export interface Prerendered {
  /** Where its file belongs in the built folder. */
  file: string;
  /** The language that it is in, and from which side that is read. */
  language: string;
  direction: 'ltr' | 'rtl';
  title: string;
  /** The source of its component, whose script the file names. */
  component: string | undefined;
  /** Units of messages that it shows. */
  units: readonly string[];
  /** The HTML of the page's root. */
  html: string;
  /** What a browser without scripts shows besides. */
  noScript: string;
}

/** The file of every address that has none of its own, nor an `other.html` in a folder above it. */
const OTHER = { file: 'other.html', path: '/other', title: 'Cuckoo' };

/** Of /nodes/:id the file is `nodes/other.html`. */
const fileOf = (path: string): string =>
  path.includes('/:') ? `${path.slice(1, path.indexOf('/:'))}/other.html` : pageFile(path).slice(1);

/** Pages whose heading is not the same for everybody, and addresses that lead to other pages. */
const OPEN = [
  ...pages.filter(({ path }) => headedPath(path) === undefined).map(({ path }) => path),
  ...MOVED_PAGES.map(({ from }) => from),
].map((path) => ({ path, title: OTHER.title, file: fileOf(path) }));

function startOf(path: string) {
  const page = pages.find((each) => each.path === path);
  return { component: page?.file, units: ['shell', ...(page?.units ?? [])] };
}

/** What each page's file shows before any script runs, in each language. Called when the dApp is built. */
export async function prerenderPages(): Promise<Prerendered[]> {
  await loadMessages('shell');
  const files: Prerendered[] = [];
  for (const { tag } of LANGUAGES) {
    await setLanguage(tag);
    files.push(...pagesInLanguage(tag));
  }
  return files;
}

/** The pages in the language that is set. */
function pagesInLanguage(language: string): Prerendered[] {
  const headed = Object.entries(PAGE_HEADS).map(([path, { title }]) => ({
    path,
    file: fileOf(path),
    title: t('shell.pageTitle.title', { title: t(title) }),
  }));
  return [...headed, ...OPEN, OTHER].map(({ path, file, title }) => ({
    ...{ language, title, ...startOf(path) },
    file: language === DEFAULT_LANGUAGE ? file : pageFile(file, language),
    direction: isRightToLeft() ? 'rtl' : 'ltr',
    noScript: t('shell.staticPage.needsScripts'),
    html: renderToStaticMarkup(
      <Router ssrPath={path}>
        <StaticPage />
      </Router>,
    ),
  }));
}
