import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router-dom';
import { closeMenus } from '../../ui/assets/menus.js';
import { keepTyped } from '../../ui/assets/typed.js';
import { PageOwner } from '../../ui/components/post-form.js';
import { APP_ELEMENT } from '../panel-state.js';
import { PanelApplication } from './application.js';
import { state } from './state.js';

closeMenus();
document.addEventListener('submit', ({ target }) => {
  if (target instanceof HTMLFormElement && 'language' in target.dataset) keepTyped(document.querySelector('main')!);
});
createRoot(document.getElementById(APP_ELEMENT)!).render(
  <BrowserRouter>
    <PageOwner.Provider value={state.owner}>
      <PanelApplication />
    </PageOwner.Provider>
  </BrowserRouter>,
);
