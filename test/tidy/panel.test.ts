import { readFileSync } from 'node:fs';
import { PANEL_PAGES } from '../../src/panel/panel-contents.js';

test('every page of the panel is tried by every role, and by a stranger', () => {
  const tried = readFileSync('test/golden/panel.txt', 'utf8');
  const untried = Object.keys(PANEL_PAGES).filter((page) => !new RegExp(`^GET /api/pages/${page}\\b`, 'm').test(tried));
  expect({ 'list it in test/e2e/panel.test.ts': untried }).toEqual({ 'list it in test/e2e/panel.test.ts': [] });
});
