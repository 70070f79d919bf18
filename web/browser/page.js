// What every page can do a little better with a browser's help. Nothing here is needed to work.
(() => {
  const root = document.documentElement;
  root.classList.replace('no-js', 'js');

  // Messages at the edge of the page, with the way back where there is one.
  const TOAST_MS = 8000;
  function toast({ text, undo, problem }) {
    const holder = document.getElementById('toasts');
    const template = document.getElementById(problem ? 'toast-problem-template' : 'toast-template');
    if (!holder || !template) return;
    const item = template.content.firstElementChild.cloneNode(true);
    item.querySelector('[data-text]').textContent = text;
    if (undo) {
      const form = document.getElementById('toast-undo-template').content.firstElementChild.cloneNode(true);
      form.action = undo;
      form.setAttribute('hx-post', undo);
      form.addEventListener('submit', () => setTimeout(() => item.remove()));
      item.append(form);
      htmx.process(form);
    }
    while (holder.children.length > 2) holder.firstElementChild.remove();
    holder.append(item);
    setTimeout(() => item.remove(), problem ? TOAST_MS * 2 : TOAST_MS);
  }

  document.addEventListener('toast', (event) => toast(event.detail));
  // A form that saves itself says so itself.
  const saysItself = ({ detail }) => detail.elt.closest('form[data-complete], form[data-keep]') !== null;
  document.addEventListener('htmx:sendError', (event) => saysItself(event) || toast({ text: 'Careway cannot be reached. Nothing was changed; try again in a moment.', problem: true }));
  document.addEventListener('htmx:timeout', (event) => saysItself(event) || toast({ text: 'Careway is slow to answer. Look whether it was done before you try again.', problem: true }));
  window.careway = { toast, announce: (text) => { const at = document.getElementById('announcer'); if (at) at.textContent = text; } };

  // Words for times go stale; the exact time stays on hover.
  const MINUTE = 60_000;
  function span(ms) {
    const size = Math.abs(ms);
    if (size < MINUTE) return 'under 1 min';
    if (size < 100 * MINUTE) return `${Math.floor(size / MINUTE)} min`;
    if (size < 48 * 60 * MINUTE) return `${Math.floor(size / (60 * MINUTE))} h`;
    return `${Math.floor(size / (1440 * MINUTE))} d`;
  }
  const relative = (ms) => (ms < 0 ? `${span(ms)} ago` : `in ${span(ms)}`);
  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }
  function refreshTimes() {
    const now = Date.now();
    for (const time of document.querySelectorAll('time[data-relative]')) write(time, relative(Date.parse(time.dateTime) - now));
    for (const time of document.querySelectorAll('time[data-since]')) write(time, span(now - Date.parse(time.dateTime)));
    for (const time of document.querySelectorAll('time[data-due]')) {
      const ms = Date.parse(time.dateTime) - now;
      const urgency = ms < 0 ? 'overdue' : ms <= 15 * MINUTE ? 'soon' : 'later';
      time.className = `due ${urgency}`;
      const use = time.querySelector('use');
      use.setAttribute('href', use.getAttribute('href').replace(/#.*/, urgency === 'overdue' ? '#alert' : '#clock'));
      write(time.querySelector('span'), urgency === 'overdue' ? `Overdue ${span(ms)}` : `Due ${relative(ms)}`);
    }
  }
  // A record seen through broken glass leaves the screen when its hour is over.
  function closeGlass() {
    const glass = document.querySelector('[data-glass]');
    if (glass && Date.parse(glass.dataset.glass) <= Date.now()) location.replace(location.href);
  }
  setInterval(closeGlass, 5_000);
  setInterval(refreshTimes, 20_000);
  document.addEventListener('visibilitychange', () => document.hidden || refreshTimes());

  // Light, dark or as the machine says, at once.
  document.addEventListener('submit', (event) => {
    const form = event.target.closest('[data-theme-form]');
    if (!form || !event.submitter) return;
    event.preventDefault();
    const theme = event.submitter.value;
    if (theme === 'auto') root.removeAttribute('data-theme');
    else root.setAttribute('data-theme', theme);
    for (const button of form.querySelectorAll('button')) button.setAttribute('aria-pressed', String(button.value === theme));
    const body = new URLSearchParams(new FormData(form, event.submitter));
    fetch(form.action, { method: 'POST', body, headers: { 'hx-request': 'true' } }).catch(() => undefined);
  });

  // Dialogs, and menus that close when one looks elsewhere.
  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-open]');
    if (opener) document.getElementById(opener.dataset.open)?.showModal();
    for (const menu of document.querySelectorAll('.tools details[open], .menu details[open], details.menu-button[open]')) if (!menu.contains(event.target) || opener) menu.removeAttribute('open');
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const menu = document.querySelector('.tools details[open], .menu details[open], details.menu-button[open]');
    if (!menu) return;
    menu.removeAttribute('open');
    menu.querySelector('summary').focus();
  });

  // A choice in a filter acts at once; its button is for browsers without scripts.
  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-submit]')) event.target.form.requestSubmit();
  });

  // What is hard to undo asks once, with the consequence in words.
  document.addEventListener('submit', (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  // Where tabs run out of a narrow screen, the one that is open is in view.
  function showCurrentTab() {
    for (const tab of document.querySelectorAll('.chips.scroll [aria-current]')) {
      const tabs = tab.closest('.chips');
      tabs.scrollLeft = tab.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2;
    }
  }

  document.addEventListener('DOMContentLoaded', refreshTimes);
  document.addEventListener('DOMContentLoaded', showCurrentTab);
})();
