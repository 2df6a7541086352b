import { FIRST_COLUMNS } from '../../src/books/digest-columns.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

describe('the columns of a digest', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start('digest-columns');
  });
  afterAll(() => scene.stop());

  test.each(Object.entries(FIRST_COLUMNS))(
    '%s: the first are there in their order, and what came later may be NULL',
    async (table, first) => {
      const found = await rows<{ name: string; nullable: string }>(
        scene.sql.admin,
        `SELECT COLUMN_NAME AS name, IS_NULLABLE AS nullable FROM information_schema.COLUMNS
       WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND COLUMN_NAME <> 'book_id' ORDER BY ORDINAL_POSITION`,
        [table],
      );
      const isFirst = ({ name }: { name: string }) => first.includes(name);
      expect(found.filter(isFirst).map(({ name }) => name)).toEqual(first);
      expect(found.filter((column) => !isFirst(column) && column.nullable !== 'YES')).toEqual([]);
    },
  );
});
