import { memberMay } from '../../access/ability.js';
import { Breadcrumbs, settingsCrumbs } from '../components/breadcrumbs.js';
import { SubmitButton } from '../../ui/components/buttons.js';
import { RadioField } from '../../ui/components/forms.js';
import { Choices, Facts, Panel } from '../../ui/components/panel.js';
import { Said } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export const SettingsPage = ({ ctx }: { ctx: BusinessPageContext }) => {
  const { t } = words(ctx);
  const { id, name, edition, role, isOriginalOwner } = ctx.business;
  return (
    <div className="medium">
      {edition === 'express' && (
        <Breadcrumbs
          ctx={ctx}
          crumbs={settingsCrumbs(ctx).map((crumb, index) => (index === 0 ? crumb : { text: crumb.text }))}
        />
      )}
      <h1>{t.settings.title}</h1>
      <Panel id="business" title={t.settings.business}>
        <Facts
          facts={[
            [t.settings.name, <Said key="name">{name}</Said>],
            [t.settings.edition, t.editions[edition]],
            [t.settings.yourRole, isOriginalOwner ? t.roles.originalOwner : t.roles[role]],
          ]}
        />
      </Panel>
      <Panel id="personalisation" title={t.settings.personalisation}>
        <Choices
          choices={[{ href: paths.manageYourData(id), title: t.nav.manageYourData, hint: t.settings.manageHint }]}
        />
      </Panel>
      <Panel id="language" title={t.settings.language}>
        <form method="post" action={paths.language} className="form">
          <input type="hidden" name="back" value={ctx.path} />
          <RadioField
            ctx={ctx}
            name="locale"
            label={t.settings.languageHint}
            value={ctx.locale}
            options={(['fr', 'en'] as const).map((locale) => ({ value: locale, label: t.signUp.languages[locale] }))}
          />
          <SubmitButton look="secondary">{t.settings.save}</SubmitButton>
        </form>
      </Panel>
      <Panel id="more" title={t.nav.more} look="plain">
        <Choices
          choices={[
            { href: paths.bankFeeds(id), title: t.settings.bankFeeds, hint: t.settings.bankFeedsHint },
            ...(memberMay(role, 'read', 'AuditEvent')
              ? [{ href: paths.history(id), title: t.settings.history, hint: t.settings.historyHint }]
              : []),
          ]}
        />
      </Panel>
    </div>
  );
};

export const settingsPage = (ctx: BusinessPageContext): string =>
  renderPage(ctx, words(ctx).t.settings.title, <SettingsPage ctx={ctx} />);
