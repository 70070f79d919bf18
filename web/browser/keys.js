// The keyboard: j k move, x selects, Enter opens, e starts, c claims, n takes the next, / searches, ? explains; on a task h, m, r, p, u.
(() => {
  const rows = () => [...document.querySelectorAll('[data-rows] [data-key]')];
  const active = () => document.querySelector('[data-key][data-active]');
  const typing = (target) => target.matches('input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable]');

  function move(step) {
    const all = rows();
    if (all.length === 0) return;
    const at = all.indexOf(active());
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step))];
    active()?.removeAttribute('data-active');
    next.setAttribute('data-active', '');
    const link = next.querySelector('a');
    link?.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
  }

  function toggle() {
    const box = active()?.querySelector('[data-pick]');
    if (!box || box.disabled) return;
    box.checked = !box.checked;
    document.dispatchEvent(new Event('careway:selection'));
  }

  const press = (selector) => active()?.querySelector(selector)?.click();
  // On a page of its own a task has no row: its buttons and fields say which key reaches them.
  function reach(key) {
    const target = document.querySelector(`[data-shortcut="${key}"]`);
    if (!target) return;
    const closed = target.closest('details:not([open])');
    if (closed) closed.open = true;
    if (target.matches('a, button')) target.click();
    else target.focus();
  }
  const ACTIONS = {
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => active() && move(1),
    ArrowUp: () => active() && move(-1),
    x: toggle,
    o: () => press('a'),
    e: () => (active()?.querySelector('[data-start]') ?? active()?.querySelector('a'))?.click(),
    c: () => (active() ? press('[data-claim]') : reach('c')),
    h: () => reach('h'),
    m: () => reach('m'),
    r: () => reach('r'),
    p: () => reach('p'),
    a: () => reach('a'),
    u: () => reach('u'),
    n: () => document.querySelector('[data-next]')?.click(),
    '/': () => document.querySelector('[data-search]')?.focus(),
    '?': () => document.getElementById('keys-help')?.showModal(),
  };

  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
      const form = event.target.closest?.('form[data-complete]') ?? document.querySelector('form[data-complete]');
      form?.querySelector('[data-complete-button]')?.click();
      return;
    }
    if (event.key === 'Escape') {
      if (typing(event.target)) return event.target.blur();
      for (const box of document.querySelectorAll('[data-pick]:checked')) box.checked = false;
      document.dispatchEvent(new Event('careway:selection'));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector('dialog[open]')) return;
    const act = ACTIONS[event.key];
    if (!act) return;
    if (event.key.startsWith('Arrow') && !active()) return;
    event.preventDefault();
    act();
  });

  document.addEventListener('focusin', (event) => {
    const row = event.target.closest?.('[data-rows] [data-key]');
    if (!row || row === active()) return;
    active()?.removeAttribute('data-active');
    row.setAttribute('data-active', '');
  });
})();
