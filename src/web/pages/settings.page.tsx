import { LOCALES } from '../../platform/kernel/actor.js';
import { memberMay } from '../../policy/ability.js';
import { TIME_ZONES } from '../../platform/kernel/time-zone.js';
import { Breadcrumbs, settingsCrumbs } from '../components/breadcrumbs.js';
import { SubmitButton } from '../../ui/components/buttons.js';
import { RadioField, SelectField, TextArea, TextField } from '../../ui/components/forms.js';
import { Notice } from '../../ui/components/notices.js';
import { Choices, Facts, Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export type DetailsField = 'address' | 'email' | 'phone' | 'taxNumbers' | 'siren';

export interface SettingsView {
  timeZone?: 'saved' | 'unknown';
  /** What documents say of the business: as it is, or as it was typed and not taken. */
  details: Readonly<Record<DetailsField, string>>;
  detailsSaved?: boolean;
  problems?: readonly DetailsField[];
}

const TimeZone = ({ ctx, view }: { ctx: BusinessPageContext; view: SettingsView }) => {
  const { settings } = words(ctx).t;
  const { id, role, timeZone } = ctx.business;
  if (!memberMay(role, 'manage', 'Business')) {
    return <Facts facts={[[settings.timeZone, <UserText key="zone">{timeZone}</UserText>]]} />;
  }
  return (
    <PostForm action={paths.timeZone(id)} className="form">
      <SelectField
        ctx={ctx}
        name="timeZone"
        label={settings.timeZoneLabel}
        hint={settings.timeZoneHint}
        problem={view.timeZone === 'unknown' ? settings.timeZoneUnknown : undefined}
        value={timeZone}
        options={TIME_ZONES.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
      />
      <SubmitButton look="secondary">{settings.save}</SubmitButton>
    </PostForm>
  );
};

const Details = ({ ctx, view }: { ctx: BusinessPageContext; view: SettingsView }) => {
  const { settings } = words(ctx).t;
  const { id, role } = ctx.business;
  const { details, problems = [] } = view;
  const field = (name: DetailsField) => ({
    ctx,
    name,
    label: settings[name],
    value: details[name],
    optional: true,
    problem: problems.includes(name) ? settings.detailsProblems[name] : undefined,
  });
  if (!memberMay(role, 'manage', 'Business')) {
    const filled = (['address', 'email', 'phone', 'taxNumbers', 'siren'] as const).filter(
      (name) => details[name] !== '',
    );
    if (filled.length === 0) return <p className="quiet">{settings.detailsNone}</p>;
    return <Facts facts={filled.map((name) => [settings[name], <UserText key={name}>{details[name]}</UserText>])} />;
  }
  return (
    <PostForm action={paths.businessDetails(id)} className="form">
      <p>{settings.detailsLead}</p>
      <TextArea {...field('address')} maxLength={500} />
      <TextField {...field('email')} type="email" hint={settings.emailHint} maxLength={254} autoComplete="off" />
      <TextField {...field('phone')} maxLength={50} autoComplete="off" />
      <TextArea {...field('taxNumbers')} hint={settings.taxNumbersHint} maxLength={200} />
      <TextField {...field('siren')} hint={settings.sirenHint} maxLength={20} autoComplete="off" />
      <SubmitButton look="secondary">{settings.save}</SubmitButton>
    </PostForm>
  );
};

/** What was just changed. */
const Saved = ({ ctx, view }: { ctx: BusinessPageContext; view: SettingsView }) => {
  const { settings } = words(ctx).t;
  const said = view.detailsSaved
    ? settings.detailsSaved
    : view.timeZone === 'saved'
      ? settings.timeZoneSaved
      : undefined;
  if (said === undefined) return null;
  return (
    <Notice kind="success" role="status">
      <p>{said}</p>
    </Notice>
  );
};

export const SettingsPage = ({ ctx, view }: { ctx: BusinessPageContext; view: SettingsView }) => {
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
      <Saved ctx={ctx} view={view} />
      <Panel id="business" title={t.settings.business}>
        <Facts
          facts={[
            [t.settings.name, <UserText key="name">{name}</UserText>],
            [t.settings.edition, t.editions[edition]],
            [t.settings.yourRole, isOriginalOwner ? t.roles.originalOwner : t.roles[role]],
          ]}
        />
      </Panel>
      <Panel id="details" title={t.settings.details}>
        <Details ctx={ctx} view={view} />
      </Panel>
      <Panel id="time-zone" title={t.settings.timeZone}>
        <TimeZone ctx={ctx} view={view} />
      </Panel>
      <Panel id="personalisation" title={t.settings.personalisation}>
        <Choices
          choices={[{ href: paths.manageYourData(id), title: t.nav.manageYourData, hint: t.settings.manageHint }]}
        />
      </Panel>
      <Panel id="language" title={t.settings.language}>
        <PostForm action={paths.language} className="form">
          <input type="hidden" name="back" value={ctx.path} />
          <RadioField
            ctx={ctx}
            name="locale"
            label={t.settings.languageHint}
            value={ctx.locale}
            options={LOCALES.map((locale) => ({ value: locale, label: t.signUp.languages[locale] }))}
          />
          <SubmitButton look="secondary">{t.settings.save}</SubmitButton>
        </PostForm>
      </Panel>
      <Panel id="more" title={t.nav.more} look="plain">
        <Choices
          choices={[
            { href: paths.account, title: t.account.title, hint: t.settings.accountHint },
            ...(memberMay(role, 'read', 'Member')
              ? [{ href: paths.members(id), title: t.members.title, hint: t.members.settingsHint }]
              : []),
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

export const settingsPage = (ctx: BusinessPageContext, view: SettingsView): string => {
  const { t } = words(ctx);
  const isWrong = view.timeZone === 'unknown' || (view.problems ?? []).length > 0;
  const title = isWrong ? `${t.common.errorPrefix} ${t.settings.title}` : t.settings.title;
  return renderPage(ctx, title, <SettingsPage ctx={ctx} view={view} />);
};
