import { Link } from 'wouter';
import { SHARED_LIMIT } from '#protocol/task/apiShared.ts';
import { DocLayout } from '#web/docs/DocLayout.tsx';
import { rich, t } from '#web/language/translate.ts';

/** Who reads a prompt, and what this browser keeps. */
export function PrivacyPage() {
  return (
    <DocLayout path="/docs/privacy">
      <h2>{t('docs.privacyPage.whoReads')}</h2>
      <ul>
        <li>{t('docs.privacyPage.theMiner')}</li>
        <li>{t('docs.privacyPage.theCoordinator')}</li>
        <li>{t('docs.privacyPage.otherMiners')}</li>
        <li>{t('docs.privacyPage.jurors')}</li>
        <li>{t('docs.privacyPage.shared', { days: SHARED_LIMIT.days })}</li>
        <li>{rich('docs.privacyPage.everybody', { link: (part) => <Link href="/tasks">{part}</Link> })}</li>
      </ul>
      <h2>{t('docs.privacyPage.whoSeesTheAddress')}</h2>
      <p>{t('docs.privacyPage.addresses')}</p>
      <h2>{t('docs.privacyPage.whatTheBrowserKeeps')}</h2>
      <ul>
        <li>{rich('docs.privacyPage.results', { link: (part) => <Link href="/gallery">{part}</Link> })}</li>
        <li>
          {rich('docs.privacyPage.minersKey', { link: (part) => <Link href="/mine/node">{part}</Link> })}
        </li>
        <li>
          {rich('docs.privacyPage.transactions', { link: (part) => <Link href="/activity">{part}</Link> })}
        </li>
        <li>{t('docs.privacyPage.choices')}</li>
      </ul>
      <p>{t('docs.privacyPage.deleteIt')}</p>
    </DocLayout>
  );
}
