import { EventEmitter } from 'node:events';

export interface CapturedMessage {
  readonly id: string;
  readonly channel: 'email' | 'sms';
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: string;
}

/** What the demonstration sent, newest first, in memory only. A message with a known ID is the same message and counted as a repeat. */
export class CaptureStore extends EventEmitter {
  private readonly messages = new Map<string, CapturedMessage>();
  repeats = 0;

  constructor(private readonly limit = 2_000) {
    super();
  }

  add(message: CapturedMessage): boolean {
    if (this.messages.has(message.id)) {
      this.repeats += 1;
      return false;
    }
    this.messages.set(message.id, message);
    const [oldest] = this.messages.keys();
    if (this.messages.size > this.limit && oldest) this.messages.delete(oldest);
    return true;
  }

  list(): CapturedMessage[] {
    return [...this.messages.values()].reverse();
  }
}
