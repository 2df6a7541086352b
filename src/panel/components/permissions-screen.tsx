import { Fragment } from 'react';
import { Link } from 'react-router-dom';
import type { StaffRole } from '../../platform/kernel/actor.js';
import type { Person } from '../../policy/matrix.js';
import { Icon } from '../../ui/components/icon.js';
import { Notice } from '../../ui/components/notices.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { Hidden, UserText } from '../../ui/components/text.js';
import type { PermissionsView } from '../operators-views.js';
import { t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { panelPaths } from '../panel-paths.js';
import { session, state } from './state.js';
import { useAnswer } from './use-answer.js';

const STAFF: readonly StaffRole[] = ['support', 'support-lead', 'compliance', 'operator'];
const MEMBERS: readonly Person[] = ['original-owner', 'owner', 'accountant', 'bookkeeper', 'viewer'];

type Rows = PermissionsView['rows'];

/** The policy as the program has it, in words: one grid of who may what, with who holds each role of staff. */
export const PermissionsScreen = () => {
  const answer = useAnswer<PermissionsView>('permissions', (api) => api.getPage({ pageName: 'permissions' }));
  const { permissions } = t.operators;
  useTitle(permissions.title);
  return (
    <Screen title={permissions.title} answer={answer} lead={<p className="lead">{permissions.lead}</p>}>
      {({ rows, holders }) => (
        <>
          <Notice kind="info" title={permissions.never}>
            <p>{permissions.neverWhy}</p>
          </Notice>
          {holders && <Holders holders={holders} />}
          <Grid rows={rows} />
        </>
      )}
    </Screen>
  );
};

const Holders = ({ holders }: { holders: NonNullable<PermissionsView['holders']> }) => {
  const { permissions } = t.operators;
  return (
    <Panel id="holders" title={permissions.holders}>
      <Facts
        facts={STAFF.map((person) => {
          const held = holders[person];
          return [
            permissions.persons[person],
            held ? <Addresses key={person} held={held} role={person} /> : permissions.nobody,
          ] as const;
        })}
      />
    </Panel>
  );
};

type Held = NonNullable<NonNullable<PermissionsView['holders']>[StaffRole]>;

const Addresses = ({ held: { emails, hasMore }, role }: { held: Held; role: StaffRole }) => (
  <>
    {emails.map((email, i) => (
      <Fragment key={email}>
        {i > 0 && ', '}
        <UserText>{email}</UserText>
      </Fragment>
    ))}
    {hasMore && (
      <>
        {', '}
        {state.resources.includes('staff') ? (
          <Link to={panelPaths.list('staff', { 'filters.role': role })}>{t.operators.permissions.more}</Link>
        ) : (
          t.operators.permissions.more
        )}
      </>
    )}
  </>
);

/** Actions on one thing that the same people may do stand in one row. */
function grouped(rows: Rows): { on: Rows[number]['on']; actions: Rows[number]['action'][]; who: readonly Person[] }[] {
  const groups = new Map<
    string,
    { on: Rows[number]['on']; actions: Rows[number]['action'][]; who: readonly Person[] }
  >();
  for (const { on, action, who } of rows) {
    const key = `${on} ${who.join()}`;
    const group = groups.get(key) ?? { on, actions: [], who };
    group.actions.push(action);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const Grid = ({ rows }: { rows: Rows }) => {
  const { permissions } = t.operators;
  const people = [...STAFF, ...MEMBERS];
  return (
    <Panel id="grid" title={permissions.grid}>
      <p>
        {permissions.staffLead} {permissions.membersLead}
      </p>
      <div className="table-box" tabIndex={0} role="region" aria-label={permissions.grid}>
        <table className="data cards permissions" role="table">
          <caption className="visually-hidden">{permissions.grid}</caption>
          <thead role="rowgroup">
            <tr role="row">
              <td role="cell" />
              <th scope="colgroup" role="columnheader" colSpan={STAFF.length}>
                {permissions.staff}
              </th>
              <th scope="colgroup" role="columnheader" colSpan={MEMBERS.length}>
                {permissions.members}
              </th>
            </tr>
            <tr role="row">
              <th scope="col" role="columnheader">
                {permissions.action}
              </th>
              {people.map((person) => (
                <th key={person} scope="col" role="columnheader" className={ownClass(person)}>
                  <Role person={person} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {grouped(rows).map(({ on, actions, who }) => (
              <tr key={`${on} ${actions[0]!}`} role="row">
                <th scope="row" role="rowheader">
                  {permissions.subjects[on]}{' '}
                  <span className="quiet">{actions.map((action) => permissions.actions[action]).join(' · ')}</span>
                </th>
                {people.map((person) => (
                  <td
                    key={person}
                    role="cell"
                    className={`${ownClass(person)} ${who.includes(person) ? 'may' : 'may-not'}`}
                  >
                    <Cell person={person} may={who.includes(person)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
};

const isOwn = (person: Person) => person === session.role;
const ownClass = (person: Person) => (isOwn(person) ? 'own-role' : '');

const Role = ({ person }: { person: Person }) => (
  <>
    {t.operators.permissions.persons[person]}
    {isOwn(person) && <span className="own-role-word">{t.operators.permissions.own}</span>}
  </>
);

const Cell = ({ person, may }: { person: Person; may: boolean }) => {
  const { permissions } = t.operators;
  return (
    <>
      {may ? <Icon name="check" /> : <span aria-hidden="true">–</span>}
      <Hidden>{may ? permissions.yes : permissions.no}</Hidden>
      <span className="phone-only" aria-hidden="true">
        <Role person={person} />
      </span>
    </>
  );
};
