/** What a running step may say about itself. */
export interface Step {
  /** A line about what is happening now ("installing mariadb-server-core"). */
  note(text: string): void;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * Shows several steps running at once on one stream: a line for every event, so that a log or a CI page reads well,
 * and below them, on a terminal only, one moving line naming what is still running.
 */
export class Progress {
  private readonly running = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private frame = 0;

  constructor(private readonly out: NodeJS.WriteStream = process.stderr) {}

  /** Runs `work` as a visible step; `describe` ends its line, `isGood` says whether the line is marked as a success. */
  async step<T>(name: string, work: (step: Step) => Promise<T>, describe?: (result: T) => string, isGood: (result: T) => boolean = () => true): Promise<T> {
    const started = Date.now();
    this.running.set(name, started);
    this.animate();
    try {
      const result = await work({ note: (text) => this.line(`• ${name}: ${text}`) });
      this.finish(name);
      const detail = describe?.(result);
      this.line(`${isGood(result) ? '✓' : '✗'} ${name}${detail ? `: ${detail}` : ''} (${seconds(started)})`);
      return result;
    } catch (error) {
      this.finish(name);
      throw error;
    }
  }

  /** One line of its own, above the moving one. */
  line(text: string): void {
    this.clear();
    this.out.write(`${text}\n`);
    this.draw();
  }

  private finish(name: string): void {
    this.running.delete(name);
    if (this.running.size > 0) return;
    this.clear();
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private animate(): void {
    if (!this.out.isTTY || this.timer) return;
    this.timer = setInterval(() => {
      this.frame += 1;
      this.draw();
    }, 100);
    this.timer.unref();
  }

  private draw(): void {
    if (!this.timer || this.running.size === 0) return;
    const names = [...this.running].map(([name, started]) => `${name} ${seconds(started)}`).join(', ');
    const width = (this.out.columns || 80) - 3;
    this.out.write(`\r\x1b[2K${FRAMES[this.frame % FRAMES.length]} ${names.slice(0, width)}`);
  }

  private clear(): void {
    if (this.timer) this.out.write('\r\x1b[2K');
  }
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
