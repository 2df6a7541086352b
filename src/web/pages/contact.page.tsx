import type { ContactDocuments } from '../../accounting/contact-documents.service.js';
import type { ContactView } from '../../accounting/contacts.service.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { DataTable } from '../../ui/components/data-table.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { Day, UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { Breadcrumbs } from '../components/breadcrumbs.js';
import { FormNotices, RecordForm, type FormField, type FormState } from '../components/record-form.js';
import { RemoveRecord } from '../components/remove-record.js';
import { RecordTold, type Told } from '../components/record-told.js';
import { listAddress } from '../lists/book-list.js';
import { bookPaths, paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface ContactPageView {
  readonly contact: ContactView;
  readonly documents: ContactDocuments;
  readonly currency: string;
  readonly mayWrite: boolean;
  readonly told?: Told;
}

interface Props {
  readonly ctx: BusinessPageContext;
  readonly view: ContactPageView;
}

const ContactPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { contact, mayWrite } = view;
  const { list } = bookPaths(ctx.business);
  const texts = t.records.contact;
  const shown = (value: string | null) => (value === null ? t.records.none : <UserText>{value}</UserText>);
  return (
    <>
      <Breadcrumbs
        ctx={ctx}
        crumbs={[{ href: list('contacts'), text: t.lists.contacts.title }, { text: contact.name }]}
      />
      <h1>
        <UserText>{contact.name}</UserText>
      </h1>
      <RecordTold ctx={ctx} told={view.told} />
      <Panel id="open-documents" title={texts.openDocuments}>
        <Documents ctx={ctx} view={view} />
      </Panel>
      <Panel id="details" title={texts.details}>
        <Facts
          facts={[
            [t.lists.columns.kind, t.contactsFile.kinds[contact.kind]],
            [texts.email, shown(contact.email)],
            [texts.phone, shown(contact.phone)],
            [
              texts.address,
              <span key="address" className="lines">
                {shown(contact.address)}
              </span>,
            ],
            [texts.number, shown(contact.number)],
            [texts.language, contact.locale === null ? texts.sameLanguage : t.lists.languages[contact.locale]],
          ]}
        />
        {mayWrite && (
          <p className="actions">
            <ButtonLink look="primary" href={paths.editRecord(ctx.business.id, 'contacts', contact.id)}>
              {t.records.edit}
            </ButtonLink>
          </p>
        )}
        {mayWrite && contact.number === null && view.documents.open.length === 0 && (
          <RemoveRecord ctx={ctx} list="contacts" id={contact.id} name={contact.name} />
        )}
      </Panel>
    </>
  );
};

const Documents = ({ ctx, view: { contact, documents, currency } }: Props) => {
  const { t, f } = words(ctx);
  const texts = t.records.contact;
  const { list, record } = bookPaths(ctx.business);
  const money = (amount: string) => f.money({ amount, currency });
  return (
    <>
      {documents.open.length === 0 ? (
        <p>{texts.nothingOpen}</p>
      ) : (
        <>
          <Facts
            facts={[
              [texts.owed, <strong key="owed">{money(documents.owed)}</strong>],
              [texts.late, money(documents.late)],
            ]}
          />
          <DataTable
            cards
            captionHidden
            caption={texts.openDocuments}
            rows={documents.open.slice(0, 50)}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'number',
                header: t.lists.columns.number,
                names: true,
                phone: 'main',
                cell: ({ kind, id, number }) => {
                  const name = (
                    <>
                      {texts.kindOf[kind]} <UserText>{number}</UserText>
                    </>
                  );
                  return <a href={record(kind === 'invoice' ? 'invoices' : 'credit-notes', id)}>{name}</a>;
                },
              },
              {
                key: 'date',
                header: t.lists.columns.date,
                phone: 'small',
                cell: ({ date }) => <Day ctx={ctx} on={date} />,
              },
              {
                key: 'due',
                header: t.lists.columns.dueOn,
                cell: ({ dueOn }) => (dueOn === null ? '' : <Day ctx={ctx} on={dueOn} />),
              },
              { key: 'total', header: t.lists.columns.total, numeric: true, cell: ({ total }) => money(total) },
              { key: 'open', header: texts.open, numeric: true, phone: 'side', cell: ({ open }) => money(open) },
            ]}
          />
        </>
      )}
      {documents.isCut && <p className="quiet">{texts.cut}</p>}
      {contact.kind === 'customer' && (
        <p>
          <a href={listAddress(list('invoices'), { q: contact.name })}>{texts.allInvoices}</a>
        </p>
      )}
    </>
  );
};

export const contactPage = (ctx: BusinessPageContext, view: ContactPageView): string =>
  renderPage(ctx, view.contact.name, <ContactPage ctx={ctx} view={view} />);

export interface ContactFormView {
  /** The one that is changed; absent of one that is added. */
  readonly id?: string;
  readonly hidden: Readonly<Record<string, string | undefined>>;
  readonly state: FormState;
}

export function contactFields(ctx: BusinessPageContext): FormField[] {
  const { t } = words(ctx);
  const texts = t.records.contact;
  return [
    {
      name: 'kind',
      label: texts.kind,
      kind: 'radio',
      options: (['customer', 'supplier'] as const).map((value) => ({ value, label: texts.kinds[value] })),
    },
    { name: 'name', label: texts.name, maxLength: 200 },
    { name: 'email', label: texts.email, kind: 'email', hint: texts.emailHint, maxLength: 254, optional: true },
    { name: 'phone', label: texts.phone, maxLength: 50, optional: true },
    { name: 'address', label: texts.address, kind: 'area', maxLength: 500, optional: true },
    {
      name: 'locale',
      label: texts.language,
      kind: 'choice',
      hint: texts.languageHint,
      options: [
        { value: '', label: texts.sameLanguage },
        { value: 'fr', label: t.lists.languages.fr },
        { value: 'en', label: t.lists.languages.en },
      ],
      optional: true,
    },
    { name: 'number', label: texts.number, hint: texts.numberHint, maxLength: 50, optional: true },
  ];
}

export const contactFormPage = (ctx: BusinessPageContext, { id, hidden, state }: ContactFormView): string => {
  const { t } = words(ctx);
  const business = ctx.business.id;
  const isNew = id === undefined || state.isGone === true;
  const title = isNew ? t.records.contact.new : t.records.contact.edit;
  const fields = contactFields(ctx);
  return renderPage(
    ctx,
    state.faults === undefined ? title : `${t.common.errorPrefix} ${title}`,
    <div className="medium">
      <Breadcrumbs
        ctx={ctx}
        crumbs={[{ href: paths.list(business, 'contacts'), text: t.lists.contacts.title }, { text: title }]}
      />
      <h1>{title}</h1>
      <FormNotices ctx={ctx} fields={fields} state={state} />
      <Panel id="form" title={t.records.contact.details}>
        <RecordForm
          ctx={ctx}
          action={isNew ? paths.newRecord(business, 'contacts') : paths.editRecord(business, 'contacts', id)}
          hidden={hidden}
          fields={fields}
          state={state}
          cancel={isNew ? paths.list(business, 'contacts') : paths.record(business, 'contacts', id)}
        />
      </Panel>
    </div>,
  );
};
