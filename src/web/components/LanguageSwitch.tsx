import { keptLanguage, LANGUAGES } from '#web/language/chooseLanguage.ts';
import { setLanguage, useLanguage } from '#web/language/current.ts';
import { writeLanguageCookie } from '#web/language/languageCookie.ts';
import { t } from '#web/language/translate.ts';

/** Chooses the page's language, for this browser. Its names are in their own languages. */
export function LanguageSwitch() {
  const language = useLanguage();

  function choose(tag: string): void {
    keptLanguage.write(tag);
    writeLanguageCookie(tag);
    void setLanguage(tag);
  }

  return (
    <span className="language">
      <svg className="nav-icon" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
        <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3 12h18M12 3c3.4 3 3.4 15 0 18-3.4-3-3.4-15 0-18Z" />
      </svg>
      <select
        aria-label={t('shell.languageSwitch.language')}
        value={language}
        onChange={(event) => choose(event.target.value)}
      >
        {LANGUAGES.map(({ tag, name }) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </span>
  );
}
