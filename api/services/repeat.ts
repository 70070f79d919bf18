/** Work that goes on beside the requests. `stop` resolves when the round under way has ended. */
export interface Repeating {
  stop(): Promise<void>;
}

/** Do this now and again after each pause, never twice at once, until stopped. `round` sees to its own errors. */
export function repeatEvery(pauseMs: number, round: (isStopped: () => boolean) => Promise<unknown>): Repeating {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const tick = async (): Promise<void> => {
    await round(() => stopped);
    if (!stopped) timer = setTimeout(() => (running = tick()), pauseMs);
  };
  let running = tick();
  return {
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
}
