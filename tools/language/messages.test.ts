import { describe, expect, it } from 'vitest';
import { isTest, trackedFiles } from '#tools/house/trackedFiles.ts';
import { readMessageFiles } from '#tools/language/messageFiles.ts';
import { messageUsesOf } from '#tools/language/messageUses.ts';
import { unloadedUnits } from '#tools/language/pageUnits.ts';
import { physicalStyles } from '#tools/language/physicalStyles.ts';
import { missingForms, placeholdersOf } from '#tools/language/placeholders.ts';

/** Files whose strings look like language and are not the page's own. */
const EXEMPT: Record<string, string> = {
  'src/web/action/keptFocus.ts': 'CSS selectors',
  'src/web/coordinate/terminal/commands.ts': 'commands for a terminal',
  'src/web/developers/snippets.ts': 'programs to copy, with prompts in the language that the models know',
  'src/web/create/prompt/examples.ts': 'prompts, in the language that the models know',
  'src/web/offline/keptBuild.ts': 'errors of the service worker, for developers',
  'src/web/portfolio/history/accountEvents.ts': 'names of the contract’s events',
  'src/web/theme/theme.ts': 'a cookie and media queries',
  'src/web/transaction/batch/tryTogether.ts': 'an error, as nodes name it',
  'src/web/transaction/stakeTopUp.ts': 'the name of a signed type',
  'src/web/wallet/devnetProvider.ts': 'errors of a wallet for developers',
  'src/web/wallet/devnetWallet.ts': 'the source of a picture',
  'src/web/wallet/mendDialogs.ts': 'RainbowKit’s own English',
  'src/web/wallet/phone/phoneWallets.ts': 'the source of a picture',
  'src/web/wallet/phone/walletBrowserLinks.ts': 'names of wallets',
  'src/web/wallet/rainbowTheme.ts': 'a style sheet',
};

const sources = trackedFiles('src/web').filter((file) => /(?<!\.d)\.tsx?$/.test(file.path) && !isTest(file));
const uses = new Map(sources.map((file) => [file.path, messageUsesOf(file)]));
const all = [...uses.values()];
const files = readMessageFiles();
const english = files.get('en')!.messages;
const keys = new Set(Object.keys(english));

describe('the pages’ text', () => {
  it('stands in the languages’ files alone', () => {
    const outside = [...uses].filter(([path]) => !Object.hasOwn(EXEMPT, path));
    expect(outside.flatMap(([, use]) => use.outside)).toEqual([]);
  });

  it('has no exemption that nothing needs', () => {
    const needless = Object.keys(EXEMPT).filter((path) => uses.get(path)?.outside.length !== 0);
    expect(needless.sort()).toEqual(Object.keys(EXEMPT).sort());
  });

  it('is not read while a module loads, when the language is not known', () => {
    expect(all.flatMap(({ early }) => early)).toEqual([]);
  });

  it('gives each message the values that it asks for', () => {
    const wrong = all
      .flatMap(({ calls }) => calls)
      .filter(({ key, values }) => {
        const message = english[key];
        if (message === undefined || values === null) return message === undefined;
        return [...placeholdersOf(message).values].sort().join() !== [...values].sort().join();
      });
    expect(wrong).toEqual([]);
  });

  it('has no message that nothing shows', () => {
    const strings = new Set(all.flatMap((use) => [...use.strings]));
    const prefixes = all.flatMap((use) => use.prefixes);
    const unused = [...keys].filter(
      (key) => !strings.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  it('is loaded by each page that shows it', () => {
    expect(unloadedUnits(sources, keys)).toEqual([]);
  });
});

describe.each([...files])('the language %s', (_, { language, messages }) => {
  it('has every message, in the order of the alphabet', () => {
    expect(Object.keys(messages)).toEqual([...keys].sort());
  });

  it('asks for no other values than English', () => {
    const wrong = Object.entries(messages).filter(([key, message]) => {
      const asked = [...placeholdersOf(message).values].sort();
      return asked.join() !== [...placeholdersOf(english[key] ?? '').values].sort().join();
    });
    expect(wrong).toEqual([]);
  });

  it('has every form of its plurals', () => {
    const wrong = Object.entries(messages).flatMap(([key, message]) =>
      missingForms(message, language.format).map((missing) => `${key}: ${missing}`),
    );
    expect(wrong).toEqual([]);
  });

  it('is one whose dates and numbers can be written', () => {
    expect(Intl.DateTimeFormat.supportedLocalesOf(language.format)).not.toEqual([]);
    expect(language.name).not.toBe('');
    expect(['ltr', 'rtl']).toContain(language.direction);
  });
});

describe('the styles', () => {
  it('name the start and the end of a line, not the sides of the screen', () => {
    expect(physicalStyles(trackedFiles('src/web').filter(({ path }) => path.endsWith('.css')))).toEqual([]);
  });
});
