// Every page works without this file. It makes a few things smoother, and adds nothing that cannot be done otherwise.
import { helpWithEntry } from './entry-form.js';
import { closeMenus } from './menus.js';
import { bringBackTyped, keepTyped } from './typed.js';

(() => {
  'use strict';

  const language = document.documentElement.lang;
  const shown = (value) => (typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : String(value));

  /** A form goes once: a second press while it is on its way does nothing. */
  function sendOnce(form) {
    form.addEventListener('submit', (event) => {
      if (event.defaultPrevented) return;
      if (form.dataset.sent === 'yes') {
        event.preventDefault();
        return;
      }
      form.dataset.sent = 'yes';
      const button = event.submitter;
      if (button instanceof HTMLElement && button.dataset.working) busy(button);
    });
  }

  /** What a button said before it was pressed. */
  const before = new Map();

  function busy(button) {
    const label = button.querySelector('span') ?? button;
    before.set(button, [...label.childNodes]);
    button.setAttribute('aria-disabled', 'true');
    label.replaceChildren(button.dataset.working);
  }

  function ready(button) {
    const words = before.get(button);
    if (words === undefined) return;
    (button.querySelector('span') ?? button).replaceChildren(...words);
    before.delete(button);
    button.removeAttribute('aria-disabled');
  }

  /** Coming back with the Back button finds the forms as they were. */
  window.addEventListener('pageshow', () => {
    document.querySelectorAll('form[data-sent]').forEach((form) => delete form.dataset.sent);
    [...before.keys()].forEach(ready);
  });

  function printable(button) {
    button.hidden = false;
    document.querySelectorAll('[data-print-hint]').forEach((hint) => hint.remove());
    button.addEventListener('click', () => window.print());
    if (new URLSearchParams(location.search).get('print') === '1') {
      window.addEventListener('load', () => setTimeout(() => window.print(), 150));
    }
  }

  /** Copies the text of a field that is read only, and says so. */
  function copyable(button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      button.querySelector('span').textContent = button.dataset.copied;
    });
  }

  function fill(root, values) {
    for (const slot of root.querySelectorAll('[data-slot]')) {
      const value = values[slot.dataset.slot];
      if (value !== undefined && value !== null) slot.textContent = shown(value);
      else slot.closest('.facts > div')?.remove();
    }
    root.querySelectorAll('[data-for]').forEach((each) => {
      if (each.dataset.for !== values.code) each.remove();
    });
  }

  async function askProgress(path) {
    try {
      const answer = await fetch(path, { headers: { accept: 'application/json' }, credentials: 'same-origin' });
      return answer.ok ? await answer.json() : undefined;
    } catch {
      return undefined;
    }
  }

  function showProgress(root, { linesDone, lines }) {
    const bar = root.querySelector('progress');
    if (typeof lines === 'number' && lines > 0) {
      bar.max = lines;
      bar.value = linesDone;
    } else {
      bar.removeAttribute('value');
    }
    fill(root, { linesDone });
  }

  /** What takes a while, and somebody else or an earlier visit has started: an import, a pack. */
  function watchRunning(root) {
    const timer = setInterval(async () => {
      const progress = await askProgress(root.dataset.running);
      if (progress === undefined) return;
      if (progress.running) {
        showProgress(root, progress);
      } else {
        clearInterval(timer);
        location.reload();
      }
    }, 1500);
  }

  /** Sends the file and says how far it is: first the sending, then the recording. */
  function importForm(form) {
    const input = form.querySelector('input[type=file]');
    const box = form.querySelector('[data-progress]');
    const said = box.querySelector('[data-uploading]');
    const bar = box.querySelector('progress');
    const lines = box.querySelector('[data-lines]');
    const button = form.querySelector('button[type=submit]');
    const answers = document.querySelector('[data-import-answer]');
    let timer;

    dropZone(form.querySelector('[data-drop]'), input);

    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (form.dataset.busy === 'yes') return;
      form.dataset.busy = 'yes';
      busy(button);
      answers.replaceChildren();
      box.hidden = false;
      said.textContent = said.dataset.uploading;
      bar.value = 0;

      const request = new XMLHttpRequest();
      request.open('POST', form.action);
      request.setRequestHeader('Accept', 'application/json');
      request.responseType = 'json';
      request.upload.addEventListener('progress', ({ lengthComputable, loaded, total }) => {
        if (lengthComputable) bar.value = (100 * loaded) / total;
      });
      request.upload.addEventListener('load', recording);
      request.addEventListener('load', () => {
        const body = request.response ?? {};
        if (request.status >= 200 && request.status < 300) answer('done', body);
        else answer('failed', failure(body, request.status));
      });
      request.addEventListener('error', () => answer('failed', { code: 'INTERRUPTED' }));
      request.addEventListener('abort', () => answer('failed', { code: 'INTERRUPTED' }));
      request.send(new FormData(form));
    });

    function recording() {
      said.textContent = said.dataset.recording;
      bar.setAttribute('aria-label', said.dataset.recording);
      bar.removeAttribute('value');
      timer = setInterval(async () => {
        const progress = await askProgress(form.dataset.import);
        if (!progress?.running || box.hidden) return;
        lines.hidden = false;
        showProgress(box, progress);
      }, 700);
    }

    function answer(kind, values) {
      clearInterval(timer);
      delete form.dataset.busy;
      ready(button);
      box.hidden = true;
      lines.hidden = true;
      bar.max = 100;
      const template = form.querySelector(`template[data-${kind}]`);
      const told = template.content.cloneNode(true);
      const text =
        told.querySelector(`[data-code="${CSS.escape(values.code ?? '')}"]`) ??
        told.querySelector('[data-code="OTHER"]');
      fill(told, { ...values, message: text?.textContent });
      told.querySelectorAll('ul[hidden]').forEach((list) => list.remove());
      listFurther(told.querySelector('[data-further]'), values.further ?? []);
      answers.replaceChildren(told);
      const first = answers.firstElementChild;
      first.tabIndex = -1;
      first.focus();
      first.scrollIntoView({ block: 'nearest' });
      if (kind === 'done') form.reset();
    }
  }

  /** What is told of it: of a file's faults all, in the reader's words; of anything else not the API's own sentence. */
  function failure({ detail, ...body }, status) {
    const code = body.code ?? (status === 413 ? 'TOO_LARGE' : 'OTHER');
    return { ...body, code, detail: body.further ? detail : undefined };
  }

  /** What else is wrong with a file, each a sentence. */
  function listFurther(box, sentences) {
    if (!box || sentences.length === 0) return;
    box.hidden = false;
    for (const sentence of sentences) {
      const item = document.createElement('li');
      item.textContent = sentence;
      box.querySelector('ul').append(item);
    }
  }

  function dropZone(zone, input) {
    const over = (on) => (event) => {
      event.preventDefault();
      zone.classList.toggle('over', on);
    };
    zone.addEventListener('dragover', over(true));
    zone.addEventListener('dragleave', over(false));
    zone.addEventListener('drop', (event) => {
      over(false)(event);
      if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
    });
  }

  document.querySelectorAll('form[data-once], form.one-button').forEach(sendOnce);
  document.querySelectorAll('form[data-entry]').forEach(helpWithEntry);
  // The page that one is on is in sight in a menu that moves.
  document.querySelector('.section-nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  closeMenus();
  // In another language the page comes anew: what was typed comes with it.
  const main = document.querySelector('main');
  document.querySelector('form[data-language]')?.addEventListener('submit', () => keepTyped(main));
  bringBackTyped(main);
  // Loaded where there is a button for it, and nowhere else.
  const passkey = document.querySelector('button[data-passkey]');
  if (passkey) import(passkey.dataset.script).then(({ offerPasskeys }) => offerPasskeys(document));
  const documentForm = document.querySelector('form[data-document]');
  if (documentForm) import(documentForm.dataset.document).then(({ easeDocument }) => easeDocument(documentForm));
  document.querySelectorAll('[data-copy]').forEach(copyable);
  document.querySelectorAll('[data-print]').forEach(printable);
  document.querySelectorAll('[data-running]').forEach(watchRunning);
  document.querySelectorAll('form[data-import]').forEach(importForm);
})();
