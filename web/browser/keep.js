// What is typed is never lost without a word: it is kept in this tab until Careway has it, and the form says how it stands.
// A form is sent only once Careway is known to be there; a draft that could not be saved is tried again.
(() => {
  const KEPT = 'careway-typed:';
  const RETRY_MS = 10_000;
  const PATIENCE_MS = 10_000;

  document.addEventListener('DOMContentLoaded', () => {
    forgetOthers();
    for (const form of document.querySelectorAll('form[data-complete], form[data-keep]')) {
      watch(form);
      restore(form);
    }
  });

  function watch(form) {
    form.addEventListener('input', () => {
      form.dataset.unsaved = '';
      keep(form);
      say(form, navigator.onLine ? 'Not saved yet' : 'No connection. Not saved; kept on this device.');
    });
    form.addEventListener('submit', (event) => {
      if (event.defaultPrevented) return; // a field is to be looked at again
      event.preventDefault();
      void send(form, event.submitter);
    });
    // A form that is being sent needs no draft any more.
    form.addEventListener('htmx:beforeRequest', (event) => 'sending' in form.dataset && event.detail.elt.hasAttribute('data-draft') && event.preventDefault());
    // Only what saves itself has an answer here; a form that is sent leaves the page.
    form.addEventListener('htmx:afterRequest', ({ detail }) => {
      if (!detail.elt.hasAttribute('data-draft') || 'sending' in form.dataset) return;
      if (!detail.successful) return say(form, draftProblem(detail.xhr?.status ?? 0));
      delete form.dataset.unsaved;
      sessionStorage.removeItem(keyOf(form));
    });
    const isOpen = () => 'unsaved' in form.dataset && !('sending' in form.dataset);
    const again = () => isOpen() && form.querySelector('[data-draft]') && form.dispatchEvent(new Event('input', { bubbles: true }));
    addEventListener('online', () => isOpen() && (again() || say(form, 'Connected again. Not saved yet')));
    addEventListener('offline', () => isOpen() && say(form, 'No connection. Not saved; kept on this device.'));
    setInterval(() => 'failed' in form.dataset && again(), RETRY_MS);
    addEventListener('beforeunload', (event) => {
      if (isOpen()) event.preventDefault();
    });
  }

  function draftProblem(status) {
    if (status === 409) return 'Not saved: it was changed meanwhile. What you typed stays here; open it again in another tab.';
    if (status === 401) return 'Not saved: your session is over. What you typed stays here; sign in again in another tab.';
    return 'Could not save. Kept on this device; trying again.';
  }

  /** Ask first whether Careway is there and who is signed in, then send: a lost connection must not cost the page. */
  async function send(form, submitter) {
    if ('sending' in form.dataset) return;
    form.dataset.sending = '';
    for (const draft of form.querySelectorAll('[data-draft]')) htmx.trigger(draft, 'htmx:abort');
    keep(form, true);
    say(form, 'Sending…');
    const problem = await clear(form);
    if (problem) {
      delete form.dataset.sending;
      form.dataset.unsaved = '';
      keep(form);
      return say(form, problem);
    }
    if (submitter?.name) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: submitter.name, value: submitter.value }));
    if (submitter?.hasAttribute('formaction')) form.action = submitter.formAction;
    HTMLFormElement.prototype.submit.call(form);
  }

  /** Null when the form may be sent; its token is renewed, because somebody may have signed in again in another tab. */
  async function clear(form) {
    if (!navigator.onLine) return 'No connection: nothing was sent. Kept on this device; send it again when you are connected.';
    const answer = await fetch('/here', { headers: { 'x-part': 'here' }, signal: AbortSignal.timeout(PATIENCE_MS) }).catch((error) => error);
    if (answer.name === 'TimeoutError') return 'Careway is slow to answer: nothing was sent. Kept on this device; send it again in a moment.';
    if (answer instanceof Error) return 'Careway cannot be reached: nothing was sent. Kept on this device; send it again in a moment.';
    if (answer.status === 401) return 'Your session is over: nothing was sent. Sign in again in another tab, then send it from here.';
    if (!answer.ok) return 'Careway cannot take it just now: nothing was sent. Kept on this device; send it again in a moment.';
    const { person: signedIn, token } = await answer.json();
    if (signedIn !== person()) return 'Somebody else is signed in now: nothing was sent. Sign in as yourself in another tab, then send it from here.';
    if (form.elements._csrf) form.elements._csrf.value = token;
    return null;
  }

  // Kept for the person who typed it, in this tab alone: a page that reloads or a connection that drops loses nothing. The
  // server's draft comes first; signing out, or another person, wipes it.
  const person = () => document.body.dataset.live ?? '';
  /** Which form: where it is sent, and what it is about, since a page may have several alike. */
  const keyOf = (form) => `${KEPT}${person()}:${new URL(form.getAttribute('action'), location.href).pathname}:${[...form.elements].filter(isAbout).map(({ value }) => value).join('.')}`;
  const isAbout = ({ type, name }) => type === 'hidden' && !['_csrf', '_once', '_version', 'version'].includes(name);
  const versionOf = ({ elements }) => (elements._version ?? elements.version)?.value ?? '';
  const isTyped = (control) => control.name && !control.name.startsWith('_') && control.type !== 'hidden' && control.type !== 'submit' && control.type !== 'password';

  function keep(form, sent = false) {
    const typed = [...form.elements].filter(isTyped).map(({ name, type, value, checked }) => (type === 'radio' || type === 'checkbox' ? [name, value, checked] : [name, value, null]));
    sessionStorage.setItem(keyOf(form), JSON.stringify({ version: versionOf(form), typed, sent }));
  }

  function restore(form) {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(form)) ?? 'null');
    sessionStorage.removeItem(keyOf(form));
    // A form the server has shown again carries what was typed; one of another version is another form.
    if (!kept || document.querySelector('[data-error-summary]') || kept.version !== versionOf(form)) return;
    let restored = false;
    for (const [name, value, checked] of kept.typed) {
      const control = [...form.elements].find((one) => isTyped(one) && one.name === name && (checked === null || one.value === value));
      if (!control || (checked === null ? control.value === value : control.checked === checked)) continue;
      if (checked === null) control.value = value;
      else control.checked = checked;
      restored = true;
    }
    if (!restored) return;
    for (const closed of document.querySelectorAll('details:not([open])')) if (closed.contains(form)) closed.open = true;
    form.dispatchEvent(new Event('change', { bubbles: true }));
    form.dispatchEvent(new Event('input', { bubbles: true }));
    say(form, 'Restored what you had typed. Not saved yet');
  }

  /** Wipe what others typed, and what was sent when this page says that it has arrived. */
  function forgetOthers(all = false) {
    const arrived = document.querySelector('[data-flash]') !== null;
    for (const key of Object.keys(sessionStorage)) {
      if (!key.startsWith(KEPT)) continue;
      const isOthers = person() === '' || !key.startsWith(`${KEPT}${person()}:`);
      if (all || isOthers || (arrived && JSON.parse(sessionStorage.getItem(key)).sent)) sessionStorage.removeItem(key);
    }
  }
  document.addEventListener('submit', (event) => event.target.getAttribute('action') === '/logout' && forgetOthers(true), true);

  function say(form, text) {
    form.toggleAttribute('data-failed', text.startsWith('Could not save'));
    const at = form.querySelector('[data-saved]');
    if (at) at.textContent = text;
  }
})();
