import type { StaffRequestView } from '../../people/identity/staff-requests.service.js';
import { Template, UserText } from '../../ui/components/text.js';
import { t } from './locale.js';

/** What a request is about, in a sentence. */
export const WantedChange = ({ row }: { row: StaffRequestView }) => (
  <Template
    text={t.operators.staffRequests.what[row.action]}
    values={{ email: <UserText>{row.email}</UserText>, role: row.role === null ? '' : t.roles[row.role] }}
  />
);
