import { UserText } from '../../ui/components/text.js';
import { state } from './state.js';

/** The number of a ticket; a link to it where TICKET_URL says where tickets are. */
export const Ticket = ({ ticket }: { ticket: string }) =>
  state.ticketUrl === undefined ? (
    <UserText>{ticket}</UserText>
  ) : (
    <a href={state.ticketUrl.replace('{ticket}', encodeURIComponent(ticket))} target="_blank" rel="noreferrer">
      <UserText>{ticket}</UserText>
    </a>
  );
