// Live updates: which record changed, never what it says; lists then fetch themselves. One tab holds the stream for all
// tabs of this person, because a browser opens only six connections to us. When the stream is down, lists ask every 15 s.
(() => {
  const TOPICS = ['task', 'journey', 'claim', 'incident', 'bed', 'alert', 'group-fix', 'privacy'];
  const POLL_MS = 15_000;

  document.addEventListener('DOMContentLoaded', () => {
    const person = document.body.dataset.live;
    if (person === undefined) return;
    const name = `careway-live-${person}`;
    const channel = 'BroadcastChannel' in window ? new BroadcastChannel(name) : null;
    let isLive = false;
    let source = null;
    document.addEventListener('careway:replaced', () => show(isLive));

    const emit = (topic, id) => document.body.dispatchEvent(new CustomEvent(`live:${topic}`, { detail: { id } }));
    function show(live) {
      const regained = live && !isLive;
      isLive = live;
      for (const sign of document.querySelectorAll('[data-live-state]')) {
        sign.dataset.state = live ? 'live' : 'polling';
        sign.textContent = live ? 'Live' : 'Every 15 s';
        sign.title = live ? 'Changes appear at once.' : 'Live updates are interrupted; this page asks every 15 seconds.';
      }
      if (regained) emit('poll');
    }

    function lead() {
      source = new EventSource('/live');
      const state = (live) => {
        show(live);
        channel?.postMessage({ live });
      };
      source.onopen = () => state(true);
      source.onerror = () => {
        state(false);
        if (source.readyState === EventSource.CLOSED) setTimeout(lead, POLL_MS); // refused: try again, slowly
      };
      for (const topic of TOPICS) {
        source.addEventListener(topic, (event) => {
          emit(topic, event.data);
          channel?.postMessage({ topic, id: event.data });
        });
      }
    }

    channel?.addEventListener('message', ({ data }) => {
      if (data.hello) {
        if (source) channel.postMessage({ live: isLive });
      } else if (data.topic) emit(data.topic, data.id);
      else show(data.live);
    });

    if (navigator.locks && channel) {
      navigator.locks.request(name, () => new Promise(() => lead()));
      channel.postMessage({ hello: true });
    } else lead();
    addEventListener('pagehide', () => source?.close());
    addEventListener('pageshow', (event) => event.persisted && location.reload());
    setInterval(() => isLive || emit('poll'), POLL_MS);

    // The bell in the menu.
    const bell = document.querySelector('[data-bell]');
    async function ring() {
      const answer = await fetch('/alerts/count').catch(() => null);
      if (!bell || !answer?.ok) return;
      const { unread } = await answer.json();
      bell.hidden = unread === 0;
      bell.textContent = unread > 99 ? '99+' : String(unread);
      bell.closest('a').setAttribute('aria-label', unread === 0 ? 'Alerts' : `Alerts, ${unread} unread`);
    }
    document.body.addEventListener('live:alert', ring);
    document.body.addEventListener('live:poll', ring);
    ring();
  });
})();
