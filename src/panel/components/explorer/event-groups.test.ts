import { EVENT_TYPES } from '../../../log/events/event-catalogue.js';
import { RECORDED_ENDS, eventTypesOf } from '../../../log/recorded-commands.js';
import { groupOf } from './event-groups.js';

test('recorded commands and snapshots are a group of their own', () => {
  const snapshots = EVENT_TYPES.filter((type) => type.startsWith('snapshot.'));
  expect(EVENT_TYPES.filter((type) => groupOf(type) === 'switches').sort()).toEqual(
    [...RECORDED_ENDS.flatMap(eventTypesOf), ...snapshots].sort(),
  );
});
