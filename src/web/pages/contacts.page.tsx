import { ButtonLink } from '../../ui/components/buttons.js';
import { DataTable } from '../../ui/components/data-table.js';
import { Pager, Panel } from '../../ui/components/panel.js';
import { UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { bookPaths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface ContactsView {
  contacts: { id: string; name: string; kind: 'customer' | 'supplier'; email: string | null; phone: string | null }[];
  /** The key after which others follow. */
  next?: string;
  /** The key this page came after; absent on the first page. */
  after?: string;
}

const ContactsPage = ({ ctx, view }: { ctx: BusinessPageContext; view: ContactsView }) => {
  const { t } = words(ctx);
  const { contactsFile: texts } = t;
  const { contacts, contactsCsv } = bookPaths(ctx.business);
  return (
    <>
      <h1>{t.counts.contacts}</h1>
      <p className="actions">
        <ButtonLink href={contactsCsv} icon="download" download>
          {t.common.downloadCsv}
        </ButtonLink>
      </p>
      <Panel id="contacts" title={t.look.contacts}>
        {view.contacts.length === 0 ? (
          <p>{t.look.contactsNone}</p>
        ) : (
          <DataTable
            cards
            caption={t.look.contacts}
            captionHidden
            rows={view.contacts}
            rowKey={(contact) => contact.id}
            columns={[
              {
                key: 'name',
                header: texts.name,
                names: true,
                phone: 'main',
                cell: ({ name }) => <UserText>{name}</UserText>,
              },
              { key: 'kind', header: texts.kind, phone: 'small', cell: ({ kind }) => texts.kinds[kind] },
              { key: 'email', header: texts.email, cell: ({ email }) => <UserText>{email ?? ''}</UserText> },
              { key: 'phone', header: texts.phone, cell: ({ phone }) => <UserText>{phone ?? ''}</UserText> },
            ]}
          />
        )}
        <Pager
          newest={view.after === undefined ? undefined : { href: contacts(), title: t.look.first }}
          older={view.next === undefined ? undefined : { href: contacts(view.next), title: t.look.following }}
        />
      </Panel>
    </>
  );
};

export const contactsPage = (ctx: BusinessPageContext, view: ContactsView): string =>
  renderPage(ctx, words(ctx).t.counts.contacts, <ContactsPage ctx={ctx} view={view} />);
