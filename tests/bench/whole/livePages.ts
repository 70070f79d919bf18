import { Redis } from 'ioredis';
import { type Announcement } from '../../../api/http/act';
import { LIVE_CHANNEL } from '../../../api/live/announce';

interface Heard {
  /** How often the journey was announced. */
  count: number;
  wake: (() => void)[];
}

/** What an open page hears of journeys: the live channel, read as the API's own stream reads it. */
export class LivePages {
  private readonly journeys = new Map<string, Heard>();
  /** Told of every announcement of a journey, with the tasks announced in the same commit. */
  onJourney: (journeyId: string, taskIds: readonly string[]) => void = () => undefined;

  private constructor(private readonly redis: Redis) {}

  static async open(url: string): Promise<LivePages> {
    const pages = new LivePages(new Redis(url));
    await pages.redis.subscribe(LIVE_CHANNEL);
    pages.redis.on('message', (_, text: string) => pages.hear(JSON.parse(text) as Announcement[]));
    return pages;
  }

  countOf(journeyId: string): number {
    return this.of(journeyId).count;
  }

  /** Wait until a journey was announced more than so many times; false when nothing came within that time. */
  async after(journeyId: string, seen: number, ms: number): Promise<boolean> {
    const heard = this.of(journeyId);
    if (heard.count > seen) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), ms);
      heard.wake.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  close(): void {
    this.redis.disconnect();
  }

  private of(journeyId: string): Heard {
    let heard = this.journeys.get(journeyId);
    if (!heard) this.journeys.set(journeyId, (heard = { count: 0, wake: [] }));
    return heard;
  }

  private hear(announcements: readonly Announcement[]): void {
    const taskIds = announcements.filter(({ topic }) => topic === 'task').map(({ id }) => id);
    for (const { topic, id } of announcements) {
      if (topic !== 'journey') continue;
      const heard = this.of(id);
      heard.count += 1;
      for (const wake of heard.wake.splice(0)) wake();
      this.onJourney(id, taskIds);
    }
  }
}
