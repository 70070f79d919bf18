// Lists that keep themselves fresh without moving under the pointer: known rows change in place, rows that are gone stay, dimmed,
// and new ones wait behind a button until somebody asks for them or nobody has touched the page for a while.
(() => {
  const LEAST_MS = 500;
  const IDLE_MS = 15_000;
  let touched = Date.now();
  for (const type of ['pointerdown', 'pointermove', 'keydown', 'scroll']) addEventListener(type, () => { touched = Date.now(); }, { passive: true });

  const rowsOf = (region) => [...region.querySelectorAll('[data-key]')];
  const picked = (region) => region.querySelectorAll('[data-pick]:checked').length;
  const inUse = (region) => Date.now() - touched < IDLE_MS || region.matches(':hover') || region.contains(document.activeElement) || picked(region) > 0;

  document.addEventListener('DOMContentLoaded', () => {
    for (const region of document.querySelectorAll('[data-part]')) watch(region);
    updateBulk();
  });

  function watch(region) {
    const part = region.dataset.part;
    let waiting = null;
    let last = 0;
    let dirty = false;

    async function refresh() {
      waiting = null;
      last = Date.now();
      if (document.hidden) {
        dirty = true;
        return;
      }
      dirty = false;
      const answer = await fetch(location.href, { headers: { 'x-part': part } }).catch(() => null);
      if (answer?.status === 401) return location.reload();
      if (!answer?.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = page.querySelector(`[data-part="${part}"]`);
      if (fresh) merge(region, fresh);
      if (fresh?.querySelector('[data-again]')) setTimeout(soon, 1500); // work goes on: a lost message must not leave it standing
    }
    function soon() {
      waiting ??= setTimeout(refresh, Math.max(150, last + LEAST_MS - Date.now()));
    }

    // A page about one stay need not ask again for what happens to the others.
    const concerned = ({ detail }) => (region.dataset.only === undefined || !detail?.id || detail.id === region.dataset.only) && soon();

    if (region.querySelector('[data-again]')) setTimeout(soon, 1500);
    for (const topic of [...(region.dataset.topics ?? '').split(' '), 'poll']) if (topic) document.body.addEventListener(`live:${topic}`, concerned);
    document.addEventListener('refresh', soon);
    document.addEventListener('visibilitychange', () => document.hidden || (dirty && soon()));
    region.addEventListener('click', (event) => event.target.closest('[data-fresh]') && apply(region));
    setInterval(() => region.latest && !inUse(region) && apply(region), 2000);
  }

  /** Bring what changed into the page, leaving every row where it is. */
  function merge(region, fresh) {
    for (const part of fresh.querySelectorAll('[data-swap]')) swap(region, part);
    const listing = region.querySelector('[data-listing]');
    const next = fresh.querySelector('[data-listing]');
    if (!listing || !next) return;
    if (!listing.querySelector('[data-rows]') || !next.querySelector('[data-rows]')) {
      if (signature(listing) !== signature(next) && !listing.querySelector('details[open]') && !isTyping(listing)) replace(region, next);
      return;
    }
    const now = new Map(rowsOf(next).map((row) => [row.dataset.key, row]));
    const known = new Set();
    for (const row of rowsOf(listing)) {
      known.add(row.dataset.key);
      const newer = now.get(row.dataset.key);
      if (!newer) markGone(row);
      else if (newer.dataset.version !== row.dataset.version || row.hasAttribute('data-gone')) replaceRow(row, newer);
    }
    const added = [...now.keys()].filter((key) => !known.has(key)).length;
    region.latest = added > 0 || rowsOf(listing).some((row) => row.hasAttribute('data-gone')) ? next : null;
    const button = region.querySelector('[data-fresh]');
    if (!button) return;
    button.hidden = !region.latest;
    if (added > 0 && button.dataset.count !== String(added)) window.careway.announce(`${added} new in this list`);
    button.dataset.count = String(added);
    button.textContent = added > 0 ? `Show ${added} new` : 'Tidy up';
  }

  /** What a part says, without form tokens and words for times, which differ every time. */
  const signature = (part) => part.innerHTML.replace(/name="_csrf" value="[^"]*"/g, '').replace(/(<time[^>]*>)[^]*?<\/time>/g, '$1').replace(/ class="(due [a-z]+|htmx-[a-z]+)"/g, '');
  const isTyping = (part) => part.contains(document.activeElement) && document.activeElement.matches('input, select, textarea');

  function swap(region, part) {
    const old = region.querySelector(`[data-swap="${part.dataset.swap}"]`);
    if (!old || signature(old) === signature(part) || old.contains(document.activeElement)) return;
    if (!part.hasAttribute('data-swap-now') && old.matches(':hover')) return; // what one points at stays; words alone may change at once
    const copy = document.importNode(part, true);
    old.replaceWith(copy);
    htmx.process(copy);
  }

  function replaceRow(row, next) {
    const copy = document.importNode(next, true);
    const hadFocus = row.contains(document.activeElement);
    const pick = copy.querySelector('[data-pick]');
    if (pick) pick.checked = row.querySelector('[data-pick]')?.checked ?? false;
    copy.toggleAttribute('data-active', row.hasAttribute('data-active'));
    copy.setAttribute('data-changed', '');
    row.replaceWith(copy);
    htmx.process(copy);
    if (hadFocus) copy.querySelector('a')?.focus({ preventScroll: true });
    setTimeout(() => copy.removeAttribute('data-changed'), 1500);
  }

  function markGone(row) {
    if (row.hasAttribute('data-gone')) return;
    row.setAttribute('data-gone', '');
    for (const control of row.querySelectorAll('button, [data-pick]')) {
      control.disabled = true;
      if (control.checked) control.checked = false;
    }
    const words = row.querySelector('[data-gone-words]');
    if (words) words.textContent = 'No longer in this list';
    updateBulk();
  }

  /** Show the list as it is now. */
  function apply(region) {
    if (region.latest) replace(region, region.latest);
  }

  function replace(region, next) {
    const listing = region.querySelector('[data-listing]');
    const active = listing.querySelector('[data-active]')?.dataset.key;
    // A line that replaces another is no target of the address, though it is what the address names.
    const aimed = listing.querySelector(':target, [data-aimed]')?.id;
    const chosen = new Set([...listing.querySelectorAll('[data-pick]:checked')].map((box) => box.value));
    listing.replaceChildren(...document.importNode(next, true).childNodes);
    region.latest = null;
    const button = region.querySelector('[data-fresh]');
    if (button) button.hidden = true;
    for (const box of listing.querySelectorAll('[data-pick]')) box.checked = chosen.has(box.value);
    if (active) listing.querySelector(`[data-key="${CSS.escape(active)}"]`)?.setAttribute('data-active', '');
    if (aimed) document.getElementById(aimed)?.setAttribute('data-aimed', '');
    htmx.process(listing);
    updateBulk();
    document.dispatchEvent(new Event('careway:replaced'));
  }

  addEventListener('hashchange', () => document.querySelectorAll('[data-aimed]').forEach((line) => line.removeAttribute('data-aimed')));

  // The bulk bar is there when something is selected.
  function updateBulk() {
    const bar = document.querySelector('[data-bulk]');
    if (!bar) return;
    const chosen = document.querySelectorAll('[data-pick]:checked').length;
    bar.hidden = chosen === 0;
    for (const words of bar.querySelectorAll('[data-bulk-count]')) words.textContent = `${chosen} selected`;
    const all = document.querySelector('[data-pick-all]');
    if (all) {
      const boxes = document.querySelectorAll('[data-pick]:not(:disabled)').length;
      all.checked = chosen > 0 && chosen === boxes;
      all.indeterminate = chosen > 0 && chosen < boxes;
    }
  }

  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-pick-all]')) for (const box of document.querySelectorAll('[data-pick]:not(:disabled)')) box.checked = event.target.checked;
    if (event.target.matches('[data-pick], [data-pick-all]')) updateBulk();
  });
  document.addEventListener('careway:selection', updateBulk);
})();
