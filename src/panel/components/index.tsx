import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router-dom';
import { APP_ELEMENT } from '../panel-state.js';
import { PanelApplication } from './application.js';

createRoot(document.getElementById(APP_ELEMENT)!).render(
  <BrowserRouter>
    <PanelApplication />
  </BrowserRouter>,
);
