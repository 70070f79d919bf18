// Passkeys: a form marked with the address of its options asks the authenticator (a fingerprint, a face, a security key) and is sent with what it answered.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const listed = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function create(options) {
    const publicKey = { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: listed(options.excludeCredentials) };
    const { id, rawId, type, response } = await navigator.credentials.create({ publicKey });
    return { id, rawId: text(rawId), type, clientExtensionResults: {}, response: { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject), transports: response.getTransports?.() ?? [] } };
  }

  async function get(options) {
    const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: listed(options.allowCredentials) };
    const { id, rawId, type, response } = await navigator.credentials.get({ publicKey });
    const { clientDataJSON, authenticatorData, signature, userHandle } = response;
    return { id, rawId: text(rawId), type, clientExtensionResults: {}, response: { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature), ...(userHandle ? { userHandle: text(userHandle) } : {}) } };
  }

  const WORDS = {
    NotAllowedError: 'Nothing was chosen, or it took too long. Try again.',
    InvalidStateError: 'This device has a passkey for you already.',
    SecurityError: 'Passkeys do not work at this address.',
  };

  function say(form, message) {
    const place = form.querySelector('[data-passkey-problem]');
    place.textContent = message;
    place.closest('.notice').hidden = message === '';
  }

  async function send(form) {
    const button = form.querySelector('button');
    button.disabled = true;
    say(form, '');
    try {
      const body = new URLSearchParams({ _csrf: form.elements._csrf.value });
      const answer = await fetch(form.dataset.passkey, { method: 'POST', body, headers: { accept: 'application/json' } });
      const { options, confirm, problem } = await answer.json();
      if (confirm) return void location.assign(confirm);
      if (problem) return say(form, problem);
      form.elements.credential.value = JSON.stringify(await (form.dataset.passkeyMakes === undefined ? get : create)(options));
      form.submit();
    } catch (error) {
      say(form, WORDS[error.name] ?? 'Careway cannot be reached. Try again in a moment.');
    } finally {
      button.disabled = false;
    }
  }

  document.addEventListener('submit', (event) => {
    if (event.target.dataset.passkey === undefined) return;
    event.preventDefault();
    void send(event.target);
  });

  // A passkey belongs to a name. On this machine's own number it cannot work; under "localhost" it does.
  document.addEventListener('DOMContentLoaded', () => {
    const isNumber = /^(\d+\.){3}\d+$|^\[/.test(location.hostname);
    if (window.PublicKeyCredential && !isNumber) return;
    for (const form of document.querySelectorAll('form[data-passkey]')) {
      const elsewhere = document.querySelector('[data-passkey-elsewhere]');
      if (elsewhere && /^127\./.test(location.hostname)) {
        elsewhere.querySelector('a').href = `http://localhost:${location.port}${location.pathname}`;
        elsewhere.hidden = false;
      }
      form.hidden = true;
    }
  });

  // Recovery codes: onto paper, or to a password manager.
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-print]')) window.print();
    const copy = event.target.closest('[data-copy]');
    if (copy) void navigator.clipboard.writeText(document.querySelector(copy.dataset.copy).innerText).then(() => window.careway.toast({ text: 'Copied.' }));
  });
})();
