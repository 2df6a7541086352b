import type { Person } from '../../policy/matrix.js';
import { Icon } from '../../ui/components/icon.js';
import { Notice } from '../../ui/components/notices.js';
import { Panel } from '../../ui/components/panel.js';
import { Hidden } from '../../ui/components/text.js';
import type { PermissionsView } from '../operators-views.js';
import { t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { session } from './state.js';
import { useAnswer } from './use-answer.js';

const STAFF: readonly Person[] = ['support', 'support-lead', 'compliance', 'operator'];
const MEMBERS: readonly Person[] = ['original-owner', 'owner', 'accountant', 'bookkeeper', 'viewer'];

type Rows = PermissionsView['rows'];

/** The policy as the program has it, in words: who may what, staff and members apart. */
export const PermissionsScreen = () => {
  const answer = useAnswer<PermissionsView>('permissions', (api) => api.getPage({ pageName: 'permissions' }));
  const { permissions } = t.operators;
  useTitle(permissions.title);
  return (
    <Screen title={permissions.title} answer={answer} lead={<p className="lead">{permissions.lead}</p>}>
      {({ rows }) => (
        <>
          <Notice kind="info" title={permissions.never}>
            <p>{permissions.neverWhy}</p>
          </Notice>
          <People id="staff" title={permissions.staff} lead={permissions.staffLead} people={STAFF} rows={rows} />
          <People
            id="members"
            title={permissions.members}
            lead={permissions.membersLead}
            people={MEMBERS}
            rows={rows}
          />
        </>
      )}
    </Screen>
  );
};

interface PeopleProps {
  id: string;
  title: string;
  lead: string;
  people: readonly Person[];
  rows: Rows;
}

const People = ({ id, title, lead, people, rows }: PeopleProps) => {
  const theirs = rows.filter(({ who }) => who.some((person) => people.includes(person)));
  const subjects = [...new Set(theirs.map(({ on }) => on))];
  return (
    <Panel id={id} title={title}>
      <p>{lead}</p>
      <table className="data cards permissions" role="table">
        <caption className="visually-hidden">{title}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              {t.operators.permissions.action}
            </th>
            {people.map((person) => (
              <th key={person} scope="col" role="columnheader" className={ownClass(person)}>
                <Role person={person} />
              </th>
            ))}
          </tr>
        </thead>
        {subjects.map((on) => (
          <Subject key={on} on={on} people={people} rows={theirs.filter((row) => row.on === on)} />
        ))}
      </table>
    </Panel>
  );
};

/** What may be done with one kind of thing. On a phone each action is a card that names only who may. */
const Subject = ({ on, people, rows }: { on: Rows[number]['on']; people: readonly Person[]; rows: Rows }) => {
  const { subjects, actions } = t.operators.permissions;
  return (
    <tbody role="rowgroup">
      <tr role="row" className="subject">
        <th scope="rowgroup" role="rowheader" colSpan={people.length + 1}>
          {subjects[on]}
        </th>
      </tr>
      {rows.map(({ action, who }) => (
        <tr key={action} role="row">
          <th scope="row" role="rowheader">
            {actions[action]}
          </th>
          {people.map((person) => (
            <td key={person} role="cell" className={`${ownClass(person)} ${who.includes(person) ? 'may' : 'may-not'}`}>
              <Cell person={person} may={who.includes(person)} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
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
